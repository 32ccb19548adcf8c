/** The working copy of one step of a call, and what several parts of the rules share. */
import { billsecOf, isHidden } from './call-state.ts'
import { hangupDetail } from './hangup-reason.ts'
import type { CallEffect, CallModel, CallTimer, MediaOp, WaitFor } from './call-state.ts'
import type { EndedCall, LocalEnd } from './hangup-reason.ts'
import type { Failure } from '../line/failure-rules.ts'
import type { CallChange } from '../call-api.ts'
import type { MediaDirection } from '../media/media-port.ts'

export interface CallTime {
  /** Milliseconds, monotonic. */
  readonly now: number
  /** `Date.now()`, for display. */
  readonly wallTime: number
}

export interface CallTurn extends CallTime {
  readonly call: { -readonly [K in keyof CallModel]: CallModel[K] }
  readonly effects: CallEffect[]
}

export function setTimer(turn: CallTurn, name: CallTimer, delayMs: number | null): void {
  turn.effects.push({ type: 'timer', name, delayMs })
}

export function tellUpdated(turn: CallTurn, ...changed: CallChange[]): void {
  if (isHidden(turn.call)) return
  turn.effects.push({ type: 'emit', event: { name: 'call_updated', changed } })
}

export function settle(turn: CallTurn, id: number, failure?: Failure): void {
  turn.effects.push({ type: 'settle', id, failure })
}

export function waitFor(turn: CallTurn, what: WaitFor, id: number): void {
  turn.call.waiting = { ...turn.call.waiting, [what]: [...turn.call.waiting[what], id] }
}

export function settleAll(turn: CallTurn, what: WaitFor, failure?: Failure): void {
  for (const id of turn.call.waiting[what]) settle(turn, id, failure)
  turn.call.waiting = { ...turn.call.waiting, [what]: [] }
}

export function wrongState(turn: CallTurn, id: number): void {
  settle(turn, id, { code: 'invalid_state', details: { state: turn.call.stage } })
}

/** Starts one SDP operation; its outcome comes back with the same round, or is ignored. */
export function startMediaOp(turn: CallTurn, op: MediaOp, sdp?: string): void {
  turn.effects.push({ type: 'media-op', op, round: turn.call.round, sdp })
}

export function setDirection(turn: CallTurn, isHeld: boolean): void {
  const direction: MediaDirection = !isHeld ? 'sendrecv' : turn.call.isRemoteHeld ? 'inactive' : 'sendonly'
  turn.effects.push({ type: 'set-direction', direction })
}

export function markAnswered(turn: CallTurn): void {
  const { call, effects } = turn
  call.stage = 'answered'
  call.answeredTick ??= turn.now
  call.answeredAt ??= turn.wallTime
  if (call.media === 'none') call.media = 'connecting'
  if (call.media !== 'connected') setTimer(turn, 'media-deadline', mediaDeadlineMs)
  // Early audio whose path broke: nothing but an ICE restart brings it back.
  if (call.media === 'interrupted') setTimer(turn, 'media-grace', mediaGraceMs)
  effects.push({ type: 'emit', event: { name: 'call_answered' } })
  tellReferrer(turn, 200, true)
}

/** ICE often heals by itself within this. With the 6.2 s of the browser, audio is back well within 8 s of a change of address. */
export const mediaGraceMs = 1000
/** Audio that has not come back by then never will. The browser takes 6 s to notice a cut: within 45 s of it the call ends. */
export const mediaDeadlineMs = 38_000

export function tellReferrer(turn: CallTurn, status: number, isFinal: boolean): void {
  if (turn.call.isReferred) turn.effects.push({ type: 'tell-referrer', status, isFinal })
}

export function fail(turn: CallTurn, failure: Failure): void {
  turn.effects.push({ type: 'error', failure })
}

/** We take leave of the far end, in the way that its leg asks for. */
export function breakOff(turn: CallTurn, local: LocalEnd): void {
  turn.effects.push({ type: 'bye' })
  endCall(turn, { local })
}

/** An incoming call ends without an answer. */
export function reject(turn: CallTurn, status: number, local: LocalEnd): void {
  turn.effects.push({ type: 'reject', status })
  endCall(turn, { local })
}

/** The one way out: from here on nothing of the call is left, and `call_hangup` was told once. */
export function endCall(turn: CallTurn, how: Pick<EndedCall, 'local' | 'wire'>): void {
  const { call, effects } = turn
  const wasSeen = !isHidden(call)
  call.endedTick = turn.now
  call.endedAt = turn.wallTime
  const billsec = billsecOf(call, turn.now)
  const wasAnswered = call.answeredTick !== null
  const detail = hangupDetail({
    ...how,
    direction: call.direction,
    wasRinging: call.wasRinging,
    wasAnswered,
    billsec,
  })
  call.stage = 'ended'
  call.hangup = detail
  effects.push({ type: 'clear-timers' }, { type: 'ring', isOn: false }, { type: 'close-media' })
  settleTheRest(turn, wasAnswered)
  if (!wasAnswered) tellReferrer(turn, detail.sip_status ?? 487, true)
  if (wasSeen) effects.push({ type: 'emit', event: { name: 'call_hangup', detail, billsec } })
  effects.push({ type: 'gone' })
}

function settleTheRest(turn: CallTurn, wasAnswered: boolean): void {
  const { call } = turn
  const failure: Failure = {
    code: 'invalid_state',
    message: 'The call ended.',
    details: { state: 'ended', reason: call.hangup?.reason },
  }
  for (const what of ['dial', 'answer', 'hold'] as const) settleAll(turn, what, failure)
  // A transferee that says BYE before the last NOTIFY took the transfer (RFC 5589 6.1).
  const tookTransfer = wasAnswered && call.hangup?.who === 'remote' && call.transfer?.sipStatus !== undefined
  settleAll(turn, 'transfer', tookTransfer ? undefined : failure)
  for (const job of call.digitJobs) settle(turn, job.id, failure)
  call.digitJobs = []
}
