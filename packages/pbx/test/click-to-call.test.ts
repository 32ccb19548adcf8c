import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { startTestPbx, type TestPbx } from './support/test-pbx.ts'
import type { TestPhone } from './support/test-phone.ts'

let house: TestPbx
let alice: TestPhone
let bob: TestPhone
beforeAll(async () => {
  house = await startTestPbx()
  ;[alice, bob] = [await house.registered('1001'), await house.registered('1002')]
})
beforeEach(() => void (house.events.length = 0))
afterAll(() => house.close())

const click = async (destination: string) => {
  const [callUuid, own] = await Promise.all([
    house.pbx.connectCall({ extension: '1001', destination }),
    alice.incoming(),
  ])
  own.ring()
  return { callUuid, own }
}
const steps = () => house.events.map(({ step }) => step)

test('the own phone rings with the number that will be called, then hears the test number', async () => {
  const { callUuid, own } = await click('9440')
  expect(own.incoming?.from.uri).toBe('sip:9440@pbx.test')
  await own.answer()
  await own.hears(440)
  own.hangUp()
  await expect.poll(steps).toEqual(['ringing', 'answered', 'hangup'])
  expect(house.events[0]).toMatchObject({
    ...{ callUuid, direction: 'outbound', extension: '1001' },
    ...{ callerNumber: '1001', destinationNumber: '9440' },
  })
})

test('another extension rings once the own phone has answered; both then talk', async () => {
  const { own } = await click('1002')
  const [, incoming] = await Promise.all([own.answer(), bob.incoming()])
  await own.hears(425)
  expect(incoming.incoming?.from).toEqual({ uri: 'sip:1001@pbx.test', displayName: 'User 1001' })
  expect(steps()).not.toContain('answered')
  await incoming.answer()
  own.whistle(600)
  incoming.whistle(800)
  await Promise.all([incoming.hears(600), own.hears(800)])
  expect(steps()).toEqual(['ringing', 'answered'])
  incoming.hangUp()
  await own.ended()
  await expect.poll(steps).toEqual(['ringing', 'answered', 'hangup'])
})

test('a destination that declines ends the own call with its cause', async () => {
  const { own } = await click('1002')
  const [, incoming] = await Promise.all([own.answer(), bob.incoming()])
  incoming.reject(486)
  await own.ended()
  expect(house.events.at(-1)).toMatchObject({ step: 'hangup', cause: 'USER_BUSY' })
})

test('who hangs up before the destination answers stops its ringing', async () => {
  const { own } = await click('1002')
  const [, incoming] = await Promise.all([own.answer(), bob.incoming()])
  own.hangUp()
  await incoming.ended()
  expect(house.events.at(-1)).toMatchObject({ step: 'hangup', cause: 'ORIGINATOR_CANCEL' })
})

test('without an own phone there is no call, without a phone at the other end it fails', async () => {
  await expect(house.pbx.connectCall({ extension: '1004', destination: '9440' })).rejects.toThrow(
    'not registered',
  )
  const { own } = await click('1003')
  await own.answer()
  await own.ended()
  expect(steps().at(-1)).toBe('hangup')
})
