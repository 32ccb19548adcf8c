/** Transfer: ours to the far end (REFER out), and the far end's to us (REFER in, inside this call only). */
import { breakOff, settle, settleAll, tellUpdated, waitFor, wrongState } from './call-turn-rules.ts'
import { numberFromReferTarget, numberFromUri } from './number-rules.ts'
import { refusedWith } from '../line/failure-rules.ts'
import type { CallInput } from './call-state.ts'
import type { CallTurn } from './call-turn-rules.ts'

export function onTransfer(turn: CallTurn, input: CallInput & { type: 'transfer' }): void {
  const { call, effects } = turn
  const { id, kind, target } = input
  if (call.stage !== 'answered' || call.waiting.transfer.length > 0) return wrongState(turn, id)
  if (!call.isLineUp) return settle(turn, id, { code: 'not_registered' })
  waitFor(turn, 'transfer', id)
  call.transfer = { kind, target, state: 'pending' }
  effects.push({ type: 'send-refer', kind, target })
  tellUpdated(turn, 'transfer')
}

export function onReferProgress(
  turn: CallTurn,
  { status, final: isFinal }: CallInput & { type: 'refer-progress' },
): void {
  const { call } = turn
  if (!call.transfer || call.waiting.transfer.length === 0) return
  const isGood = status < 300
  const state = !isFinal ? (status > 100 ? 'ringing' : 'pending') : isGood ? 'completed' : 'failed'
  call.transfer = { ...call.transfer, state, sipStatus: status }
  tellUpdated(turn, 'transfer')
  if (!isFinal) return
  settleAll(turn, 'transfer', isGood ? undefined : refusedWith('transfer_failed', status))
  if (isGood) breakOff(turn, 'hangup')
}

export function onRefer(turn: CallTurn, input: CallInput & { type: 'refer' }): void {
  const { call, effects } = turn
  const { replaces } = input
  // With Replaces the far end names one dialog of one phone; without it a number is dialled at our own domain.
  const number = replaces ? numberFromUri(input.target) : numberFromReferTarget(input.target)
  if (!number) return void effects.push({ type: 'refuse-refer', status: 403 })
  if (call.stage !== 'answered' || call.isReferring)
    return void effects.push({ type: 'refuse-refer', status: 491 })
  call.isReferring = true
  const target = replaces && input.target
  effects.push({ type: 'accept-refer' }, { type: 'dial-referred', number, target, replaces })
}

export function onReferral(turn: CallTurn, { status, isFinal }: CallInput & { type: 'referral' }): void {
  const { call, effects } = turn
  if (!call.isReferring || call.stage !== 'answered') return
  effects.push({ type: 'notify-refer', status })
  if (!isFinal) return
  call.isReferring = false
  if (status < 300) breakOff(turn, 'hangup')
}
