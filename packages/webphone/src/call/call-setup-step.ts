/** How a call comes up: dialling, arriving, ringing, answering. */
import {
  endCall,
  markAnswered,
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
import type { CallFailure, CallInput } from './call-state.ts'
import type { CallTurn } from './call-turn-rules.ts'

/** A CANCEL that lies right behind its INVITE in a backlog gets its chance before anything rings. */
const settleMs = 20
const badSdp: CallFailure = {
  code: 'media_failed',
  message: 'The session description of the far end cannot be used.',
}

const unavailable = { type: 'reject', status: 480, q850: 18, cause: 'NO_USER_RESPONSE' } as const

export function onDial(turn: CallTurn, id: number): void {
  waitFor(turn, 'dial', id)
  turn.effects.push({ type: 'open-media' })
  startMediaOp(turn, 'input')
}

export function onArrive(turn: CallTurn): void {
  const { call, effects } = turn
  if (call.offer !== undefined && !isUsableSdp(call.offer)) {
    effects.push({ type: 'reject', status: 488, q850: 88, cause: 'INCOMPATIBLE_DESTINATION' })
    return endCall(turn, { local: 'media-refused' })
  }
  if (!call.isTakeover) effects.push({ type: 'ring-back' })
  effects.push({ type: 'look-up-contact' })
  setTimer(turn, 'settle', settleMs)
  setTimer(turn, 'lookup', call.policy.contactLookupMs)
}

export function onContact(turn: CallTurn, contact: CallInput & { type: 'contact' }): void {
  const { call } = turn
  call.contact = contact.contact
  call.isLookupOver = true
  if (call.stage === 'arriving') announce(turn)
  else if (contact.contact && call.stage !== 'ended') tellUpdated(turn, 'contact')
}

export function onSetupTimer(turn: CallTurn, name: 'settle' | 'lookup'): void {
  if (name === 'settle') turn.call.isSettled = true
  else turn.call.isLookupOver = true
  announce(turn)
}

function announce(turn: CallTurn): void {
  const { call, effects } = turn
  if (call.stage !== 'arriving' || !call.isSettled || !call.isLookupOver) return
  call.stage = 'ringing'
  call.wasRinging = true
  setTimer(turn, 'lookup', null)
  effects.push({ type: 'appear' }, { type: 'emit', event: { name: 'incoming_call' } })
  // A handler may refuse the call at once: then it never rings.
  effects.push({ type: 'raise', input: { type: 'announced' } })
}

export function onAnnounced(turn: CallTurn): void {
  const { call, effects } = turn
  if (call.stage !== 'ringing' || call.direction === 'outgoing') return
  if (call.isTakeover) return beginAnswer(turn)
  effects.push({ type: 'emit', event: { name: 'call_ringing' } }, { type: 'ring', isOn: true })
}

export function onAnswer(turn: CallTurn, id: number): void {
  const { stage, direction } = turn.call
  if (direction !== 'incoming' || (stage !== 'ringing' && stage !== 'answering')) return wrongState(turn, id)
  waitFor(turn, 'answer', id)
  if (stage === 'ringing') beginAnswer(turn)
}

function beginAnswer(turn: CallTurn): void {
  turn.call.stage = 'answering'
  turn.effects.push({ type: 'ring', isOn: false }, { type: 'open-media' })
  startMediaOp(turn, 'input')
}

/** Microphone, offer or answer of the set-up is there. */
export function onSetupMedia(turn: CallTurn, input: CallInput & { type: 'media-done' }): void {
  const { call, effects } = turn
  const { op, sdp = '' } = input
  if (op === 'input') {
    const mustAnswer = call.direction === 'incoming' && call.offer !== undefined
    return startMediaOp(
      turn,
      mustAnswer ? 'answer' : 'offer',
      mustAnswer && call.offer !== undefined ? { sdp: call.offer } : {},
    )
  }
  if (call.stage === 'answering') {
    call.has200 = true
    if (call.offer !== undefined) call.isRemoteHeld = isHoldDirection(readRemoteDirection(call.offer))
    return void effects.push({ type: 'accept', sdp })
  }
  if (call.stage !== 'preparing') return
  if (!call.isLineUp)
    return failSetup(turn, {
      code: 'not_registered',
      message: 'The connection was lost before the call went out.',
    })
  call.stage = 'dialing'
  effects.push({ type: 'invite', offer: sdp }, { type: 'appear' })
  settleAll(turn, 'dial')
}

export function failSetup(turn: CallTurn, failure: CallFailure): void {
  const { call, effects } = turn
  // Also as `error`: `onAccept: () => call.answer()` drops the promise.
  effects.push({ type: 'error', failure })
  settleAll(turn, 'dial', failure)
  settleAll(turn, 'answer', failure)
  if (call.stage === 'preparing') return endCall(turn, { local: 'media-refused' })
  const isInput = failure.code.startsWith('microphone')
  if (isInput) effects.push(unavailable)
  else effects.push({ type: 'reject', status: 488, q850: 88, cause: 'INCOMPATIBLE_DESTINATION' })
  endCall(turn, { local: isInput ? 'no-microphone' : 'media-refused' })
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
  startMediaOp(turn, 'accept-early', { sdp: input.answer })
}

export function onAccepted(turn: CallTurn, input: CallInput & { type: 'accepted' }): void {
  const { call, effects } = turn
  if (!isUnanswered(call)) return
  setTimer(turn, 'repair', null)
  const answer = input.answer ?? (call.early?.fork === input.fork ? call.early.answer : undefined)
  markAnswered(turn)
  if (answer === undefined || !isUsableSdp(answer)) {
    effects.push({ type: 'error', failure: badSdp }, { type: 'bye' })
    return endCall(turn, { local: 'media-refused' })
  }
  applyFinal(turn, answer)
}

function applyFinal(turn: CallTurn, answer: string): void {
  const { call } = turn
  call.round += 1
  call.isRemoteHeld = isHoldDirection(readRemoteDirection(answer))
  call.negotiation = { by: 'local', step: 'applying', round: call.round, holds: false }
  startMediaOp(turn, 'accept', { sdp: answer })
}

/** The far end acknowledged our 200: the call is on. */
export function onConfirmed(turn: CallTurn, input: CallInput & { type: 'confirmed' }): void {
  const { call, effects } = turn
  if (call.stage !== 'answering' || !call.has200) return
  markAnswered(turn)
  settleAll(turn, 'answer')
  if (call.offer !== undefined) return reconcile(turn)
  if (input.answer !== undefined && isUsableSdp(input.answer)) return applyFinal(turn, input.answer)
  effects.push({ type: 'error', failure: badSdp }, { type: 'bye' })
  endCall(turn, { local: 'media-refused' })
}

export function onHangup(turn: CallTurn, { id, isLeaving }: CallInput & { type: 'hangup' }): void {
  const { call, effects } = turn
  if (call.stage !== 'ended') {
    const isRefusal = call.direction === 'incoming' && !call.has200
    if (isRefusal && isLeaving) effects.push(unavailable)
    else if (isRefusal) effects.push({ type: 'reject', status: 603, q850: 21, cause: 'CALL_REJECTED' })
    else if (call.stage !== 'preparing') effects.push({ type: 'bye' })
    endCall(turn, { local: 'hangup' })
  }
  settle(turn, id)
}
