import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { TestCall } from './support/test-call.ts'
import { startTestPbx, type TestPbx } from './support/test-pbx.ts'
import type { TestPhone } from './support/test-phone.ts'

describe.each(['direct', 'relay'] as const)('a call whose page reloads, with %s media', (media) => {
  let house: TestPbx
  let alice: TestPhone
  let bob: TestPhone
  beforeEach(async () => {
    house = await startTestPbx({ media })
    ;[alice, bob] = [await house.registered('1001'), await house.registered('1002')]
  })
  afterEach(() => house.close())

  async function talking() {
    const [out, incoming] = await Promise.all([alice.call('1002'), bob.incoming()])
    await incoming.answer()
    await out.answered()
    return [out, incoming] as const
  }
  const keep = (call: TestCall, seconds: number) =>
    house.pbx.keepCall('1001', { callId: callIdOf(alice, call), seconds })
  const steps = () => house.events.map(({ step, callUuid }) => `${step} ${callUuid}`)

  test('is kept without a BYE, taken over, and one call in the records', async () => {
    const [out, incoming] = await talking()
    const callUuid = callIdOf(alice, out)
    expect(keep(out, 4)).toBe(true)
    alice.cut()
    if (media === 'direct') await incoming.until('reoffer')
    expect(house.pbx.keepCall('1001', { callId: callUuid, seconds: 90 })).toBe(true)
    await alice.connect()
    const again = await alice.call('1002', { replaces: out.leg })
    await again.answered()
    incoming.whistle(800)
    again.whistle(600)
    await Promise.all([again.hears(800), incoming.hears(600)])
    expect(incoming.facts.some(({ type }) => type === 'ended')).toBe(false)
    // Named by the call's first name, which is what the page knows.
    expect(house.pbx.hangUpCallsOf('1001', callUuid)).toBe(1)
    await incoming.ended()
    expect(steps()).toEqual(['ringing', 'answered', 'hangup'].map((step) => `${step} ${callUuid}`))
  })

  test('ends when nobody comes back', async () => {
    const [out, incoming] = await talking()
    keep(out, 1)
    alice.cut()
    const from = Date.now()
    await incoming.ended(5000)
    expect(Date.now() - from).toBeLessThan(4500)
    expect(steps().filter((step) => step.startsWith('hangup'))).toHaveLength(1)
    expect(keep(out, 1)).toBe(false)
  })

  test('a question changes nothing, a shorter wish does not shorten, a stranger is told no', async () => {
    const [out, incoming] = await talking()
    expect(keep(out, 0)).toBe(true)
    expect(house.pbx.keepCall('1002', { callId: callIdOf(alice, out), seconds: 1 })).toBe(false)
    keep(out, 3)
    keep(out, 1)
    await new Promise((resolve) => setTimeout(resolve, 1500))
    expect(incoming.facts.some(({ type }) => type === 'ended')).toBe(false)
    // The other side may leave meanwhile.
    incoming.hangUp()
    await out.ended()
    expect(keep(out, 4)).toBe(false)
  })

  test('a test number begins again', async () => {
    const robot = await alice.call('9440')
    await robot.hears(440)
    keep(robot, 4)
    const again = await alice.call('9440', { replaces: robot.leg })
    await again.hears(440)
    again.hangUp()
    await expect
      .poll(() => steps().map((step) => step.split(' ')[0]))
      .toEqual(['ringing', 'answered', 'hangup'])
  })
})

function callIdOf(phone: TestPhone, call: TestCall): string {
  let callId = ''
  phone.command((agent) => {
    callId = agent.dialogOf(call.leg)?.callId ?? ''
  })
  return callId
}
