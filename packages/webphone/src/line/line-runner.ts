/** Carries out what the line decides: socket, registration, timers, config. It decides nothing. */
import { createTimers } from '../base/timers.ts'
import { initialLine, lineStatus } from './line-state.ts'
import { stepLine } from './line-step.ts'
import { ZorioWebphoneError } from '../errors.ts'
import type { ApiPort } from '../api/api-port.ts'
import type { Clock } from '../base/clock.ts'
import type { RunQueue } from '../base/run-queue.ts'
import type { Socket, SocketPort } from '../signaling/socket-port.ts'
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
  const { clock, queue, agent } = ports
  let state = initialLine(settings)
  let socket: Socket | undefined
  const abort = new AbortController()
  const timers = createTimers<LineTimer>(clock, (name, lateMs) => input({ type: 'timer', name, lateMs }))
  const flowOf = (generation: number) => `socket-${generation}`

  const input = (fact: LineInput) => queue(() => step(fact))

  const step = (fact: LineInput) => {
    const before = state
    const next = stepLine(state, fact, { now: clock.now(), random: ports.random() })
    state = next.line
    for (const effect of next.effects) carryOut(effect)
    if (before !== state) report.changed()
  }

  const open = (generation: number, url: string) => {
    socket = ports.socket.open(url, {
      onOpened: () => input({ type: 'opened', generation }),
      onFrame: (text) => queue(() => receive(generation, text)),
      onClosed: ({ reason }) => input({ type: 'closed', generation, reason }),
    })
  }

  const receive = (generation: number, text: string) => {
    if (generation === state.generation) agent.run((ua, now) => ua.receive(flowOf(generation), text, now))
  }

  const drop = () => {
    const flow = flowOf(state.generation)
    agent.run((ua, now) => ua.closeFlow(flow, now))
    socket?.drop()
    socket = undefined
  }

  const fetchConfig = (freshToken: boolean) => {
    ports.api.fetchSipConfig({ signal: abort.signal, freshToken }).then(
      (body) =>
        queue(() => {
          report.onConfig(body)
          step({ type: 'config', config: lineConfigFrom(body) })
        }),
      (error: unknown) => {
        const { code, message } = ZorioWebphoneError.from(error, 'bootstrap_failed')
        input({ type: 'config-failed', code, message })
      },
    )
  }

  const errorFrom = ({ code, message, details }: LineFailure) =>
    new ZorioWebphoneError(code, message, details ? { details } : {})

  const carryOut = (effect: LineEffect): void => {
    switch (effect.type) {
      case 'open':
        return open(effect.generation, effect.url)
      case 'open-flow':
        return void agent.run((ua, now) => ua.openFlow(flowOf(effect.generation), now))
      case 'drop':
        return drop()
      case 'send-register':
        return void agent.run((ua, now) => ua.register(now))
      case 'send-unregister':
        return void agent.run((ua, now) => ua.unregister(now))
      case 'ping':
        return void agent.run((ua, now) => ua.ping(now, effect.waitMs))
      case 'fetch-config':
        return fetchConfig(effect.freshToken)
      case 'timer':
        return timers.set(effect.name, effect.delayMs)
      case 'clear-timers':
        abort.abort()
        return timers.clear()
      case 'emit':
        return report.emit(effect)
      case 'error':
        return report.error(errorFrom(effect.failure))
      case 'settle':
        return report.settle(effect.command, effect.failure && errorFrom(effect.failure))
      case 'tell-calls':
        return report.tellCalls(effect.fact)
    }
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
    send(flow, frame) {
      if (flow === flowOf(state.generation)) socket?.send(frame)
    },
  }
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
