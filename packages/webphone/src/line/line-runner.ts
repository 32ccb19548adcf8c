/** Carries out what the line decides: socket, registration, timers, config. It decides nothing. */
import { createLineSocket } from './line-socket.ts'
import { createTimers } from '../base/timers.ts'
import { initialLine, lineStatus } from './line-state.ts'
import { stepLine } from './line-step.ts'
import { ZorioWebphoneError } from '../errors.ts'
import type { ApiPort } from '../api/api-port.ts'
import type { Clock } from '../base/clock.ts'
import type { RunQueue } from '../base/run-queue.ts'
import type { LineSocket } from './line-socket.ts'
import type { Timers } from '../base/timers.ts'
import type { SocketPort } from '../signaling/socket-port.ts'
import type { PhoneStatus } from '../phone-status.ts'
import type { SipConfigBody } from '@zorio/contract'
import type { AgentAccess, AgentFact } from './agent-port.ts'
import type {
  LineCommand,
  LineConfig,
  LineEffect,
  LineFailure,
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

export function createLineRunner(ports: LinePorts, report: LineReport, settings: LineSettings): LineRunner {
  const { clock, queue } = ports
  let state = initialLine(settings)
  const input = (fact: LineInput) => queue(() => step(fact))
  const timers = createTimers<LineTimer>(clock, (name, lateMs) => input({ type: 'timer', name, lateMs }))
  const socket = createLineSocket(ports, input)
  const desk: LineDesk = { ports, report, socket, timers, input, abort: new AbortController() }

  const step = (fact: LineInput) => {
    const before = state
    const next = stepLine(state, fact, { now: clock.now(), random: ports.random() })
    state = next.line
    for (const effect of next.effects) carryOut(desk, effect)
    if (before !== state) report.changed()
  }

  return {
    get state() {
      return state
    },
    get status() {
      return lineStatus(state)
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

interface LineDesk {
  readonly ports: LinePorts
  readonly report: LineReport
  readonly socket: LineSocket
  readonly timers: Timers<LineTimer>
  readonly input: (input: LineInput) => void
  readonly abort: AbortController
}

function carryOut(desk: LineDesk, effect: LineEffect): void {
  const { report, socket, timers } = desk
  switch (effect.type) {
    case 'open':
      return socket.open(effect.generation, effect.url)
    case 'open-flow':
      return socket.openFlow()
    case 'drop':
      return socket.drop()
    case 'fetch-config':
      return fetchConfig(desk, effect.freshToken)
    case 'timer':
      return timers.set(effect.name, effect.delayMs)
    case 'clear-timers':
      desk.abort.abort()
      return timers.clear()
    case 'emit':
      return report.emit(effect)
    case 'error':
      return report.error(errorFrom(effect.failure))
    case 'settle':
      return report.settle(effect.command, effect.failure && errorFrom(effect.failure))
    case 'tell-calls':
      return report.tellCalls(effect.fact)
    default:
      return command(desk.ports.agent, effect)
  }
}

type AgentEffect = Extract<LineEffect, { type: 'send-register' | 'send-unregister' | 'ping' }>

function command(agent: AgentAccess, effect: AgentEffect): void {
  agent.run((ua, now) => {
    if (effect.type === 'ping') ua.ping(now, effect.waitMs)
    else if (effect.type === 'send-register') ua.register(now)
    else ua.unregister(now)
  })
}

function fetchConfig({ ports, report, input, abort }: LineDesk, freshToken: boolean): void {
  ports.api.fetchSipConfig({ signal: abort.signal, freshToken }).then(
    (body) =>
      ports.queue(() => {
        report.onConfig(body)
        input({ type: 'config', config: lineConfigFrom(body) })
      }),
    (error: unknown) => {
      const { code, message } = ZorioWebphoneError.from(error, 'bootstrap_failed')
      input({ type: 'config-failed', code, message })
    },
  )
}

function errorFrom({ code, message, details }: LineFailure): ZorioWebphoneError {
  return new ZorioWebphoneError(code, message, details ? { details } : {})
}

function inputFromFact(fact: AgentFact): LineInput | undefined {
  switch (fact.type) {
    case 'registered':
    case 'unregistered':
    case 'pong':
      return { type: fact.type }
    case 'register-failed':
      return {
        type: 'register-failed',
        cause: fact.cause,
        status: fact.status,
        retryAfterMs: fact.retryAfterSeconds === undefined ? undefined : fact.retryAfterSeconds * 1000,
      }
    default:
      return undefined
  }
}
