/** Rules of a call that the table of stages does not show. */
import { describe, expect, it } from 'vitest'
import { fakeSdp } from '../testing/fake-media.ts'
import { initialCall } from './call-state.ts'
import { stepCall } from './call-step.ts'
import type { CallInput } from './call-state.ts'

const policy = { contactLookupMs: 400, survivalMs: 300_000 }
const common = { uuid: 'u', number: '100', displayName: '', createdAt: 0, policy }
const answer = fakeSdp('far')
const done = (op: 'input' | 'offer' | 'accept', round = 0): CallInput => ({
  type: 'media-done',
  op,
  round,
  sdp: 'own',
})
const failed: CallInput = { type: 'media', fact: { type: 'connection', state: 'failed' } }

const grace: CallInput = { type: 'timer', name: 'media-grace' }

/** Of an outgoing call: what its last input leads to. */
function after(...inputs: CallInput[]) {
  let call = initialCall({ ...common, direction: 'outgoing' })
  let effects: ReturnType<typeof stepCall>['effects'] = []
  const dialled: CallInput[] = [{ type: 'dial', id: 1 }, done('input'), done('offer')]
  for (const input of [...dialled, ...inputs])
    ({ call, effects } = stepCall(call, input, { now: 1000, wallTime: 0 }))
  return { call, effects }
}

describe('early audio whose path broke before the answer', () => {
  const early: CallInput = { type: 'progress', status: 183, fork: 'a', answer }
  const accepted: CallInput = { type: 'accepted', fork: 'a', answer }

  it('is restarted as soon as somebody answers', () => {
    const { effects } = after(early, failed, accepted)
    expect(effects).toContainEqual({ type: 'timer', name: 'media-grace', delayMs: 1000 })
    const restarted = after(early, failed, accepted, done('accept', 1), grace)
    expect(restarted.effects).toContainEqual({ type: 'media-op', op: 'offer', round: 2, iceRestart: true })
  })

  it('is left alone where it goes on', () => {
    const { effects } = after(
      early,
      { type: 'media', fact: { type: 'connection', state: 'connected' } },
      accepted,
    )
    expect(effects.filter((one) => one.type === 'timer' && one.name === 'media-grace')).toEqual([])
  })
})

describe('the path breaks while a hold is agreed on', () => {
  const held: CallInput = { type: 'hold', id: 2, isHeld: true }
  const agreed: CallInput[] = [done('offer', 2), { type: 'reoffer-answered', answer }, done('accept', 2)]
  const talking: CallInput[] = [{ type: 'accepted', fork: 'a', answer }, done('accept', 1)]

  it('the hold is no restart: that one follows', () => {
    const waiting = after(...talking, held, failed, grace)
    expect(waiting.effects).toEqual([{ type: 'timer', name: 'media-grace', delayMs: 1000 }])
    const restarted = after(...talking, held, failed, grace, ...agreed, grace)
    expect(restarted.call).toMatchObject({ isHeld: true, restarts: 1 })
    expect(restarted.effects).toContainEqual({ type: 'media-op', op: 'offer', round: 3, iceRestart: true })
  })
})
