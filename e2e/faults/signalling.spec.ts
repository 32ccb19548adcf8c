import { connectThrough, expect, test } from './test.ts'
import { isRequest } from './sip-text.ts'
import { record } from './figures.ts'

test('C8 both ends hold at the same moment: they agree in the end', async ({ openPage, server, wire }) => {
  test.setTimeout(60_000)
  const page = await openPage()
  await connectThrough(wire, page, server)
  wire.latency(60)
  const callee = await openPage()
  await callee.connect(server, server.user('1002'), {}, { answerAll: true })
  await callee.next('registered')
  const uuid = await page.dial('1002')
  await page.next('call_answered')
  await callee.next('call_answered')
  for (const method of ['hold', 'unhold'] as const) {
    const started = performance.now()
    const both = await Promise.all([page.act(uuid, method), callee.act(uuid, method)])
    record('C8', `both ${method} at once: agreed after, ms`, performance.now() - started, { atMost: 20_000 })
    expect(both).toEqual(['ok', 'ok'])
    const held = async (one: typeof page) =>
      one.page.evaluate((id) => {
        const { calls } = window as unknown as {
          calls: Map<string, { isHeld: boolean; isRemoteHeld: boolean }>
        }
        return [calls.get(id)?.isHeld, calls.get(id)?.isRemoteHeld]
      }, uuid)
    const wanted = method === 'hold'
    await expect.poll(() => held(page), { timeout: 10_000 }).toEqual([wanted, wanted])
    await expect.poll(() => held(callee), { timeout: 10_000 }).toEqual([wanted, wanted])
  }
  expect(await page.story()).not.toContain('call_hangup')
  expect((await page.audioOver(1000)).packetsReceived).toBeGreaterThan(30)
})

test('C17 a second call rings during the first: its audio is not touched', async ({
  openPage,
  server,
  wire,
}) => {
  const page = await openPage()
  await connectThrough(wire, page, server)
  await page.dial('9440')
  await page.next('call_answered')
  await page.page.waitForTimeout(1500)
  const caller = await openPage()
  await caller.connectAndRegister(server, '1002')
  const quiet = await page.audioOver(3000)
  const watched = page.audioOver(3000)
  const uuid = await caller.dial('1001')
  await page.next('incoming_call')
  const busy = await watched
  await caller.act(uuid, 'hangup')
  record('C17', 'packets of call 1 in 3 quiet seconds', quiet.packetsReceived, 'told')
  record('C17', 'packets of call 1 in 3 s while call 2 rings', busy.packetsReceived, {
    atLeast: Math.floor(Math.min(quiet.packetsReceived, 150) * 0.95),
  })
  record('C17', 'packets of call 1 that were lost', busy.packetsLost, { is: 0 })
  expect(wire.messages.some((one) => isRequest(one.text, 'BYE'))).toBe(false)
})

test('A13 online, at once and late: never before 1 s after the last try, never much later', async ({
  openPage,
  server,
  wire,
}) => {
  const page = await openPage()
  await connectThrough(wire, page, server)
  wire.refuse(true)
  wire.reset()
  for (let attempt = 1; attempt <= 3; attempt += 1) await page.next('auto_reconnect', 20_000)
  // The third wait began with a failed try a moment ago: `online` falls right behind it.
  wire.refuse(false)
  const online = await page.page.evaluate(() => {
    window.dispatchEvent(new Event('online'))
    return performance.now()
  })
  await page.next('registered', 8_000)
  const tried = (wire.accepted.at(-1) as number) - (await page.timeOf(online))
  record('A13', 'online right after a failed try to the next try, ms', tried, { atMost: 1000 })
})
