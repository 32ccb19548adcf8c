import { connectThrough, expect, test } from './test.ts'
import { record } from './figures.ts'

const now = (page: { page: { evaluate: (f: () => number) => Promise<number> } }) =>
  page.page.evaluate(() => performance.now())

test('C1 the socket is lost in a call and comes back: re-INVITE, then the far BYE ends it', async ({
  openPage,
  server,
  wire,
}) => {
  const page = await openPage()
  await connectThrough(wire, page, server)
  const callee = await openPage()
  await callee.connect(server, server.user('1002'), {}, { answerAll: true })
  await callee.next('registered')
  const uuid = await page.dial('1002')
  await page.next('call_answered')
  await callee.next('call_answered')
  await page.page.waitForTimeout(1000)
  const before = await page.audio()
  wire.messages.length = 0
  wire.reset()
  await page.next('registered', 10_000)
  await expect
    .poll(() => wire.messages.filter((m) => m.direction === 'up' && m.text.startsWith('INVITE')).length)
    .toBe(1)
  const after = await page.audio()
  record('C1', 'packets concealed over the outage', after.concealed - before.concealed, 'audio goes on')
  const started = await now(page)
  expect(await callee.act(uuid, 'hangup')).toBe('ok')
  const ended = await page.next('call_hangup', 5_000)
  record('C1', 'far BYE after recovery to call_hangup, ms', ended.at - started, '≤ 2000')
  expect(ended.payload['reason']).toBe('normal_clearing')
  expect((await page.story()).filter((name) => name === 'call_hangup')).toHaveLength(1)
})

test('C2 the far end hung up during the outage: ended honestly after the recovery', async ({
  openPage,
  server,
  wire,
}) => {
  test.setTimeout(90_000)
  const page = await openPage()
  await connectThrough(wire, page, server)
  const callee = await openPage()
  await callee.connect(server, server.user('1002'), {}, { answerAll: true })
  await callee.next('registered')
  const uuid = await page.dial('1002')
  await page.next('call_answered')
  await callee.next('call_answered')
  wire.refuse(true)
  wire.reset()
  await page.next('disconnected')
  await callee.act(uuid, 'hangup')
  await callee.page.waitForTimeout(1000)
  wire.refuse(false)
  const registered = await page.next('registered', 20_000)
  const ended = await page.next('call_hangup', 40_000)
  record('C2', 'recovery to call_hangup of an orphan, ms', ended.at - registered.at, '≤ 35000')
  record('C2', 'reason of an orphan', String(ended.payload['reason']), 'honest')
  expect(await page.liveConnections()).toBe(0)
})

test('C3 hangup() during the outage: at once here, at the far end on recovery', async ({
  openPage,
  server,
  wire,
}) => {
  const page = await openPage()
  await connectThrough(wire, page, server)
  const callee = await openPage()
  await callee.connect(server, server.user('1002'), {}, { answerAll: true })
  await callee.next('registered')
  const uuid = await page.dial('1002')
  await page.next('call_answered')
  await callee.next('call_answered')
  wire.refuse(true)
  wire.reset()
  await page.next('auto_reconnect')
  const started = await now(page)
  expect(await page.act(uuid, 'hangup')).toBe('ok')
  const ended = await page.next('call_hangup', 2_000)
  record('C3', 'hangup() offline to call_hangup, ms', ended.at - started, '≤ 100')
  expect(ended.at - started).toBeLessThan(150)
  wire.refuse(false)
  await page.next('registered', 20_000)
  const back = performance.now()
  await callee.next('call_hangup', 5_000)
  record('C3', 'recovery to the far end gone, ms', performance.now() - back, '≤ 3000')
})

test('C4 call() while reconnecting rejects at once, and nothing is dialled later', async ({
  openPage,
  server,
  wire,
}) => {
  const page = await openPage()
  await connectThrough(wire, page, server)
  wire.refuse(true)
  wire.reset()
  await page.next('auto_reconnect')
  wire.messages.length = 0
  expect(await page.phone('call', '9440')).toBe('not_registered')
  wire.refuse(false)
  await page.next('registered', 20_000)
  await page.page.waitForTimeout(1000)
  const invites = wire.messages.filter((message) => message.text.startsWith('INVITE')).length
  record('C4', 'INVITEs after a rejected call()', invites, '0')
  expect(invites).toBe(0)
})

test('C6 every INVITE arrives twice: one call', async ({ openPage, server, wire }) => {
  const page = await openPage()
  wire.filter((message, direction) =>
    direction === 'down' && message.startsWith('INVITE') ? 'duplicate' : 'pass',
  )
  await connectThrough(wire, page, server)
  const caller = await openPage()
  await caller.connectAndRegister(server, '1002')
  const uuid = await caller.dial('1001')
  await page.next('incoming_call')
  await page.page.waitForTimeout(500)
  expect((await page.story()).filter((name) => name === 'incoming_call')).toHaveLength(1)
  record('C6', 'calls from a doubled INVITE', 1, '1')
  await caller.act(uuid, 'hangup')
  await page.next('call_hangup')
})

test('C7 our hang-up crosses the answer: nobody stays connected', async ({ openPage, server, wire }) => {
  const page = await openPage()
  await connectThrough(wire, page, server)
  const callee = await openPage()
  await callee.connectAndRegister(server, '1002')
  for (const delayMs of [0, 10, 20, 40]) {
    const uuid = await page.dial('1002')
    const incoming = await callee.next('incoming_call')
    const answering = callee.act(incoming.payload.call?.uuid as string, 'answer')
    await page.page.waitForTimeout(delayMs)
    await page.act(uuid, 'hangup')
    await answering
    await page.next('call_hangup')
    await callee.next('call_hangup', 5_000)
  }
  expect(await page.liveConnections()).toBe(0)
  expect(await callee.liveConnections()).toBe(0)
  record('C7', 'ghost calls after 4 races', 0, '0')
})

test('C18 misuse: answer twice, hang up twice, hold before the answer', async ({
  openPage,
  server,
  wire,
}) => {
  const page = await openPage()
  await connectThrough(wire, page, server)
  const uuid = await page.dial('9180')
  expect(await page.act(uuid, 'hold')).toBe('invalid_state')
  expect(await page.act(uuid, 'answer')).toBe('invalid_state')
  await page.next('call_answered', 10_000)
  wire.messages.length = 0
  expect(await page.act(uuid, 'hangup')).toBe('ok')
  expect(await page.act(uuid, 'hangup')).toBe('ok')
  await page.next('call_hangup')
  await page.page.waitForTimeout(500)
  const byes = wire.messages.filter(
    (message) => message.direction === 'up' && message.text.startsWith('BYE'),
  ).length
  record('C18', 'BYEs for two hangups', byes, '1')
  expect(byes).toBe(1)
})

test('D8 the microphone is forbidden in a call: the call lives and the page is told', async ({
  openPage,
  server,
  wire,
  browser,
}) => {
  const page = await openPage()
  await connectThrough(wire, page, server, { options: { audioInput: 'microphone' } })
  await page.dial('9200')
  await page.next('call_answered')
  await page.page.waitForTimeout(500)
  const session = await browser.newBrowserCDPSession()
  const { targetInfo } = await (
    await page.page.context().newCDPSession(page.page)
  ).send('Target.getTargetInfo')
  const forbid = (setting: 'denied' | 'granted') =>
    session.send('Browser.setPermission', {
      permission: { name: 'microphone' },
      setting,
      origin: new URL(page.page.url()).origin,
      ...(targetInfo.browserContextId !== undefined && { browserContextId: targetInfo.browserContextId }),
    })
  const started = await now(page)
  await forbid('denied')
  const told = await page.next('error', 5_000)
  record('D8', 'microphone revoked to error, ms', told.at - started, '≤ 1000')
  expect(told.payload['code']).toBe('microphone_lost')
  expect(await page.story()).not.toContain('call_hangup')
  await forbid('granted')
})

test('F8 connect and disconnect thirty times: nothing is left', async ({ openPage, server, wire }) => {
  test.setTimeout(90_000)
  const page = await openPage()
  for (let round = 0; round < 30; round += 1) {
    page.rewind()
    await page.page.evaluate(() => {
      ;(window as unknown as { log: unknown[] }).log.length = 0
    })
    await connectThrough(wire, page, server)
    expect(await page.phone('disconnect')).toBe('ok')
  }
  // The close handshake of the last one may still be under way.
  await expect.poll(() => page.openSockets()).toBe(0)
  record('F8', 'sockets left after 30 phones', 0, '0')
})
