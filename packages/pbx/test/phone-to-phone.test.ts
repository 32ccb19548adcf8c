import { afterAll, beforeAll, expect, test } from 'vitest'
import { startTestPbx, type TestPbx } from './support/test-pbx.ts'
import type { TestPhone } from './support/test-phone.ts'

let house: TestPbx
let alice: TestPhone
let bob: TestPhone
beforeAll(async () => {
  house = await startTestPbx()
  ;[alice, bob] = [await house.registered('1001'), await house.registered('1002')]
})
afterAll(() => house.close())

/** Alice calls Bob, Bob answers. */
async function talking(from = alice, to = bob) {
  house.events.length = 0
  const [out, incoming] = await Promise.all([from.call(to.extension), to.incoming()])
  incoming.ring()
  await out.until('progress', ({ status }) => status === 180)
  await incoming.answer()
  await out.answered()
  return { out, in: incoming }
}

test('ring, answer, audio both ways, hang-up by the caller', async () => {
  const { out, in: incoming } = await talking()
  expect(incoming.incoming?.from).toEqual({ uri: 'sip:1001@pbx.test', displayName: 'User 1001' })
  const callUuid = house.events[0]?.callUuid
  expect(incoming.incoming?.request.headers).toContainEqual({ name: 'X-Call-UUID', value: callUuid })
  out.whistle(600)
  incoming.whistle(800)
  await Promise.all([incoming.hears(600), out.hears(800)])
  out.hangUp()
  const end = await incoming.ended()
  expect(end).toMatchObject({
    by: 'remote',
    how: 'bye',
    reasons: [{ protocol: 'Q.850', cause: 16, text: 'NORMAL_CLEARING' }],
  })
  expect(house.events.map(({ step }) => step)).toEqual(['ringing', 'answered', 'hangup'])
  expect(house.events.at(-1)).toMatchObject({
    ...{ direction: 'internal', callerNumber: '1001', callerName: 'User 1001', destinationNumber: '1002' },
    ...{ extension: '1001', cause: 'NORMAL_CLEARING', bLegUuid: incoming.incoming?.callId },
  })
})

test('hang-up by the callee', async () => {
  const { out, in: incoming } = await talking()
  incoming.hangUp()
  expect(await out.ended()).toMatchObject({ by: 'remote', how: 'bye' })
})

test('INFO and hold pass through, by either side', async () => {
  const { out, in: incoming } = await talking()
  out.sendInfo('5')
  await incoming.until('info')
  expect(incoming.infoDigits).toEqual(['5'])
  expect(await out.reoffer('sendonly')).toContain('a=recvonly')
  expect(await out.reoffer('sendrecv')).toContain('a=sendrecv')
  expect(incoming.facts.filter(({ type }) => type === 'reoffer')).toHaveLength(2)
  out.hangUp()
  await incoming.ended()
})

test('the callee rejects; the caller gives up', async () => {
  const [rejected, first] = await Promise.all([alice.call('1002'), bob.incoming()])
  first.reject(486)
  expect(await rejected.ended()).toMatchObject({
    ...{ status: 486, how: 'response' },
    reasons: [{ protocol: 'Q.850', cause: 17, text: 'USER_BUSY' }],
  })
  house.events.length = 0
  const [cancelled, second] = await Promise.all([alice.call('1002'), bob.incoming()])
  second.ring()
  await cancelled.until('progress', ({ status }) => status === 180)
  cancelled.hangUp()
  expect(await second.ended()).toMatchObject({ by: 'remote', how: 'cancel' })
  await expect.poll(() => house.events.at(-1)).toMatchObject({ step: 'hangup', cause: 'ORIGINATOR_CANCEL' })
})

test.each([
  ['1003', 480, 20, 'SUBSCRIBER_ABSENT'],
  ['5555', 404, 1, 'UNALLOCATED_NUMBER'],
  ['1001', 486, 17, 'USER_BUSY'],
])('%s ends with %i, Q.850 %i', async (number, status, cause, text) => {
  const call = await alice.call(number)
  expect(await call.ended()).toMatchObject({ status, reasons: [{ protocol: 'Q.850', cause, text }] })
})

test('all phones of an extension ring; the first has the call, the others hear that it was answered elsewhere', async () => {
  const second = await house.registered('1002')
  const [out, onFirst, onSecond] = await Promise.all([alice.call('1002'), bob.incoming(), second.incoming()])
  onFirst.ring()
  onSecond.ring()
  await onSecond.answer()
  await out.answered()
  expect(await onFirst.ended()).toMatchObject({
    how: 'cancel',
    reasons: [{ protocol: 'SIP', cause: 200, text: 'Call completed elsewhere' }],
  })
  out.whistle(700)
  await onSecond.hears(700)
  out.hangUp()
  await onSecond.ended()
  // Declined on one phone is declined on all.
  const [next, a, b] = await Promise.all([alice.call('1002'), bob.incoming(), second.incoming()])
  a.reject(603)
  expect(await next.ended()).toMatchObject({
    ...{ status: 603, reasons: [{ protocol: 'Q.850', cause: 21, text: 'CALL_REJECTED' }] },
  })
  await b.ended()
  await second.unregister()
})

test('nobody calls in another name, or without a name', async () => {
  const spoofed = await alice.call('1002', { fromExtension: '1002' })
  expect(await spoofed.ended()).toMatchObject({ status: 403 })
  const stranger = house.phone('1003', { password: 'wrong' })
  await stranger.open()
  const call = await stranger.call('1002')
  expect((await call.ended()).status).toBeOneOf([403, 407])
  const foreign = await alice.call('1002', { domain: 'evil.example' })
  expect(await foreign.ended()).toMatchObject({ status: 404 })
})

test('a call lives through the loss of a socket, and can be ended from the new one', async () => {
  const { out, in: incoming } = await talking()
  bob.cut()
  await bob.connect()
  out.whistle(600)
  await incoming.hears(600)
  out.hangUp()
  expect(await incoming.ended()).toMatchObject({ how: 'bye' })
  const next = await talking()
  bob.cut()
  await bob.connect()
  next.in.hangUp()
  expect(await next.out.ended()).toMatchObject({ how: 'bye' })
})

test('hangUpCallsOf ends the calls of an extension', async () => {
  const { out, in: incoming } = await talking()
  expect(house.pbx.hangUpCallsOf('1001', 'another')).toBe(0)
  expect(house.pbx.hangUpCallsOf('1002', house.events[0]?.callUuid)).toBe(1)
  await Promise.all([out.ended(), incoming.ended()])
})

test('an outside caller rings a phone', async () => {
  house.events.length = 0
  const [callUuid, incoming] = await Promise.all([
    house.pbx.ringFromOutside({ extension: '1002', number: '0987654321', displayName: 'Nguyễn An' }),
    bob.incoming(),
  ])
  expect(incoming.incoming?.from).toEqual({ uri: 'sip:0987654321@pbx.test', displayName: 'Nguyễn An' })
  expect(incoming.incoming?.request.headers).toContainEqual({ name: 'X-Call-UUID', value: callUuid })
  incoming.ring()
  await incoming.answer()
  incoming.whistle(700)
  await incoming.hears(700)
  incoming.hangUp()
  await expect.poll(() => house.events.map(({ step }) => step)).toEqual(['ringing', 'answered', 'hangup'])
  expect(house.events[0]).toMatchObject({
    direction: 'inbound',
    extension: '1002',
    callerNumber: '0987654321',
  })
  await expect(house.pbx.ringFromOutside({ extension: '1004', number: '1' })).rejects.toThrow(
    'not registered',
  )
})
