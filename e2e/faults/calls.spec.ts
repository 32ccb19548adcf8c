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
  record('C1', 'samples concealed over the outage', after.concealed - before.concealed, { atMost: 4800 })
  const started = await now(page)
  expect(await callee.act(uuid, 'hangup')).toBe('ok')
  const ended = await page.next('call_hangup', 5_000)
  record('C1', 'far BYE after recovery to call_hangup, ms', ended.at - started, { atMost: 2000 })
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
  record('C2', 'recovery to call_hangup of an orphan, ms', ended.at - registered.at, { atMost: 35_000 })
  const reason = String(ended.payload['reason'])
  record('C2', 'reason of an orphan', reason, { is: 'normal_temporary_failure' })
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
  const started = await page.hangUp(uuid)
  const ended = await page.next('call_hangup', 2_000)
  record('C3', 'hangup() offline to call_hangup, ms', ended.at - started, { atMost: 100 })
  wire.refuse(false)
  await page.next('registered', 20_000)
  const back = performance.now()
  await callee.next('call_hangup', 5_000)
  record('C3', 'recovery to the far end gone, ms', performance.now() - back, { atMost: 3000 })
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
  record('C4', 'INVITEs after a rejected call()', invites, { is: 0 })
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
  const rings = (await page.story()).filter((name) => name === 'incoming_call')
  record('C6', 'calls from a doubled INVITE', rings.length, { is: 1 })
  await caller.act(uuid, 'hangup')
  await page.next('call_hangup')
})

test('C6 an INVITE comes again on the new socket, with another branch: one call', async ({
  openPage,
  server,
  wire,
}) => {
  const page = await openPage()
  await connectThrough(wire, page, server)
  const caller = await openPage()
  await caller.connectAndRegister(server, '1002')
  const uuid = await caller.dial('1001')
  await page.next('incoming_call')
  const invite = wire.messages.find((one) => one.direction === 'down' && one.text.startsWith('INVITE'))
  wire.reset()
  await page.next('registered', 10_000)
  wire.inject((invite?.text ?? '').replace(/branch=z9hG4bK[^;\r]+/i, 'branch=z9hG4bKagain'))
  await page.page.waitForTimeout(800)
  const rings = (await page.story()).filter((name) => name === 'incoming_call')
  record('C6', 'calls from an INVITE sent again after a reconnect', rings.length, { is: 1 })
  await caller.act(uuid, 'hangup')
  await page.next('call_hangup', 35_000)
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
  const ghosts = (await page.liveConnections()) + (await callee.liveConnections())
  record('C7', 'ghost calls after 4 races', ghosts, { is: 0 })
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
  record('C18', 'BYEs for two hangups', byes, { is: 1 })
})

test('F8 connect and disconnect a hundred times: nothing is left', async ({ openPage, server, wire }) => {
  test.setTimeout(90_000)
  const page = await openPage()
  for (let round = 0; round < 100; round += 1) {
    page.rewind()
    await page.page.evaluate(() => {
      ;(window as unknown as { log: unknown[] }).log.length = 0
    })
    // An account of its own: the back end takes 120 requests of one token in a minute.
    await connectThrough(wire, page, server, { extension: '1003' })
    expect(await page.phone('disconnect')).toBe('ok')
  }
  // The close handshake of the last one may still be under way.
  await expect.poll(() => page.openSockets()).toBe(0)
  record('F8', 'sockets left after 100 phones', await page.openSockets(), { is: 0 })
})
