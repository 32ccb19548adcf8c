/**
 * The rules of a call: from a state and an input to the next state and what is to be done, in order. Pure: the time
 * comes in. All public events of a call leave here.
 */
import { breakOff, endCall, fail, settle, tellUpdated, wrongState } from './call-turn-rules.ts'
import * as media from './call-media-step.ts'
import * as session from './call-session-step.ts'
import * as setup from './call-setup-step.ts'
import { onDigitsTimer, onInfoAnswered, onSendDigits, onTonesSent } from './call-digits-step.ts'
import { onRefer, onReferProgress, onReferral, onTransfer } from './call-transfer-step.ts'
import { parseDtmfBody } from '@zorio/sip'
import type { CallEffect, CallInput, CallModel, CallRules, CallTimer } from './call-state.ts'
import type { CallTime, CallTurn } from './call-turn-rules.ts'

export interface CallStep {
  readonly call: CallModel
  readonly effects: readonly CallEffect[]
}

export function stepCall(call: CallModel, input: CallInput, time: CallTime): CallStep {
  const turn: CallTurn = { call: { ...call }, effects: [], now: time.now, wallTime: time.wallTime }
  if (call.stage === 'ended') {
    onAfterEnd(turn, input)
    return { call, effects: turn.effects }
  }
  // Each row of the table takes the input that it is named after.
  rules[input.type](turn, input as never)
  return { call: turn.call, effects: turn.effects }
}

const rules: CallRules<CallTurn> = {
  // commands
  dial: setup.onDial,
  answer: setup.onAnswer,
  hangup: setup.onHangup,
  hold: session.onHold,
  mute: onMute,
  'send-digits': onSendDigits,
  transfer: onTransfer,
  // the wire
  arrive: setup.onArrive,
  announced: setup.onAnnounced,
  progress: setup.onProgress,
  accepted: setup.onAccepted,
  confirmed: setup.onConfirmed,
  reoffer: session.onReoffer,
  'reoffer-answered': session.onReofferAnswered,
  'reoffer-failed': session.onReofferFailed,
  info: (turn, { contentType, body }) => {
    const press = parseDtmfBody(contentType, body)
    if (press) media.onDigit(turn, press.digit, 'info')
  },
  'info-answered': onInfoAnswered,
  refer: onRefer,
  'refer-progress': onReferProgress,
  referral: onReferral,
  ended: (turn, { end }) => endCall(turn, { wire: end }),
  // media
  media: media.onMediaFact,
  'media-done': onMediaDone,
  'media-failed': onMediaFailed,
  'tones-sent': onTonesSent,
  'ring-blocked': media.onBlocked,
  'audio-unlocked': media.onUnblocked,
  // the line, the back end, the clock
  'line-lost': media.onLineLost,
  'line-restored': media.onLineRestored,
  contact: setup.onContact,
  timer: (turn, { name }) => timers[name](turn),
}

const timers: Readonly<Record<CallTimer, (turn: CallTurn) => void>> = {
  settle: setup.onSettled,
  lookup: setup.onLookupOver,
  survival: media.onLineGivenUp,
  repair: media.onLineGivenUp,
  'media-grace': media.onMediaGrace,
  'media-deadline': media.onMediaDeadline,
  digits: onDigitsTimer,
}

/** Late facts change nothing; a promise is still settled. */
function onAfterEnd(turn: CallTurn, input: CallInput): void {
  if (input.type === 'hangup') settle(turn, input.id)
  else if (input.type === 'send-digits') wrongState(turn, input.job.id)
  else if ('id' in input) wrongState(turn, input.id)
}

function onMute(turn: CallTurn, { id, isMuted }: CallInput & { type: 'mute' }): void {
  if (turn.call.isMuted !== isMuted) {
    turn.call.isMuted = isMuted
    turn.effects.push({ type: 'set-muted', isMuted })
    tellUpdated(turn, 'mute')
  }
  settle(turn, id)
}

function isSettingUp({ stage }: CallModel): boolean {
  return stage === 'preparing' || stage === 'answering'
}

function onMediaDone(turn: CallTurn, input: CallInput & { type: 'media-done' }): void {
  if (input.op === 'accept-early') return
  if (isSettingUp(turn.call)) setup.onSetupMedia(turn, input)
  else session.onSessionMedia(turn, input)
}

function onMediaFailed(turn: CallTurn, { op, round, failure }: CallInput & { type: 'media-failed' }): void {
  const { call } = turn
  // Early media that cannot be played is no reason to end a call; the final answer decides.
  if (op === 'accept-early') return
  if (isSettingUp(call)) return setup.failSetup(turn, failure)
  const { negotiation } = call
  if (!negotiation || negotiation.round !== round) return
  if (failure.details?.['reason'] === 'fork_mismatch') {
    // Somebody else answered than whom we heard before: who did gets an offer of its own.
    call.negotiation = null
    call.needsRestart = true
    return session.reconcile(turn)
  }
  // Early media may be connected before the answer is there.
  const isFirst = op === 'accept' && (call.media === 'connecting' || (call.early !== null && round === 1))
  if (!isFirst) return session.failSession(turn, failure)
  fail(turn, failure)
  breakOff(turn, 'media-refused')
}
