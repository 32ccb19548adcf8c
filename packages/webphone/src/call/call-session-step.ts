/** An answered call's sessions: hold, repair after an outage, ICE restart, and what the far end offers. One at a time. */
import {
  setDirection,
  setTimer,
  settle,
  settleAll,
  startMediaOp,
  tellUpdated,
  waitFor,
  wrongState,
} from './call-turn-rules.ts'
import { isHoldDirection, isUsableSdp, readRemoteDirection } from './sdp-rules.ts'
import type { CallInput, Negotiation } from './call-state.ts'
import { refusedWith } from '../line/failure-rules.ts'
import type { Failure } from '../line/failure-rules.ts'
import type { CallTurn } from './call-turn-rules.ts'

/** Starts the next session that is owed, if none is under way: what is wanted against what is. */
export function reconcile(turn: CallTurn): void {
  const { call } = turn
  if (call.stage !== 'answered' || call.negotiation || !call.isLineUp) return
  if (call.queuedOffer) {
    const { offer } = call.queuedOffer
    call.queuedOffer = null
    return answerRemote(turn, offer)
  }
  const isAsWanted = call.wantsHeld === call.isHeld
  if (isAsWanted) settleAll(turn, 'hold')
  if (isAsWanted && !call.needsRepair && !call.needsRestart) return
  begin(turn, 'local', call.wantsHeld)
  // Only sick media is restarted; healthy media must not notice the repair.
  const iceRestart = call.needsRestart || (call.needsRepair && call.media === 'interrupted')
  turn.effects.push({ type: 'media-op', op: 'offer', round: call.round, iceRestart })
}

function begin(turn: CallTurn, by: 'local' | 'remote', holds: boolean): void {
  const { call } = turn
  call.round += 1
  call.negotiation = { by, step: 'offering', holds, round: call.round }
  setDirection(turn, holds)
}

function finish(turn: CallTurn): void {
  turn.call.negotiation = null
  reconcile(turn)
}

export function onHold(turn: CallTurn, input: CallInput & { type: 'hold' }): void {
  const { call } = turn
  if (call.stage !== 'answered') return wrongState(turn, input.id)
  if (!call.isLineUp) return settle(turn, input.id, { code: 'not_registered' })
  call.wantsHeld = input.isHeld
  waitFor(turn, 'hold', input.id)
  reconcile(turn)
}

export function onReoffer(turn: CallTurn, { offer }: CallInput & { type: 'reoffer' }): void {
  const { call } = turn
  if (offer !== undefined && !isUsableSdp(offer)) return refuse(turn, 488)
  const isOpen = call.stage === 'answered' || (call.stage === 'answering' && call.has200)
  if (!isOpen) return refuse(turn, 491)
  const { negotiation } = call
  // Ours is not sent yet, or was refused with 491 and waits for its retry (while it is on its way the SIP core answers
  // 491 itself): the media adapter rolls it back. Theirs held back until ours is through would be a deadlock.
  const mayOvertake = !negotiation || (negotiation.by === 'local' && negotiation.step !== 'applying')
  if (call.stage === 'answered' && mayOvertake) return answerRemote(turn, offer)
  call.queuedOffer = { offer }
}

function refuse(turn: CallTurn, status: number): void {
  turn.effects.push({ type: 'refuse-reoffer', status })
}

function answerRemote(turn: CallTurn, offer: string | undefined): void {
  const { call } = turn
  // Before the direction, which follows from it.
  if (offer !== undefined) noteRemoteHold(turn, offer)
  begin(turn, 'remote', call.isHeld)
  startMediaOp(turn, offer === undefined ? 'offer' : 'answer', offer)
}

function noteRemoteHold(turn: CallTurn, sdp: string): void {
  const isRemoteHeld = isHoldDirection(readRemoteDirection(sdp))
  if (turn.call.isRemoteHeld === isRemoteHeld) return
  turn.call.isRemoteHeld = isRemoteHeld
  tellUpdated(turn, 'remote_hold')
}

/** An operation of the current negotiation is done. */
export function onSessionMedia(turn: CallTurn, input: CallInput & { type: 'media-done' }): void {
  const { call, effects } = turn
  const { negotiation } = call
  const { op, sdp = '' } = input
  if (!negotiation || negotiation.round !== input.round) return
  if (op === 'accept') return succeed(turn, negotiation)
  effects.push({ type: negotiation.by === 'local' ? 'reoffer' : 'answer-reoffer', sdp })
  if (op === 'answer') finish(turn)
  else call.negotiation = { ...negotiation, step: 'sent' }
}

export function onReofferAnswered(
  turn: CallTurn,
  { answer }: CallInput & { type: 'reoffer-answered' },
): void {
  const { call } = turn
  if (call.negotiation?.step !== 'sent') return
  if (!isUsableSdp(answer)) return onReofferFailed(turn, { status: 488 })
  // An answer to a hold offer says nothing about the far end's own wish.
  if (!call.negotiation.holds) noteRemoteHold(turn, answer)
  call.negotiation = { ...call.negotiation, step: 'applying' }
  startMediaOp(turn, 'accept', answer)
}

function succeed(turn: CallTurn, { by, holds }: Negotiation): void {
  const { call } = turn
  if (by === 'local') settleRepair(turn)
  if (call.isHeld !== holds) {
    call.isHeld = holds
    call.heldAt = holds ? turn.wallTime : null
    tellUpdated(turn, 'hold')
  }
  finish(turn)
}

function settleRepair(turn: CallTurn): void {
  turn.call.needsRepair = false
  turn.call.needsRestart = false
  setTimer(turn, 'repair', null)
}

/** The far end refused, or the 491 game was lost: the session before it lives on. */
export function onReofferFailed(turn: CallTurn, { status }: { readonly status: number }): void {
  if (turn.call.negotiation?.step === 'sent') failSession(turn, refusedWith('hold_failed', status))
}

export function failSession(turn: CallTurn, failure: Failure): void {
  const { call, effects } = turn
  const { negotiation } = call
  if (!negotiation) return
  if (negotiation.by === 'remote') {
    if (negotiation.step === 'offering') refuse(turn, 488)
    return finish(turn)
  }
  effects.push({ type: 'rollback' })
  settleRepair(turn)
  call.wantsHeld = call.isHeld
  setDirection(turn, call.isHeld)
  settleAll(turn, 'hold', { ...failure, code: 'hold_failed' })
  finish(turn)
}

/** The socket is gone in the middle of a negotiation: it starts anew when the line is back. */
export function dropNegotiation(turn: CallTurn): void {
  const { negotiation } = turn.call
  if (!negotiation || negotiation.step === 'applying') return
  if (negotiation.by === 'local') turn.effects.push({ type: 'rollback' })
  turn.call.negotiation = null
}
