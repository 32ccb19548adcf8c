/**
 * The rules of a call: from a state and an input to the next state and what is to be done, in order. Pure: the time
 * comes in. All public events of a call leave here.
 */
import { endCall, settle, tellUpdated, wrongState } from './call-turn-rules.ts'
import {
  failSetup,
  onAccepted,
  onAnnounced,
  onAnswer,
  onArrive,
  onConfirmed,
  onContact,
  onDial,
  onHangup,
  onProgress,
  onSetupMedia,
  onSetupTimer,
} from './call-setup-step.ts'
import {
  failSession,
  onHold,
  onReoffer,
  onReofferAnswered,
  onReofferFailed,
  onSessionMedia,
} from './call-session-step.ts'
import {
  onBlocked,
  onDigit,
  onLineGivenUp,
  onLineLost,
  onLineRestored,
  onMediaDeadline,
  onMediaFact,
  onMediaGrace,
  onUnblocked,
} from './call-media-step.ts'
import { onDigitsTimer, onInfoAnswered, onSendDigits, onTonesSent } from './call-digits-step.ts'
import { onRefer, onReferProgress, onReferral, onTransfer } from './call-transfer-step.ts'
import { parseDtmfBody } from '@zorio/sip'
import type { CallEffect, CallInput, CallModel, CallTimer } from './call-state.ts'
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
  if (!onCommand(turn, input) && !onWire(turn, input)) onRest(turn, input)
  return { call: turn.call, effects: turn.effects }
}

/** Late facts change nothing; a promise is still settled. */
function onAfterEnd(turn: CallTurn, input: CallInput): void {
  if (input.type === 'hangup') settle(turn, input.id)
  else if (input.type === 'send-digits') wrongState(turn, input.job.id)
  else if ('id' in input) wrongState(turn, input.id)
}

function onCommand(turn: CallTurn, input: CallInput): boolean {
  switch (input.type) {
    case 'dial':
      onDial(turn, input.id)
      return true
    case 'answer':
      onAnswer(turn, input.id)
      return true
    case 'hangup':
      onHangup(turn, input)
      return true
    case 'hold':
      onHold(turn, input)
      return true
    case 'mute':
      onMute(turn, input)
      return true
    case 'send-digits':
      onSendDigits(turn, input.job)
      return true
    case 'transfer':
      onTransfer(turn, input)
      return true
    default:
      return false
  }
}

function onWire(turn: CallTurn, input: CallInput): boolean {
  switch (input.type) {
    case 'arrive':
      onArrive(turn)
      return true
    case 'announced':
      onAnnounced(turn)
      return true
    case 'progress':
      onProgress(turn, input)
      return true
    case 'accepted':
      onAccepted(turn, input)
      return true
    case 'confirmed':
      onConfirmed(turn, input)
      return true
    case 'reoffer':
      onReoffer(turn, input.offer)
      return true
    case 'reoffer-answered':
      onReofferAnswered(turn, input.answer)
      return true
    case 'reoffer-failed':
      onReofferFailed(turn, input.status)
      return true
    case 'ended':
      endCall(turn, { wire: input.end })
      return true
    default:
      return onWireExtras(turn, input)
  }
}

function onWireExtras(turn: CallTurn, input: CallInput): boolean {
  switch (input.type) {
    case 'info': {
      const press = parseDtmfBody(input.contentType, input.body)
      if (press) onDigit(turn, press.digit, 'info')
      return true
    }
    case 'info-answered':
      onInfoAnswered(turn, input.status)
      return true
    case 'refer':
      onRefer(turn, input)
      return true
    case 'refer-progress':
      onReferProgress(turn, input.status, input.final)
      return true
    case 'referral':
      onReferral(turn, input.status, input.isFinal)
      return true
    default:
      return false
  }
}

function onRest(turn: CallTurn, input: CallInput): void {
  switch (input.type) {
    case 'media':
      return onMediaFact(turn, input.fact)
    case 'media-done':
      return onMediaDone(turn, input)
    case 'media-failed':
      return onMediaFailed(turn, input)
    case 'tones-sent':
      return onTonesSent(turn, input.isSent)
    case 'ring-blocked':
      return onBlocked(turn)
    case 'audio-unlocked':
      return onUnblocked(turn)
    case 'line-lost':
      return onLineLost(turn)
    case 'line-restored':
      return onLineRestored(turn)
    case 'contact':
      return onContact(turn, input)
    case 'timer':
      return onTimer(turn, input.name)
  }
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
  if (isSettingUp(turn.call)) onSetupMedia(turn, input)
  else onSessionMedia(turn, input)
}

function onMediaFailed(turn: CallTurn, { op, round, failure }: CallInput & { type: 'media-failed' }): void {
  const { call, effects } = turn
  // Early media that cannot be played is no reason to end a call; the final answer decides.
  if (op === 'accept-early') return
  if (isSettingUp(call)) return failSetup(turn, failure)
  const { negotiation } = call
  if (!negotiation || negotiation.round !== round) return
  const isFirst = call.media === 'connecting' && op === 'accept'
  if (!isFirst) return failSession(turn, failure)
  effects.push({ type: 'error', failure }, { type: 'bye' })
  endCall(turn, { local: 'media-refused' })
}

function onTimer(turn: CallTurn, name: CallTimer): void {
  switch (name) {
    case 'settle':
    case 'lookup':
      return onSetupTimer(turn, name)
    case 'survival':
    case 'repair':
      return onLineGivenUp(turn)
    case 'media-grace':
      return onMediaGrace(turn)
    case 'media-deadline':
      return onMediaDeadline(turn)
    case 'digits':
      return onDigitsTimer(turn)
  }
}
