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
import type { CallFailure, CallInput, Negotiation } from './call-state.ts'
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
  if (call.wantsHeld === call.isHeld) settleAll(turn, 'hold')
  if (call.wantsHeld === call.isHeld && !call.needsRepair && !call.needsRestart) return
  begin(turn, { by: 'local', step: 'offering', holds: call.wantsHeld })
  setDirection(turn, call.wantsHeld)
  // Only sick media is restarted; healthy media must not notice the repair.
  const iceRestart = call.needsRestart || (call.needsRepair && call.media === 'interrupted')
  startMediaOp(turn, 'offer', { iceRestart })
}

function begin(turn: CallTurn, negotiation: Omit<Negotiation, 'round'>): void {
  const { call } = turn
  call.round += 1
  call.negotiation = { ...negotiation, round: call.round }
}

function finish(turn: CallTurn): void {
  turn.call.negotiation = null
  reconcile(turn)
}

export function onHold(turn: CallTurn, input: CallInput & { type: 'hold' }): void {
  const { call } = turn
  if (call.stage !== 'answered') return wrongState(turn, input.id)
  if (!call.isLineUp) {
    return settle(turn, input.id, { code: 'not_registered', message: 'Offline: the far end cannot be told.' })
  }
  call.wantsHeld = input.isHeld
  waitFor(turn, 'hold', input.id)
  reconcile(turn)
}

export function onReoffer(turn: CallTurn, offer: string | undefined): void {
  const { call, effects } = turn
  if (offer !== undefined && !isUsableSdp(offer))
    return void effects.push({ type: 'refuse-reoffer', status: 488 })
  const isOpen = call.stage === 'answered' || (call.stage === 'answering' && call.has200)
  if (!isOpen) return void effects.push({ type: 'refuse-reoffer', status: 491 })
  const { negotiation } = call
  // Not sent yet: ours waits, the media adapter rolls it back.
  const mayOvertake = !negotiation || (negotiation.by === 'local' && negotiation.step === 'offering')
  if (call.stage === 'answered' && mayOvertake) return answerRemote(turn, offer)
  call.queuedOffer = { offer }
}

function answerRemote(turn: CallTurn, offer: string | undefined): void {
  const { call } = turn
  begin(turn, { by: 'remote', step: 'offering', holds: call.isHeld })
  if (offer !== undefined) noteRemoteHold(turn, isHoldDirection(readRemoteDirection(offer)))
  setDirection(turn, call.isHeld)
  if (offer === undefined) startMediaOp(turn, 'offer')
  else startMediaOp(turn, 'answer', { sdp: offer })
}

function noteRemoteHold(turn: CallTurn, isRemoteHeld: boolean): void {
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
  if (op === 'answer') {
    effects.push({ type: 'answer-reoffer', sdp })
    return finish(turn)
  }
  if (op !== 'offer') return
  effects.push(negotiation.by === 'local' ? { type: 'reoffer', sdp } : { type: 'answer-reoffer', sdp })
  call.negotiation = { ...negotiation, step: 'sent' }
}

export function onReofferAnswered(turn: CallTurn, answer: string): void {
  const { call } = turn
  if (call.negotiation?.step !== 'sent') return
  if (!isUsableSdp(answer)) return onReofferFailed(turn, 488)
  // An answer to a hold offer says nothing about the far end's own wish.
  if (!call.negotiation.holds) noteRemoteHold(turn, isHoldDirection(readRemoteDirection(answer)))
  call.negotiation = { ...call.negotiation, step: 'applying' }
  startMediaOp(turn, 'accept', { sdp: answer })
}

function succeed(turn: CallTurn, { by, holds }: Negotiation): void {
  const { call } = turn
  if (by === 'local') {
    call.needsRepair = false
    call.needsRestart = false
    setTimer(turn, 'repair', null)
  }
  if (call.isHeld !== holds) {
    call.isHeld = holds
    call.heldAt = holds ? turn.wallTime : null
    tellUpdated(turn, 'hold')
  }
  finish(turn)
}

/** The far end refused, or the 491 game was lost: the session before it lives on. */
export function onReofferFailed(turn: CallTurn, status: number): void {
  if (turn.call.negotiation?.step !== 'sent') return
  failSession(turn, {
    code: 'hold_failed',
    message: `The far end answered ${status}.`,
    details: { sip_status: status },
  })
}

export function failSession(turn: CallTurn, failure: CallFailure): void {
  const { call, effects } = turn
  const { negotiation } = call
  if (!negotiation) return
  if (negotiation.by === 'remote') {
    if (negotiation.step === 'offering') effects.push({ type: 'refuse-reoffer', status: 488 })
    return finish(turn)
  }
  effects.push({ type: 'rollback' })
  call.needsRepair = false
  call.needsRestart = false
  call.wantsHeld = call.isHeld
  setTimer(turn, 'repair', null)
  setDirection(turn, call.isHeld)
  settleAll(turn, 'hold', { ...failure, code: 'hold_failed' })
  finish(turn)
}

/** The socket is gone in the middle of a negotiation: it starts anew when the line is back. */
export function dropNegotiation(turn: CallTurn): void {
  const { call, effects } = turn
  if (call.negotiation?.step === 'sent' || call.negotiation?.step === 'offering') {
    if (call.negotiation.by === 'local') effects.push({ type: 'rollback' })
    call.negotiation = null
  }
}
