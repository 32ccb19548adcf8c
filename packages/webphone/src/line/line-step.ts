/**
 * The rules of the line: from a state and an input to the next state and what is to be done, in order. Pure: time and
 * the random number come in. All public events of the line leave here.
 */
import {
  armCredentials,
  fetchConfig,
  finishLeaving,
  leave,
  onConfig,
  onConfigFailed,
  onRegisterFailed,
  onRegistered,
  overtaken,
  register,
  startRegister,
} from './line-registration-step.ts'
import { armWatch, onDoubt, onPong, onPongDue, onSignal, onWatch } from './line-liveness-step.ts'
import { dropSocket, fail, loseConnection, openSocket, settle, stopTimers } from './line-turn-rules.ts'
import { isSocketUp } from './line-state.ts'
import type { LineEffect, LineInput, LineRules, LineState, LineTimer } from './line-state.ts'
import type { LineTurn, StepTime } from './line-turn-rules.ts'

export interface LineStep {
  readonly line: LineState
  readonly effects: readonly LineEffect[]
}

export function stepLine(line: LineState, input: LineInput, time: StepTime): LineStep {
  // Final: whatever still comes in is late. A second disconnect() only wants to be told.
  if (line.phase === 'down')
    return { line, effects: input.type === 'disconnect' ? [{ type: 'settle', command: 'disconnect' }] : [] }
  const turn: LineTurn = { line: { ...line }, effects: [], now: time.now, random: time.random }
  // Each row of the table takes the input that it is named after.
  rules[input.type](turn, input as never)
  return { line: turn.line, effects: turn.effects }
}

const rules: LineRules<LineTurn> = {
  start,
  opened: onOpened,
  closed: onClosed,
  timer: (turn, input) => timers[input.name](turn, input),
  registered: onRegistered,
  'register-failed': onRegisterFailed,
  unregistered: finishIfLeaving,
  pong: onPong,
  config: onConfig,
  'config-failed': onConfigFailed,
  signal: onSignal,
  calls: onCalls,
  register: onRegister,
  unregister: onUnregister,
  disconnect: (turn) => leave(turn, 'down'),
}

const timers: Readonly<Record<LineTimer, (turn: LineTurn, input: LineInput & { type: 'timer' }) => void>> = {
  connect: (turn) => {
    if (turn.line.phase === 'opening') loseConnection(turn, 'connect timed out')
  },
  retry: (turn) => {
    if (turn.line.phase === 'backing-off') openSocket(turn)
    else if (turn.line.phase === 'holding') startRegister(turn)
  },
  outage: onOutage,
  watch: onWatch,
  pong: onPongDue,
  doubt: onDoubt,
  credentials: (turn) => fetchConfig(turn, false),
  leave: finishIfLeaving,
}

function finishIfLeaving(turn: LineTurn): void {
  if (turn.line.phase === 'leaving') finishLeaving(turn, true)
}

function start(turn: LineTurn, input: LineInput & { type: 'start' }): void {
  const { line } = turn
  if (line.phase !== 'idle') return
  line.config = input.config
  line.wantsSocket = true
  line.wantsRegistration ||= input.autoRegister
  armCredentials(turn)
  openSocket(turn)
}

function onOpened(turn: LineTurn, { generation }: LineInput & { type: 'opened' }): void {
  const { line, effects } = turn
  if (generation !== line.generation || line.phase !== 'opening') return
  stopTimers(turn, 'connect')
  effects.push({ type: 'open-flow', generation }, { type: 'emit', name: 'connected', payload: {} })
  line.lastPingAt = turn.now
  line.isPingOut = false
  line.hasOpened = true
  line.hasPonged = false
  line.phase = 'open'
  armWatch(turn)
  if (line.wantsRegistration) startRegister(turn)
  else {
    // Nothing more is wanted: the outage is over. The counter goes on, as only a registration proves that the server is well.
    line.outageSince = null
    stopTimers(turn, 'outage')
  }
}

function onClosed(turn: LineTurn, { generation, reason }: LineInput & { type: 'closed' }): void {
  const { line } = turn
  if (generation !== line.generation) return
  if (line.phase === 'leaving') return finishLeaving(turn, true)
  if (line.phase === 'opening' || isSocketUp(line.phase)) loseConnection(turn, reason)
}

function onOutage(turn: LineTurn): void {
  const { attempt, outageSince } = turn.line
  if (outageSince === null) return
  const details = { attempt, outage_ms: Math.round(turn.now - outageSince) }
  fail(turn, { code: 'reconnect_failed', details })
}

function onCalls(turn: LineTurn, { count }: LineInput & { type: 'calls' }): void {
  const { line } = turn
  const wasBusy = line.liveCalls > 0
  line.liveCalls = count
  if (isSocketUp(line.phase) && wasBusy !== count > 0) armWatch(turn)
  // unregister() left the socket to its calls.
  if (count > 0 || line.phase !== 'open' || line.wantsSocket || line.needsCredentials) return
  dropSocket(turn, 'manual')
  line.phase = 'parked'
}

function onRegister(turn: LineTurn): void {
  const { line } = turn
  register(turn)
  if (line.phase === 'parked') {
    armCredentials(turn)
    openSocket(turn)
  }
}

function onUnregister(turn: LineTurn): void {
  const { line } = turn
  // disconnect() is under way and final; its end is the answer to this one, too.
  if (line.leaveFor === 'down') return
  if (line.phase === 'parked' || line.phase === 'idle' || line.phase === 'suspended') {
    line.wantsRegistration = false
    line.wantsSocket = false
    // A page that comes back from the cache stays off, as it was told.
    if (line.phase === 'suspended') line.phase = 'parked'
    settle(turn, 'register', overtaken.parked)
    return settle(turn, 'unregister')
  }
  leave(turn, 'parked')
}
