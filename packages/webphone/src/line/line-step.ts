/**
 * The rules of the line: from a state and an input to the next state and what is to be done, in order. Pure: time and
 * the random number come in. All public events of the line leave here.
 */
import {
  armCredentials,
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
import { dropSocket, fail, loseConnection, openSocket, setTimer } from './line-turn-rules.ts'
import { isSocketUp } from './line-state.ts'
import type { LineEffect, LineInput, LineState, LineTimer } from './line-state.ts'
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
  decide(turn, input)
  return { line: turn.line, effects: turn.effects }
}

function decide(turn: LineTurn, input: LineInput): void {
  switch (input.type) {
    case 'start':
      return start(turn, input)
    case 'opened':
      return onOpened(turn, input.generation)
    case 'closed':
      return onClosed(turn, input.generation, input.reason)
    case 'timer':
      return onTimer(turn, input.name, input.lateMs)
    case 'registered':
      return onRegistered(turn)
    case 'register-failed':
      return onRegisterFailed(turn, input)
    case 'unregistered':
      return turn.line.phase === 'leaving' ? finishLeaving(turn, true) : undefined
    case 'pong':
      return onPong(turn)
    case 'config':
      return onConfig(turn, input)
    case 'config-failed':
      return onConfigFailed(turn, { code: input.code, message: input.message })
    case 'signal':
      return onSignal(turn, input.signal)
    case 'calls':
      return onCalls(turn, input.count)
    case 'register':
      return onRegister(turn)
    case 'unregister':
      return onUnregister(turn)
    case 'disconnect':
      return leave(turn, 'down')
  }
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

function onOpened(turn: LineTurn, generation: number): void {
  const { line, effects } = turn
  if (generation !== line.generation || line.phase !== 'opening') return
  setTimer(turn, 'connect', null)
  effects.push({ type: 'open-flow', generation }, { type: 'emit', name: 'connected', payload: {} })
  line.lastPingAt = turn.now
  line.isPingOut = false
  line.phase = 'open'
  armWatch(turn)
  if (line.wantsRegistration) startRegister(turn)
}

function onClosed(turn: LineTurn, generation: number, reason: string): void {
  const { line } = turn
  if (generation !== line.generation) return
  if (line.phase === 'leaving') return finishLeaving(turn, true)
  if (line.phase === 'opening' || isSocketUp(line.phase)) loseConnection(turn, reason)
}

function onTimer(turn: LineTurn, name: LineTimer, lateMs: number): void {
  const { line } = turn
  switch (name) {
    case 'connect':
      return line.phase === 'opening' ? loseConnection(turn, 'connect timed out') : undefined
    case 'retry':
      if (line.phase === 'backing-off') return openSocket(turn)
      return line.phase === 'holding' ? startRegister(turn) : undefined
    case 'outage':
      return line.outageSince === null ? undefined : tellOutage(turn, line.outageSince)
    case 'watch':
      return onWatch(turn, lateMs)
    case 'pong':
      return onPongDue(turn, lateMs)
    case 'doubt':
      return onDoubt(turn)
    case 'credentials':
      if (line.isFetchingConfig) return
      line.isFetchingConfig = true
      return void turn.effects.push({ type: 'fetch-config', freshToken: false })
    case 'leave':
      return line.phase === 'leaving' ? finishLeaving(turn, true) : undefined
  }
}

function tellOutage(turn: LineTurn, since: number): void {
  fail(turn, {
    code: 'reconnect_failed',
    message: 'The connection to the PBX has been lost for long; the phone goes on trying.',
    details: { attempt: turn.line.attempt, outage_ms: Math.round(turn.now - since) },
  })
}

function onCalls(turn: LineTurn, count: number): void {
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
  if (line.phase === 'parked' || line.phase === 'idle' || line.phase === 'suspended') {
    line.wantsRegistration = false
    line.wantsSocket = false
    // A page that comes back from the cache stays off, as it was told.
    if (line.phase === 'suspended') line.phase = 'parked'
    turn.effects.push({ type: 'settle', command: 'register', failure: overtaken.parked })
    return void turn.effects.push({ type: 'settle', command: 'unregister' })
  }
  leave(turn, 'parked')
}
