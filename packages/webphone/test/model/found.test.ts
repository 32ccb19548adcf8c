/** Failures that the model-based test found, shrunk, one test each. */
import { expect, it } from 'vitest'
import { fakeSdp } from '../../src/testing/fake-media.ts'
import { online, talk } from '../../src/testing/scenes.ts'
import { runWalk } from './run-walk.ts'

it('register() right after unregister() is carried out when the registrar has heard goodbye', () =>
  runWalk([{ do: 'latency', ms: 20 }, { do: 'unregister' }, { do: 'register' }]))

it('disconnect() while un-registering settles a register() that came in between', () =>
  runWalk([{ do: 'wire', to: 'lose-both' }, { do: 'unregister' }, { do: 'register' }]))

it('unregister() on a page in the back-forward cache holds when the page comes back', () =>
  runWalk([{ do: 'page', signal: 'pagehide' }, { do: 'register' }, { do: 'unregister' }]))

it('both hold at once: after the 491 theirs is answered while ours waits for its retry', async () => {
  const scene = await online()
  const { clock, pbx, media } = scene
  const { call, leg } = await talk(scene)
  const holding = call.hold()
  await clock.advance(10)
  pbx.run((ua, now) => ua.refuseOffer(leg, 491, now))
  await clock.advance(100)
  pbx.run((ua, now) => ua.reoffer(leg, fakeSdp('theirs', 'sendonly'), now))
  await clock.advance(100)
  expect(pbx.find('reoffer-answered'), 'theirs').toBeDefined()
  expect(call.isRemoteHeld).toBe(true)
  await clock.advance(4100)
  pbx.run((ua, now) => ua.answerOffer(leg, fakeSdp('yes', 'inactive'), now))
  await clock.advance(10)
  await holding
  expect(call.isHeld).toBe(true)
  expect(media.latest.isClosed).toBe(false)
})

it('a hidden page that pinged out of turn finds a dead socket as fast as any other', () =>
  runWalk([
    { do: 'page', signal: 'hidden' },
    { do: 'wait', ms: 12_000 },
    { do: 'page', signal: 'online' },
    { do: 'wait', ms: 500 },
    { do: 'silence' },
    { do: 'wait', ms: 40_000 },
    { do: 'wait', ms: 40_000 },
  ]))
