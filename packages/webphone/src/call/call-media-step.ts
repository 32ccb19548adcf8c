/** What the media tell, and what becomes of a call whose line is lost: keep, repair, or end honestly. */
import { endCall, mediaDeadlineMs, setTimer, tellUpdated } from './call-turn-rules.ts'
import { dropNegotiation, reconcile } from './call-session-step.ts'
import { hearDigit } from './digit-rules.ts'
import type { CallTurn } from './call-turn-rules.ts'
import type { MediaFact } from '../media/media-port.ts'

/** ICE often heals by itself within this. */
const graceMs = 2500
const restartWaitMs = 8000
const mostRestarts = 4
/** The repair's own final answer comes within 32 s (RFC 3261 timer B); then it is over. */
const repairMs = 34_000
/** A ring that nobody can cancel any more is a ghost soon, and so is a call that goes out long after it was asked for. */
const offlineUnansweredMs = 30_000

export function onMediaFact(turn: CallTurn, fact: MediaFact): void {
  switch (fact.type) {
    case 'digit':
      return onDigit(turn, fact.digit, 'rtp')
    case 'connection':
      return onConnection(turn, fact.state)
    case 'autoplay-blocked':
      return onBlocked(turn)
    case 'playing':
      return onUnblocked(turn)
    case 'input-lost':
      turn.effects.push({
        type: 'error',
        failure: { code: 'microphone_lost', message: 'The microphone went away during the call.' },
      })
      return tellUpdated(turn, 'media')
  }
}

export function onDigit(turn: CallTurn, digit: string, source: 'rtp' | 'info'): void {
  const { call, effects } = turn
  if (call.stage === 'preparing' || call.stage === 'arriving') return
  const heard = hearDigit(call.heardDigits, { digit, source, at: turn.now })
  call.heardDigits = heard.recent
  if (!heard.isNew) return
  call.receivedDigits = (call.receivedDigits + digit).slice(-256)
  effects.push({ type: 'emit', event: { name: 'dtmf', digit, source } })
}

function onConnection(turn: CallTurn, state: 'connecting' | 'connected' | 'interrupted' | 'failed'): void {
  const { call } = turn
  const media = state === 'failed' ? 'interrupted' : state
  if (media === 'interrupted' && call.stage === 'answered') {
    if (call.media !== 'interrupted') setTimer(turn, 'media-deadline', mediaDeadlineMs)
    setTimer(turn, 'media-grace', state === 'failed' ? 0 : graceMs)
  }
  if (media === 'connected') {
    call.restarts = 0
    call.needsRestart = false
    setTimer(turn, 'media-grace', null)
    setTimer(turn, 'media-deadline', null)
  }
  if (call.media === media || (call.media === 'interrupted' && media === 'connecting')) return
  call.media = media
  tellUpdated(turn, 'media')
}

/** Socket first, media second: a restart is only tried on a line that is up. */
export function onMediaGrace(turn: CallTurn): void {
  const { call } = turn
  if (call.media !== 'interrupted' || !call.isLineUp || call.restarts >= mostRestarts) return
  call.restarts += 1
  call.needsRestart = true
  setTimer(turn, 'media-grace', restartWaitMs)
  reconcile(turn)
}

export function onMediaDeadline(turn: CallTurn): void {
  const { call, effects } = turn
  if (call.stage !== 'answered' || call.media === 'connected' || !call.isLineUp) return
  effects.push({ type: 'error', failure: { code: 'media_failed', message: 'No audio path could be found.' } })
  effects.push({ type: 'bye' })
  endCall(turn, { local: 'media-lost' })
}

export function onBlocked(turn: CallTurn): void {
  const { call, effects } = turn
  if (call.stage === 'preparing' || call.stage === 'arriving') return
  call.isAudioBlocked = true
  if (call.toldBlocked) return
  call.toldBlocked = true
  const message = 'The browser refused to play audio before a click in the page.'
  effects.push(
    { type: 'emit', event: { name: 'audio_autoplay_blocked' } },
    { type: 'error', failure: { code: 'audio_autoplay_blocked', message } },
  )
}

export function onUnblocked(turn: CallTurn): void {
  turn.call.isAudioBlocked = false
}

export function onLineLost(turn: CallTurn): void {
  const { call } = turn
  if (!call.isLineUp) return
  call.isLineUp = false
  dropNegotiation(turn)
  setTimer(turn, 'repair', null)
  if (call.stage === 'preparing') return
  const { survivalMs } = call.policy
  const keepMs = call.stage === 'answered' ? survivalMs : Math.min(offlineUnansweredMs, survivalMs)
  setTimer(turn, 'survival', keepMs)
}

export function onLineRestored(turn: CallTurn): void {
  const { call } = turn
  if (call.isLineUp) return
  call.isLineUp = true
  setTimer(turn, 'survival', null)
  if (call.stage === 'preparing' || (call.direction === 'incoming' && call.stage !== 'answered')) return
  // Unanswered outgoing: its answer may have been lost with the old socket.
  setTimer(turn, 'repair', repairMs)
  if (call.stage !== 'answered') return
  call.needsRepair = true
  if (call.media === 'interrupted') {
    call.restarts = 0
    setTimer(turn, 'media-deadline', mediaDeadlineMs)
    setTimer(turn, 'media-grace', restartWaitMs)
  }
  reconcile(turn)
}

/** Kept without signalling for too long, or the repair stayed unanswered. */
export function onLineGivenUp(turn: CallTurn): void {
  turn.effects.push({ type: 'bye' })
  endCall(turn, { local: 'line-lost' })
}
