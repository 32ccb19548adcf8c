import { connectThrough, expect, test } from './test.ts'
import { measureLeaks, slope } from './leak-meter.ts'
import { record } from './figures.ts'
import type { FaultProxy } from './fault-proxy.ts'
import type { PhonePage } from '../harness/phone-page.ts'

async function callOnce(page: PhonePage): Promise<number> {
  const started = performance.now()
  const uuid = await page.dial('9440')
  await page.next('call_answered')
  const ms = performance.now() - started
  await page.act(uuid, 'hangup')
  await page.next('call_hangup')
  return ms
}

/** The log was emptied: the cursor of the page has to follow. */
async function measure(page: PhonePage) {
  const live = await measureLeaks(page)
  page.rewind()
  return live
}

async function dropOnce(page: PhonePage, wire: FaultProxy): Promise<void> {
  wire.reset()
  await page.next('auto_reconnect')
  await page.page.evaluate(() => window.dispatchEvent(new Event('online')))
  await page.next('registered', 10_000)
}

test('L1 three hundred calls: nothing is left of them @slow', async ({ openPage, server, wire }) => {
  test.setTimeout(600_000)
  const page = await openPage()
  await connectThrough(wire, page, server)
  for (let call = 0; call < 20; call += 1) await callOnce(page)
  const first = await measure(page)
  const early = await callOnce(page)
  const points: (readonly [number, number])[] = [[0, first.heapKb]]
  for (let call = 1; call <= 300; call += 1) {
    await callOnce(page)
    if (call % 50 === 0) points.push([call, (await measure(page)).heapKb])
  }
  const late = await callOnce(page)
  const last = await measure(page)
  record('L1', 'JS heap kept per call over 300 calls, kB', slope(points), '≤ 2')
  record(
    'L1',
    'live peer connections, tracks, audio contexts gained',
    last.connections -
      first.connections +
      last.liveTracks -
      first.liveTracks +
      last.contexts -
      first.contexts,
    '0',
  )
  record('L1', 'listeners gained over 300 calls', last.listeners - first.listeners, '0')
  record('L1', 'set-up of call 1 and call 301, ms', `${Math.round(early)} and ${Math.round(late)}`, '± 20 %')
  expect(slope(points)).toBeLessThan(2)
  expect(last.connections).toBe(0)
  expect(last.liveTracks).toBe(0)
  expect(last.sockets).toBe(1)
  expect(last.contexts).toBeLessThanOrEqual(first.contexts)
})

test('L2 two hundred drops of the socket: nothing is left of them @slow', async ({
  openPage,
  server,
  wire,
}) => {
  test.setTimeout(600_000)
  const page = await openPage()
  await connectThrough(wire, page, server)
  for (let drop = 0; drop < 5; drop += 1) await dropOnce(page, wire)
  const first = await measure(page)
  const points: (readonly [number, number])[] = [[0, first.heapKb]]
  for (let drop = 1; drop <= 200; drop += 1) {
    await dropOnce(page, wire)
    if (drop % 50 === 0) points.push([drop, (await measure(page)).heapKb])
  }
  const last = await measure(page)
  record('L2', 'JS heap kept per drop over 200 drops, kB', slope(points), '≤ 2')
  record(
    'L2',
    'sockets and listeners gained over 200 drops',
    last.sockets - first.sockets + last.listeners - first.listeners,
    '0',
  )
  expect(slope(points)).toBeLessThan(2)
  expect(last.sockets).toBe(1)
  await page.phone('disconnect')
  const end = await measure(page)
  record(
    'L2',
    'sockets, tracks, contexts after disconnect()',
    end.sockets + end.liveTracks + end.contexts,
    '0',
  )
  expect(end.sockets + end.liveTracks + end.contexts + end.connections).toBe(0)
})

const minutes = Number(process.env.SOAK_MINUTES ?? 0)

test('soak: calls in and out, holds, digits and drops @soak', async ({ openPage, server, wire }) => {
  test.skip(minutes === 0, 'run `npm run soak -- --minutes N`')
  test.setTimeout((minutes + 3) * 60_000)
  const page = await openPage()
  await connectThrough(wire, page, server)
  const peer = await openPage()
  await peer.connect(server, server.user('1002'), {}, { answerAll: true })
  await peer.next('registered')
  const worst = { setUpMs: 0, backMs: 0, holdMs: 0 }
  const keepWorst = async (name: keyof typeof worst, act: () => Promise<unknown>) => {
    const started = performance.now()
    await act()
    worst[name] = Math.max(worst[name], performance.now() - started)
  }
  await callOnce(page)
  const first = await measure(page)
  const points: (readonly [number, number])[] = []
  const until = performance.now() + minutes * 60_000
  let rounds = 0
  let missed = 0
  while (performance.now() < until) {
    rounds += 1
    let uuid = ''
    await keepWorst('setUpMs', async () => {
      uuid = await page.dial('1002')
      await page.next('call_answered')
    })
    await keepWorst('holdMs', () => page.act(uuid, 'hold'))
    await page.act(uuid, 'unhold')
    await page.act(uuid, 'sendDtmf', '1#')
    if (rounds % 3 === 0) await keepWorst('backMs', () => dropOnce(page, wire))
    const heard = await page.audioOver(1000)
    if (heard.packetsReceived < 25) missed += 1
    await page.act(uuid, 'hangup')
    await page.next('call_hangup')
    await peer.dial('1001')
    const incoming = await page.next('incoming_call')
    const id = incoming.payload.call?.uuid as string
    await page.act(id, 'answer')
    await page.next('call_answered')
    await page.act(id, 'hangup')
    await page.next('call_hangup')
    if (rounds % 10 === 0) {
      await measure(peer)
      points.push([rounds * 2, (await measure(page)).heapKb])
    }
  }
  const last = await measure(page)
  const calls = rounds * 2
  record('soak', `${minutes} min: calls, drops`, `${calls}, ${Math.floor(rounds / 3)}`, 'all of them')
  record('soak', 'calls without audio one second after hold or drop', missed, '0')
  for (const [name, ms] of Object.entries(worst)) record('soak', `worst ${name}`, ms, 'told')
  if (points.length > 2) record('soak', 'JS heap kept per call, kB', slope(points), '≤ 2')
  record('soak', 'live peer connections, tracks at the end', last.connections + last.liveTracks, '0')
  record('soak', 'listeners gained', last.listeners - first.listeners, '0')
  expect(last.connections + last.liveTracks).toBe(0)
  expect(last.sockets).toBe(1)
  expect(missed).toBe(0)
})
