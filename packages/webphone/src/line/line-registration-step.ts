/** The part of the line that registers: REGISTER, its refusals, credentials. */
import {
  dropSocket,
  endOutage,
  fail,
  loseConnection,
  openSocket,
  scheduleRetry,
  setTimer,
  settle,
  settlePing,
  shortestCutMs,
  stopTimers,
  tellUnregistered,
} from './line-turn-rules.ts'
import { isSocketUp, isWaiting } from './line-state.ts'
import { refusedWith } from './failure-rules.ts'
import type { Failure } from './failure-rules.ts'
import type { LineInput } from './line-state.ts'
import type { LineTurn } from './line-turn-rules.ts'

const credentialRefusals = [401, 403, 407]
const unregisterWaitMs = 2000
const disconnectWaitMs = 1000
const refetchMs = 30_000
const longestTimerMs = 86_400_000

export function startRegister(turn: LineTurn): void {
  const { line } = turn
  line.phase = 'registering'
  line.lastAttemptAt = turn.now
  if (line.needsCredentials) fetchConfig(turn, true)
  else turn.effects.push({ type: 'send-register' })
}

/** Tries now instead of waiting, unless the server asked for the wait. The counter goes on. */
export function cutWait(turn: LineTurn): void {
  const { line } = turn
  if (turn.now < line.notBefore) return
  const restMs = line.lastAttemptAt + shortestCutMs - turn.now
  if (restMs > 0) return setTimer(turn, 'retry', restMs)
  stopTimers(turn, 'retry')
  if (line.phase === 'backing-off') openSocket(turn)
  else startRegister(turn)
}

export function fetchConfig(turn: LineTurn, freshToken: boolean): void {
  if (turn.line.isFetchingConfig) return
  turn.line.isFetchingConfig = true
  turn.effects.push({ type: 'fetch-config', freshToken })
}

export function onRegistered(turn: LineTurn): void {
  const { line, effects } = turn
  line.doubt = 'none'
  settlePing(turn)
  if (line.phase !== 'registering') return
  // Fresh credentials in the middle of a registration are our own business.
  const isNews = !line.isRegistered || line.attempt > 0
  line.phase = 'online'
  line.isRegistered = true
  line.triedFresh = false
  endOutage(turn)
  if (isNews) effects.push({ type: 'emit', name: 'registered', payload: {} })
  settle(turn, 'register')
  effects.push({ type: 'tell-calls', fact: 'line-restored' })
}

export function onRegisterFailed(turn: LineTurn, input: LineInput & { type: 'register-failed' }): void {
  const { line } = turn
  if (line.phase !== 'registering' && line.phase !== 'online') return
  if (input.cause === 'flow-lost') return // the socket's own end tells the story
  if (input.cause === 'timeout') return loseConnection(turn, 'no answer to REGISTER')
  const status = input.status ?? 0
  if (credentialRefusals.includes(status)) return onCredentialsRefused(turn, status)
  if (!line.toldFailure) {
    line.toldFailure = true
    fail(turn, refusedWith('registration_failed', status))
  }
  // Another server may take us; but this one has our calls, or asked to be waited for.
  const mayMove = line.config.urls.length > 1 && line.liveCalls === 0 && input.retryAfterMs === undefined
  if (mayMove) loseConnection(turn, `REGISTER refused (${status})`)
  else scheduleRetry(turn, 'holding', input.retryAfterMs)
}

/** One re-bootstrap per refusal, then the end: a phone that goes on with a bad password locks its account out. */
function onCredentialsRefused(turn: LineTurn, status: number): void {
  const { line } = turn
  if (line.triedFresh) return giveUp(turn, refusedWith('registration_rejected', status))
  line.triedFresh = true
  line.needsCredentials = true
  startRegister(turn)
}

function giveUp(turn: LineTurn, failure: Failure): void {
  const { line } = turn
  line.phase = 'open'
  line.wantsRegistration = false
  line.wantsSocket = false
  line.needsCredentials = true
  line.triedFresh = false
  endOutage(turn)
  stopTimers(turn, 'credentials')
  tellUnregistered(turn, 'remote')
  fail(turn, failure)
  settle(turn, 'register', failure)
}

export function armCredentials(turn: LineTurn): void {
  const ttlMs = Math.min(turn.line.config.credentialsTtlMs, longestTimerMs)
  setTimer(turn, 'credentials', Math.max(5000, ttlMs * 0.8))
}

export function onConfig(turn: LineTurn, input: LineInput & { type: 'config' }): void {
  const { line } = turn
  line.isFetchingConfig = false
  line.config = input.config
  if (line.wantsSocket) armCredentials(turn)
  if (!line.needsCredentials) return
  line.needsCredentials = false
  if (line.phase === 'registering') turn.effects.push({ type: 'send-register' })
}

export function onConfigFailed(
  turn: LineTurn,
  { code, message }: LineInput & { type: 'config-failed' },
): void {
  const { line } = turn
  line.isFetchingConfig = false
  const failure = { code, message }
  const isFinal = code === 'token_rejected'
  if (line.phase === 'registering' && line.needsCredentials) {
    if (isFinal) return giveUp(turn, failure)
    return scheduleRetry(turn, 'holding')
  }
  if (!line.wantsSocket) return
  // Before the credentials end there is time: quietly again, or once aloud when no retry can help.
  if (isFinal) fail(turn, failure)
  else setTimer(turn, 'credentials', refetchMs)
}

export function register(turn: LineTurn): void {
  const { line } = turn
  if (line.phase === 'online') return settle(turn, 'register')
  line.wantsRegistration = true
  line.wantsSocket = true
  if (line.phase === 'open') startRegister(turn)
  else if (isWaiting(line.phase)) cutWait(turn)
}

/** What a register() hears that was still waiting when the phone was told to leave. */
export const overtaken: Readonly<Record<'parked' | 'down', Failure>> = {
  parked: { code: 'invalid_state', message: 'unregister() was called.' },
  down: { code: 'phone_disconnected' },
}

export function leave(turn: LineTurn, leaveFor: 'parked' | 'down'): void {
  const { line } = turn
  const wantedRegistration = line.wantsRegistration
  const wasUp = isSocketUp(line.phase)
  const mayBeBound = line.isRegistered || line.phase === 'registering'
  line.wantsRegistration = false
  line.wantsSocket = false
  line.leaveFor = leaveFor
  endOutage(turn)
  stopTimers(turn, 'retry', 'doubt', 'pong', 'credentials')
  settle(turn, 'register', overtaken[leaveFor])
  if (wasUp && mayBeBound) {
    if (line.phase !== 'leaving') turn.effects.push({ type: 'send-unregister' })
    line.phase = 'leaving'
    return setTimer(turn, 'leave', leaveFor === 'down' ? disconnectWaitMs : unregisterWaitMs)
  }
  finishLeaving(turn, wantedRegistration)
}

/** The registrar answered, or did not in time, or there was nothing to say to it. */
export function finishLeaving(turn: LineTurn, isTold: boolean): void {
  const { line } = turn
  const { leaveFor } = line
  stopTimers(turn, 'leave')
  if (isTold && (leaveFor === 'parked' || line.isRegistered)) tellUnregistered(turn, 'manual')
  if (leaveFor === 'parked' && line.liveCalls > 0 && isSocketUp(line.phase)) {
    line.phase = 'open'
  } else {
    dropSocket(turn, 'manual')
    line.phase = leaveFor
  }
  settle(turn, 'unregister')
  if (leaveFor === 'parked') return comeBack(turn)
  turn.effects.push({ type: 'clear-timers' })
  settle(turn, 'disconnect')
}

/** register() was called while the registrar was still being told goodbye. */
function comeBack(turn: LineTurn): void {
  const { line } = turn
  if (!line.wantsRegistration) return
  armCredentials(turn)
  if (line.phase === 'open') startRegister(turn)
  else openSocket(turn)
}
