/** What the media tell, and what becomes of a call whose line is lost: keep, repair, or end honestly. */
import { breakOff, fail, mediaDeadlineMs, mediaGraceMs, setTimer, tellUpdated } from './call-turn-rules.ts'
import { dropNegotiation, reconcile } from './call-session-step.ts'
import { hearDigit } from './digit-rules.ts'
import { isHidden } from './call-state.ts'
import type { CallTurn } from './call-turn-rules.ts'
import type { CallInput } from './call-state.ts'
import type { MediaFact } from '../media/media-port.ts'

const restartWaitMs = 8000
const mostRestarts = 4
/** The repair's own final answer comes within 32 s (RFC 3261 timer B); then it is over. */
const repairMs = 34_000
/** A ring that nobody can cancel any more is a ghost soon, and so is a call that goes out long after it was asked for. */
const offlineUnansweredMs = 30_000

const onFact: { readonly [T in MediaFact['type']]: (turn: CallTurn, fact: MediaFact & { type: T }) => void } =
  {
    digit: (turn, { digit }) => onDigit(turn, digit, 'rtp'),
    connection: onConnection,
    'autoplay-blocked': onBlocked,
    playing: onUnblocked,
    'input-lost': (turn) => {
      fail(turn, { code: 'microphone_lost' })
      tellUpdated(turn, 'media')
    },
  }

export function onMediaFact(turn: CallTurn, { fact }: CallInput & { type: 'media' }): void {
  // Each row of the table takes the fact that it is named after.
  onFact[fact.type](turn, fact as never)
}

export function onDigit(turn: CallTurn, digit: string, source: 'rtp' | 'info'): void {
  const { call, effects } = turn
  if (isHidden(call)) return
  const heard = hearDigit(call.heardDigits, { digit, source, at: turn.now })
  call.heardDigits = heard.recent
  if (!heard.isNew) return
  call.receivedDigits = (call.receivedDigits + digit).slice(-256)
  effects.push({ type: 'emit', event: { name: 'dtmf', digit, source } })
}

function onConnection(turn: CallTurn, { state }: MediaFact & { type: 'connection' }): void {
  const { call, effects } = turn
  // What was made ready for the answer did not keep: it is made when the call is taken.
  if (state === 'failed' && call.stage === 'ringing' && call.direction === 'incoming')
    return void effects.push({ type: 'close-media' })
  const media = state === 'failed' ? 'interrupted' : state
  if (media === 'interrupted' && call.stage === 'answered') {
    if (call.media !== 'interrupted') setTimer(turn, 'media-deadline', mediaDeadlineMs)
    setTimer(turn, 'media-grace', state === 'failed' ? 0 : mediaGraceMs)
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
  // The success of what is under way would be taken for that of the restart.
  if (call.negotiation) return setTimer(turn, 'media-grace', mediaGraceMs)
  call.restarts += 1
  call.needsRestart = true
  setTimer(turn, 'media-grace', restartWaitMs)
  reconcile(turn)
}

export function onMediaDeadline(turn: CallTurn): void {
  const { call } = turn
  if (call.stage !== 'answered' || call.media === 'connected' || !call.isLineUp) return
  fail(turn, { code: 'media_failed', message: 'No audio path was found.' })
  breakOff(turn, 'media-lost')
}

export function onBlocked(turn: CallTurn): void {
  const { call, effects } = turn
  if (isHidden(call)) return
  call.isAudioBlocked = true
  if (call.toldBlocked) return
  call.toldBlocked = true
  effects.push({ type: 'emit', event: { name: 'audio_autoplay_blocked' } })
  fail(turn, { code: 'audio_autoplay_blocked' })
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
  // What was gathered for the answer may belong to a network that is gone.
  if (call.direction === 'incoming' && call.stage === 'ringing') turn.effects.push({ type: 'close-media' })
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
  breakOff(turn, 'line-lost')
}
