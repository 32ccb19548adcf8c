/** The working copy of one step: the step changes it, and nobody else sees it before the step is over. */
import { backoffDelayMs } from './backoff.ts'
import { isSocketUp } from './line-state.ts'
import type { Failure } from './failure-rules.ts'
import type { LineCommand, LineEffect, LineState, LineTimer } from './line-state.ts'

export interface StepTime {
  /** Milliseconds, monotonic. */
  readonly now: number
  /** Uniform in [0, 1). */
  readonly random: number
}

export interface LineTurn extends StepTime {
  readonly line: { -readonly [K in keyof LineState]: LineState[K] }
  readonly effects: LineEffect[]
}

/** In time for the 10 s that we promise. */
const connectTimeoutMs = 9500
/** A server may ask for more than this; an agent would rather see the phone try. */
const longestServerWaitMs = 3_600_000
/** Attempts are never closer together than this. */
export const shortestCutMs = 500

export function setTimer(turn: LineTurn, name: LineTimer, delayMs: number | null): void {
  turn.effects.push({ type: 'timer', name, delayMs })
}

export function stopTimers(turn: LineTurn, ...names: LineTimer[]): void {
  for (const name of names) setTimer(turn, name, null)
}

/** Whoever waits for the command hears how it ended. */
export function settle(turn: LineTurn, command: LineCommand, failure?: Failure): void {
  turn.effects.push({ type: 'settle', command, failure })
}

export function fail(turn: LineTurn, failure: Failure): void {
  turn.effects.push({ type: 'error', failure })
}

export function openSocket(turn: LineTurn): void {
  const { line } = turn
  const { urls } = line.config
  // After a loss attempt 1 goes to the preferred URL again; then, or where no socket ever opened, each in turn.
  const turns = line.hasOpened ? Math.max(0, line.attempt - 1) : line.attempt
  const url = urls[turns % Math.max(1, urls.length)] ?? ''
  line.phase = 'opening'
  line.generation += 1
  line.lastAttemptAt = turn.now
  stopTimers(turn, 'retry')
  // A browser reports a silent server after 240 s only.
  setTimer(turn, 'connect', connectTimeoutMs)
  turn.effects.push({ type: 'open', generation: line.generation, url })
}

/** Lets go of the socket, if any, and tells what the application has to know of it. */
export function dropSocket(turn: LineTurn, reason: string): void {
  const { line, effects } = turn
  const wasUp = isSocketUp(line.phase)
  stopTimers(turn, 'connect', 'retry', 'watch', 'pong', 'doubt', 'leave')
  effects.push({ type: 'drop' })
  line.isPingOut = false
  line.askedAgain = false
  line.doubt = 'none'
  if (wasUp) effects.push({ type: 'emit', name: 'disconnected', payload: { reason } })
}

/** The far end was heard after a ping. */
export function settlePing(turn: LineTurn): void {
  turn.line.isPingOut = false
  turn.line.askedAgain = false
  stopTimers(turn, 'pong', 'doubt')
}

export function tellUnregistered(turn: LineTurn, reason: 'manual' | 'remote' | 'transport_disconnect'): void {
  turn.line.isRegistered = false
  turn.effects.push({ type: 'emit', name: 'unregistered', payload: { reason } })
}

/** Waits for the next attempt. The counter goes on until a registration succeeds. */
export function scheduleRetry(turn: LineTurn, phase: 'holding' | 'backing-off', retryAfterMs?: number): void {
  const { line } = turn
  line.phase = phase
  line.attempt += 1
  if (retryAfterMs !== undefined) line.notBefore = turn.now + Math.min(retryAfterMs, longestServerWaitMs)
  const { attempt } = line
  const delayMs = backoffDelayMs({ attempt, random: turn.random, atLeastMs: line.notBefore - turn.now })
  line.retryDelayMs = delayMs
  if (line.outageSince === null) {
    line.outageSince = turn.now
    setTimer(turn, 'outage', line.reconnectFailedAfterMs)
  }
  setTimer(turn, 'retry', delayMs)
  turn.effects.push({ type: 'emit', name: 'auto_reconnect', payload: { attempt, delay_ms: delayMs } })
}

export function endOutage(turn: LineTurn): void {
  const { line } = turn
  line.attempt = 0
  line.outageSince = null
  line.toldFailure = false
  line.notBefore = 0
  stopTimers(turn, 'outage')
}

/** The socket closed, was found dead, or never opened. */
export function loseConnection(turn: LineTurn, reason: string): void {
  const { line, effects } = turn
  // Before the drop, at which the user agent gives up what was under way: to a call that is the outage, not a refusal.
  if (isSocketUp(line.phase)) effects.push({ type: 'tell-calls', fact: 'line-lost' })
  dropSocket(turn, reason)
  if (line.isRegistered) tellUnregistered(turn, 'transport_disconnect')
  if (line.wantsSocket) scheduleRetry(turn, 'backing-off')
  else line.phase = 'parked'
}
