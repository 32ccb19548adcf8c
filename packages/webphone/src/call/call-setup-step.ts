/** How a call comes up: dialling, arriving, ringing, answering. */
import {
  breakOff,
  endCall,
  fail,
  markAnswered,
  reject,
  setTimer,
  settle,
  settleAll,
  startMediaOp,
  tellReferrer,
  tellUpdated,
  waitFor,
  wrongState,
} from './call-turn-rules.ts'
import { readRemoteDirection, isHoldDirection, isUsableSdp } from './sdp-rules.ts'
import { reconcile } from './call-session-step.ts'
import type { CallInput } from './call-state.ts'
import type { Failure } from '../line/failure-rules.ts'
import type { CallTurn } from './call-turn-rules.ts'

/** A CANCEL that lies right behind its INVITE in a backlog gets its chance before anything rings. */
const settleMs = 20

export function onDial(turn: CallTurn, { id }: CallInput & { type: 'dial' }): void {
  waitFor(turn, 'dial', id)
  turn.effects.push({ type: 'open-media' })
  startMediaOp(turn, 'input')
}

export function onArrive(turn: CallTurn): void {
  const { call, effects } = turn
  if (call.offer !== undefined && !isUsableSdp(call.offer)) return reject(turn, 488, 'media-refused')
  if (!call.isTakeover) effects.push({ type: 'ring-back' })
  effects.push({ type: 'look-up-contact' })
  setTimer(turn, 'settle', settleMs)
  setTimer(turn, 'lookup', call.policy.contactLookupMs)
}

export function onContact(turn: CallTurn, { contact }: CallInput & { type: 'contact' }): void {
  const { call } = turn
  call.contact = contact
  call.isLookupOver = true
  if (call.stage === 'arriving') announce(turn)
  else if (contact) tellUpdated(turn, 'contact')
}

export function onSettled(turn: CallTurn): void {
  turn.call.isSettled = true
  announce(turn)
}

export function onLookupOver(turn: CallTurn): void {
  turn.call.isLookupOver = true
  announce(turn)
}

function announce(turn: CallTurn): void {
  const { call, effects } = turn
  if (call.stage !== 'arriving' || !call.isSettled || !call.isLookupOver) return
  call.stage = 'ringing'
  call.wasRinging = true
  setTimer(turn, 'lookup', null)
  effects.push(
    { type: 'appear' },
    { type: 'emit', event: { name: 'incoming_call' } },
    // A handler may refuse the call at once: then it never rings.
    { type: 'raise', input: { type: 'announced' } },
  )
}

export function onAnnounced(turn: CallTurn): void {
  const { call, effects } = turn
  if (call.stage !== 'ringing' || call.direction === 'outgoing') return
  if (call.isTakeover) return beginAnswer(turn)
  effects.push({ type: 'emit', event: { name: 'call_ringing' } }, { type: 'ring', isOn: true })
  if (call.offer !== undefined)
    effects.push({ type: 'open-media' }, { type: 'prepare-answer', offer: call.offer })
}

export function onAnswer(turn: CallTurn, { id }: CallInput & { type: 'answer' }): void {
  const { stage, direction } = turn.call
  if (direction !== 'incoming' || (stage !== 'ringing' && stage !== 'answering')) return wrongState(turn, id)
  waitFor(turn, 'answer', id)
  if (stage === 'ringing') beginAnswer(turn)
}

function beginAnswer(turn: CallTurn): void {
  const { call, effects } = turn
  call.stage = 'answering'
  effects.push({ type: 'ring', isOn: false }, { type: 'open-media' })
  // Muted while it rang: the media of then may be gone, or there were none.
  if (call.isMuted) effects.push({ type: 'set-muted', isMuted: true })
  startMediaOp(turn, 'input')
}

/** Microphone, offer or answer of the set-up is there. */
export function onSetupMedia(turn: CallTurn, input: CallInput & { type: 'media-done' }): void {
  const { call, effects } = turn
  const { op, sdp = '' } = input
  if (op === 'input') {
    // Only an incoming call has an offer of the far end.
    return startMediaOp(turn, call.offer === undefined ? 'offer' : 'answer', call.offer)
  }
  if (call.stage === 'answering') {
    call.has200 = true
    if (call.offer !== undefined) call.isRemoteHeld = isHoldDirection(readRemoteDirection(call.offer))
    return void effects.push({ type: 'accept', sdp })
  }
  if (call.stage !== 'preparing') return
  if (!call.isLineUp) return failSetup(turn, { code: 'not_registered' })
  call.stage = 'dialing'
  effects.push({ type: 'invite', offer: sdp }, { type: 'appear' })
  settleAll(turn, 'dial')
}

export function failSetup(turn: CallTurn, failure: Failure): void {
  // Also as `error`: `onAccept: () => call.answer()` drops the promise.
  fail(turn, failure)
  settleAll(turn, 'dial', failure)
  settleAll(turn, 'answer', failure)
  if (turn.call.stage === 'preparing') endCall(turn, { local: 'media-refused' })
  else if (failure.code.startsWith('microphone')) reject(turn, 480, 'no-microphone')
  else reject(turn, 488, 'media-refused')
}

/** Outgoing, sent, no final answer yet. */
function isUnanswered({ stage, direction }: CallTurn['call']): boolean {
  return direction === 'outgoing' && (stage === 'dialing' || stage === 'ringing')
}

export function onProgress(turn: CallTurn, input: CallInput & { type: 'progress' }): void {
  const { call, effects } = turn
  if (!isUnanswered(call)) return
  setTimer(turn, 'repair', null)
  const isRinging = input.status === 180 || input.status === 183
  if (isRinging && call.stage === 'dialing') {
    call.stage = 'ringing'
    call.wasRinging = true
    effects.push({ type: 'emit', event: { name: 'call_ringing' } })
    tellReferrer(turn, 180, false)
  }
  if (input.answer === undefined || call.early || !isUsableSdp(input.answer)) return
  // One early session is heard; another fork's answer comes with its 200, if it wins.
  call.early = { fork: input.fork, answer: input.answer }
  call.media = 'connecting'
  startMediaOp(turn, 'accept-early', input.answer)
}

export function onAccepted(turn: CallTurn, input: CallInput & { type: 'accepted' }): void {
  const { call } = turn
  if (!isUnanswered(call)) return
  setTimer(turn, 'repair', null)
  const answer = input.answer ?? (call.early?.fork === input.fork ? call.early.answer : undefined)
  markAnswered(turn)
  applyFinal(turn, answer)
}

function applyFinal(turn: CallTurn, answer: string | undefined): void {
  const { call } = turn
  if (answer === undefined || !isUsableSdp(answer)) {
    fail(turn, { code: 'media_failed', message: 'The SDP of the far end cannot be used.' })
    return breakOff(turn, 'media-refused')
  }
  call.round += 1
  call.isRemoteHeld = isHoldDirection(readRemoteDirection(answer))
  call.negotiation = { by: 'local', step: 'applying', round: call.round, holds: false }
  startMediaOp(turn, 'accept', answer)
}

/** The far end acknowledged our 200: the call is on. */
export function onConfirmed(turn: CallTurn, { answer }: CallInput & { type: 'confirmed' }): void {
  const { call } = turn
  if (call.stage !== 'answering' || !call.has200) return
  markAnswered(turn)
  settleAll(turn, 'answer')
  if (call.offer === undefined) applyFinal(turn, answer)
  else reconcile(turn)
}

export function onHangup(turn: CallTurn, { id, isLeaving }: CallInput & { type: 'hangup' }): void {
  const { call } = turn
  if (call.direction === 'incoming' && !call.has200) reject(turn, isLeaving ? 480 : 603, 'hangup')
  else if (call.stage === 'preparing') endCall(turn, { local: 'hangup' })
  else breakOff(turn, 'hangup')
  settle(turn, id)
}
