/** Three seconds there and back: slow, and not dead. */
import { expect, it } from 'vitest'
import { connectFakePhone, createFakeWorld } from '../../src/testing/fake-phone.ts'
import { fakeSdp } from '../../src/testing/fake-media.ts'
import { watchTruth } from './truth.ts'

it('is told apart from a dead one, idle and in a call, and each command comes through', async () => {
  const world = createFakeWorld()
  const truth = watchTruth(world)
  truth.latencyMs = 1500
  const { clock, pbx } = world
  const fake = await connectFakePhone(world)
  await clock.advance(8000)
  expect(fake.phone.status).toBe('registered')
  for (const signal of ['hidden', 'visible', 'offline', 'online'] as const) {
    await clock.advance(60_000)
    world.signal(signal)
  }
  const dialled = fake.phone.call('0912345678')
  await clock.advance(4000)
  const call = await dialled
  pbx.run((ua, now) => ua.accept(pbx.find('incoming')?.leg ?? '', fakeSdp('answer'), now))
  await clock.advance(4000)
  expect(call.state).toBe('answered')
  pbx.onFact = (fact) => {
    if (fact.type === 'reoffer')
      queueMicrotask(() => pbx.run((ua, now) => ua.answerOffer(fact.leg, fakeSdp('held'), now)))
  }
  const held = call.hold()
  await clock.advance(60_000)
  await held
  expect(call.isHeld).toBe(true)
  world.signal('visible')
  await clock.advance(120_000)
  expect(call.state).toBe('answered')
  await call.hangup()
  await clock.advance(5000)
  expect(pbx.find('ended')).toMatchObject({ by: 'remote', how: 'bye' })
  expect(fake.names().filter((name) => /disconnected|reconnect|unregistered|error/.test(name))).toEqual([])
})
