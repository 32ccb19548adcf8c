import { execFileSync } from 'node:child_process'
import { expect, test } from './test.ts'
import { hasOwnNetwork } from './media-cut.ts'
import { pause, RawChromium, type RawPage } from './raw-chromium.ts'
import { record } from './figures.ts'

const setAddress = (action: 'add' | 'del', address: string) =>
  execFileSync('ip', ['addr', action, `${address}/24`, 'dev', 'up0'], { stdio: 'ignore', timeout: 5_000 })

const packets = (page: RawPage) => page.evaluate<number>('measure.audio().then((one) => one.packetsReceived)')

async function untilHeard(page: RawPage, timeoutMs: number): Promise<number> {
  const started = performance.now()
  const before = await packets(page)
  while ((await packets(page)) < before + 10) {
    if (performance.now() - started > timeoutMs) throw new Error(`no audio within ${timeoutMs} ms`)
    await pause(100)
  }
  return performance.now() - started
}

test('A17 the address changes in a call, as from Wi-Fi to 4G: the same call goes on', async ({
  site,
  server,
  wire,
}) => {
  test.skip(!hasOwnNetwork(), 'needs root and a network of its own: run `npm run test:faults`')
  test.setTimeout(60_000)
  const chromium = await RawChromium.start([], ['--allow-loopback-in-peer-connection'])
  const options = { audioInput: 'microphone' }
  try {
    const page = await chromium.open(site)
    await page.connect(server, wire.url, '1001', { options })
    const callee = await chromium.open(site)
    await callee.connect(server, server.url, '1002', { options, extra: { answerAll: true } })
    await page.evaluate("dial('1002').then((id) => (window.uuid = id))")
    await page.until("log.some((one) => one.name === 'call_answered')")
    await untilHeard(page, 5_000)
    setAddress('add', '198.51.100.7')
    setAddress('del', '192.0.2.1')
    wire.reset()
    const swapped = performance.now()
    await pause(500)
    await untilHeard(page, 25_000)
    const ms = performance.now() - swapped
    record('A17', 'address swapped and socket cut to audio, ms', ms, { atMost: 8000 })
    expect(await page.names()).not.toContain('call_hangup')
    expect(await page.evaluate('phone.calls.length === 1 && phone.calls[0].uuid === window.uuid')).toBe(true)
    expect(await page.evaluate('phone.status')).toBe('registered')
  } finally {
    await chromium.stop()
    setAddress('add', '192.0.2.1')
    setAddress('del', '198.51.100.7')
  }
})
