/**
 * The line: one phone's way to its PBX. What it can be, what it hears, and what it asks for. The rules are in
 * `line-step.ts`; docs/states.md draws them.
 */
import type { ErrorCode } from '../errors.ts'
import type { Failure } from './failure-rules.ts'
import type { WebphoneEvents } from '../events.ts'
import type { PageSignal } from '../base/page-signals-port.ts'
import type { PhoneStatus } from '../phone-status.ts'

export type LinePhase =
  | 'idle' // not started
  | 'opening' // a socket is being opened; `connect` timer runs
  | 'registering' // socket up; REGISTER under way, or fresh credentials being fetched for it
  | 'online' // socket up and registered
  | 'open' // socket up; not registered and not trying
  | 'holding' // socket up; waiting to REGISTER again
  | 'backing-off' // no socket; waiting to open one
  | 'leaving' // un-REGISTER sent; waiting for its answer, shortly
  | 'parked' // no socket and not trying; register() starts again
  | 'suspended' // the page is hidden for good or for the back-forward cache
  | 'down' // disconnect() was called; final

export type LineTimer = 'connect' | 'retry' | 'outage' | 'watch' | 'pong' | 'doubt' | 'credentials' | 'leave'

/** What the back end's sip-config decides about the line. */
export interface LineConfig {
  /** In order of preference. */
  readonly urls: readonly string[]
  readonly keepaliveMs: number
  readonly credentialsTtlMs: number
}

export interface LineState {
  readonly phase: LinePhase
  readonly config: LineConfig
  readonly reconnectFailedAfterMs: number
  /** Number of the current socket; facts of older ones are ignored. */
  readonly generation: number
  /** Failed attempts since the last successful registration. */
  readonly attempt: number
  readonly retryDelayMs: number
  /** The server asked us to stay away until then (Retry-After); `online` and wake do not cut it. */
  readonly notBefore: number
  readonly wantsRegistration: boolean
  /** Bring a lost socket back. */
  readonly wantsSocket: boolean
  /** `registered` was told and `unregistered` was not, yet. */
  readonly isRegistered: boolean
  /** What would prove that we can be reached; `none` when it is proven. */
  readonly doubt: 'none' | 'pong' | 'register'
  /** The present credentials were refused. */
  readonly needsCredentials: boolean
  readonly isFetchingConfig: boolean
  /** Fresh credentials were fetched since the last successful registration. */
  readonly triedFresh: boolean
  /** `registration_failed` was told in this outage. */
  readonly toldFailure: boolean
  readonly outageSince: number | null
  readonly lastAttemptAt: number
  readonly lastPingAt: number
  readonly isPingOut: boolean
  /** Some socket opened. */
  readonly hasOpened: boolean
  /** The present socket's server answers pings. */
  readonly hasPonged: boolean
  /** A pong timer fired late and was forgiven; the next one is not. */
  readonly askedAgain: boolean
  readonly isHidden: boolean
  readonly liveCalls: number
  readonly leaveFor: 'parked' | 'down'
}

export type LineInput =
  | { readonly type: 'start'; readonly config: LineConfig; readonly autoRegister: boolean }
  | { readonly type: 'opened'; readonly generation: number }
  | { readonly type: 'closed'; readonly generation: number; readonly reason: string }
  /** `lateMs`: how much later than asked it fired; the page slept or was frozen. */
  | { readonly type: 'timer'; readonly name: LineTimer; readonly lateMs: number }
  | { readonly type: 'registered' }
  | {
      readonly type: 'register-failed'
      readonly cause: 'rejected' | 'timeout' | 'flow-lost'
      readonly status?: number | undefined
      readonly retryAfterMs?: number | undefined
    }
  | { readonly type: 'unregistered' }
  | { readonly type: 'pong' }
  | { readonly type: 'config'; readonly config: LineConfig }
  | { readonly type: 'config-failed'; readonly code: ErrorCode; readonly message: string }
  | { readonly type: 'signal'; readonly signal: PageSignal }
  | { readonly type: 'calls'; readonly count: number }
  | { readonly type: 'register' }
  | { readonly type: 'unregister' }
  | { readonly type: 'disconnect' }

type Inputs = { readonly [I in LineInput as I['type']]: I }
/** A rule for every input. */
export type LineRules<Turn> = {
  readonly [T in keyof Inputs]: (turn: Turn, input: Inputs[T]) => void
}

export type LineCommand = 'register' | 'unregister' | 'disconnect'

type LineEventName = 'connected' | 'disconnected' | 'registered' | 'unregistered' | 'auto_reconnect'
type EventEffect<N extends LineEventName> = {
  readonly type: 'emit'
  readonly name: N
  readonly payload: WebphoneEvents[N]
}

export type LineEffect =
  | { readonly type: 'open'; readonly generation: number; readonly url: string }
  /** The flow of the present socket is up: tell the user agent. */
  | { readonly type: 'open-flow'; readonly generation: number }
  /** Let go of the present socket and its flow. */
  | { readonly type: 'drop' }
  | { readonly type: 'send-register' }
  | { readonly type: 'send-unregister' }
  | { readonly type: 'ping' }
  | { readonly type: 'fetch-config'; readonly freshToken: boolean }
  | { readonly type: 'timer'; readonly name: LineTimer; readonly delayMs: number | null }
  | { readonly type: 'clear-timers' }
  | { readonly [N in LineEventName]: EventEffect<N> }[LineEventName]
  | { readonly type: 'error'; readonly failure: Failure }
  | { readonly type: 'settle'; readonly command: LineCommand; readonly failure?: Failure | undefined }
  | { readonly type: 'tell-calls'; readonly fact: 'line-lost' | 'line-restored' }

export interface LineSettings {
  readonly reconnectFailedAfterMs: number
}

export function initialLine({ reconnectFailedAfterMs }: LineSettings): LineState {
  return {
    phase: 'idle',
    config: { urls: [], keepaliveMs: 20_000, credentialsTtlMs: 3_600_000 },
    reconnectFailedAfterMs,
    generation: 0,
    attempt: 0,
    retryDelayMs: 0,
    notBefore: 0,
    wantsRegistration: false,
    wantsSocket: false,
    isRegistered: false,
    doubt: 'none',
    needsCredentials: false,
    isFetchingConfig: false,
    triedFresh: false,
    toldFailure: false,
    outageSince: null,
    lastAttemptAt: 0,
    lastPingAt: 0,
    isPingOut: false,
    hasOpened: false,
    hasPonged: false,
    askedAgain: false,
    isHidden: false,
    liveCalls: 0,
    leaveFor: 'parked',
  }
}

/** Phases in which the socket is up. */
export function isSocketUp(phase: LinePhase): boolean {
  return phase === 'leaving' || isServed(phase)
}

/** The socket is up and meant to stay. */
export function isServed(phase: LinePhase): boolean {
  return ['registering', 'online', 'open', 'holding'].includes(phase)
}

/** The next attempt is due later. */
export function isWaiting(phase: LinePhase): phase is 'holding' | 'backing-off' {
  return phase === 'holding' || phase === 'backing-off'
}

export function lineStatus(line: LineState): PhoneStatus {
  switch (line.phase) {
    case 'idle':
      return 'connecting'
    case 'opening':
      return line.attempt === 0 ? 'connecting' : 'reconnecting'
    case 'registering':
      return 'registering'
    case 'online':
      return line.doubt === 'none' ? 'registered' : 'stale'
    case 'holding':
    case 'backing-off':
      return 'reconnecting'
    case 'leaving':
      return line.leaveFor === 'down' ? 'disconnected' : 'unregistered'
    case 'down':
      return 'disconnected'
    default:
      return 'unregistered'
  }
}
