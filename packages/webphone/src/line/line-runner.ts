/** Carries out what the line decides: socket, registration, timers, config. It decides nothing. */
import { createLineSocket } from './line-socket.ts'
import { createTimers } from '../base/timers.ts'
import { errorFrom } from './failure-rules.ts'
import { initialLine, isWaiting, lineStatus } from './line-state.ts'
import { stepLine } from './line-step.ts'
import { ZorioWebphoneError } from '../errors.ts'
import type { ApiPort } from '../api/api-port.ts'
import type { Clock } from '../base/clock.ts'
import type { RunQueue } from '../base/run-queue.ts'
import type { SocketPort } from '../signaling/socket-port.ts'
import type { PhoneStatus } from '../phone-status.ts'
import type { SipConfigBody } from '@zorio/contract'
import type { AgentAccess, AgentFact } from './agent-port.ts'
import type {
  LineCommand,
  LineConfig,
  LineEffect,
  LineInput,
  LineSettings,
  LineState,
  LineTimer,
} from './line-state.ts'

export interface LinePorts {
  readonly clock: Clock
  readonly queue: RunQueue
  readonly socket: SocketPort
  readonly api: ApiPort
  readonly random: () => number
  readonly agent: AgentAccess
}

/** What the line tells the phone around it. */
export interface LineReport {
  emit(effect: LineEffect & { type: 'emit' }): void
  error(error: ZorioWebphoneError): void
  settle(command: LineCommand, error?: ZorioWebphoneError): void
  tellCalls(fact: 'line-lost' | 'line-restored'): void
  onConfig(config: SipConfigBody): void
  changed(): void
}

export interface LineRunner {
  readonly state: LineState
  readonly status: PhoneStatus
  /** For the next attempt. */
  readonly isWaiting: boolean
  start(config: SipConfigBody, autoRegister: boolean): void
  input(input: LineInput): void
  onFact(fact: AgentFact): void
  /** For the agent's frames. */
  send(flow: string, frame: string): void
}

export function lineConfigFrom(body: SipConfigBody): LineConfig {
  return {
    urls: body.wss_urls,
    keepaliveMs: body.keepalive_seconds * 1000,
    credentialsTtlMs: body.credentials_ttl * 1000,
  }
}

type Acts = {
  readonly [T in LineEffect['type']]: (effect: LineEffect & { type: T }) => void
}

export type CreateLine = (ports: LinePorts, report: LineReport, settings: LineSettings) => LineRunner

export const createLineRunner: CreateLine = (ports, report, settings) => {
  const { clock, queue, agent } = ports
  let state = initialLine(settings)
  const input = (fact: LineInput) => queue(() => step(fact))
  const timers = createTimers<LineTimer>(clock, (name, lateMs) => input({ type: 'timer', name, lateMs }))
  const socket = createLineSocket(ports, input)
  const abort = new AbortController()

  const acts: Acts = {
    open: ({ generation, url }) => socket.open(generation, url),
    'open-flow': socket.openFlow,
    drop: socket.drop,
    'send-register': () => agent.run((ua, now) => ua.register(now)),
    'send-unregister': () => agent.run((ua, now) => ua.unregister(now)),
    ping: () => agent.run((ua) => ua.ping()),
    'fetch-config': ({ freshToken }) => {
      ports.api.fetchSipConfig({ signal: abort.signal, freshToken }).then(
        (body) => queue(() => onConfig(body)),
        (error: unknown) => {
          const { code, message } = ZorioWebphoneError.from(error, 'bootstrap_failed')
          input({ type: 'config-failed', code, message })
        },
      )
    },
    timer: ({ name, delayMs }) => timers.set(name, delayMs),
    'clear-timers': () => {
      abort.abort()
      timers.clear()
    },
    emit: report.emit,
    error: ({ failure }) => report.error(errorFrom(failure)),
    settle: ({ command, failure }) => report.settle(command, failure && errorFrom(failure)),
    'tell-calls': ({ fact }) => report.tellCalls(fact),
  }

  const onConfig = (body: SipConfigBody) => {
    report.onConfig(body)
    input({ type: 'config', config: lineConfigFrom(body) })
  }

  const step = (fact: LineInput) => {
    const next = stepLine(state, fact, { now: clock.now(), random: ports.random() })
    const isNew = next.line !== state
    state = next.line
    for (const effect of next.effects) {
      // Each row of the table takes the effect that it is named after.
      const act: (effect: never) => void = acts[effect.type]
      act(effect as never)
    }
    if (isNew) report.changed()
  }

  return {
    get state() {
      return state
    },
    get status() {
      return lineStatus(state)
    },
    get isWaiting() {
      return isWaiting(state.phase)
    },
    start: (body, autoRegister) => input({ type: 'start', config: lineConfigFrom(body), autoRegister }),
    input,
    onFact: (fact) => {
      const known = inputFromFact(fact)
      if (known) input(known)
    },
    send: socket.send,
  }
}

function inputFromFact(fact: AgentFact): LineInput | undefined {
  if (fact.type === 'registered' || fact.type === 'unregistered' || fact.type === 'pong') return fact
  if (fact.type !== 'register-failed') return undefined
  const { type, cause, status, retryAfterSeconds: seconds } = fact
  return { type, cause, status, retryAfterMs: seconds === undefined ? seconds : seconds * 1000 }
}
