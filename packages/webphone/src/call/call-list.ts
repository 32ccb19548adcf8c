/** All calls of a phone: the way in for the wire's facts, the way out for events, and what calls share. */
import { createCallRunner } from './call-runner.ts'
import { createRingControl } from './ring-control.ts'
import { emitCallEvent, identityOf, inputFromFact } from './call-facts.ts'
import { reject } from './leg-commands.ts'
import { initialCall } from './call-state.ts'
import { refuse } from '../line/failure-rules.ts'
import { uriFromNumber } from './number-rules.ts'
import type { AgentFact } from '../line/agent-port.ts'
import type { CallHeader } from './header-rules.ts'
import type { CallHost, CallPorts, CallRunner, Outgoing, ResumedCall } from './call-host.ts'
import type { CallInput, CallPolicy, NewCall } from './call-state.ts'
import type { Contact, ZorioCall } from '../call-api.ts'
import type { DialogId } from '@zorio/sip'
import type { Emit } from './call-facts.ts'
import type { MediaSessionOptions } from '../media/media-port.ts'
import type { ZorioWebphoneError } from '../errors.ts'

export interface CallListPorts extends CallPorts {
  readonly uuid: () => string
  lookUpContact(number: string): Promise<Contact | null>
}

/** What the calls tell the phone. */
export interface CallListReport {
  readonly emit: Emit
  error(error: ZorioWebphoneError): void
  changed(): void
  /** Calls that hold a line, seen or not. */
  count(live: number): void
}

export interface CallListSettings {
  readonly domain: string
  readonly policy: CallPolicy
  mediaOptions(): MediaSessionOptions
}

export interface CallList {
  /** What the application sees, oldest first. */
  readonly visible: readonly CallRunner[]
  readonly liveCount: number
  dial(number: string, headers: readonly CallHeader[], resumed?: ResumedCall): Promise<ZorioCall>
  onFact(fact: AgentFact): void
  tellAll(input: CallInput): void
  /** Hangs up everything, now, but for what is left to the next page. */
  endAll(left?: ReadonlySet<CallRunner>): void
}

/** More than this is a flood, not work. */
export const mostCalls = 8

interface Desk {
  readonly ports: CallListPorts
  readonly report: CallListReport
  readonly settings: CallListSettings
  readonly host: CallHost
  readonly live: Set<CallRunner>
  visible: readonly CallRunner[]
  readonly ring: ReturnType<typeof createRingControl>
  /** Who asked (REFER) for which call. */
  readonly referrers: Map<CallRunner, CallRunner>
}

export function createCallList(
  ports: CallListPorts,
  report: CallListReport,
  settings: CallListSettings,
): CallList {
  const host: CallHost = {
    domain: settings.domain,
    mediaOptions: settings.mediaOptions,
    error: (error) => report.error(error),
    actsOf: (runner) => actsOf(desk, runner),
    transferTo: (runner, other) => transferTo(desk, runner, other),
    changed: () => report.changed(),
    legOf: (uuid) => find(desk, (one) => one.model.uuid === uuid)?.leg,
  }
  const ring = createRingControl(ports.media.ring)
  const desk: Desk = {
    ports,
    report,
    settings,
    host,
    ring,
    live: new Set(),
    visible: [],
    referrers: new Map(),
  }
  return {
    get visible() {
      return desk.visible
    },
    get liveCount() {
      return desk.live.size
    },
    dial: (number, headers, resumed) => dial(desk, { number, headers, ...resumed }),
    onFact: (fact) => onFact(desk, fact),
    tellAll: (input) => desk.live.forEach((one) => one.input(input)),
    endAll: (left) =>
      desk.live.forEach((one) => {
        if (!left?.has(one)) one.input({ type: 'hangup', id: 0, isLeaving: true })
      }),
  }
}

function add(desk: Desk, call: Omit<NewCall, 'createdAt' | 'policy'>, outgoing?: Outgoing): CallRunner {
  const { ports, host, settings, live, report } = desk
  const model = initialCall({ ...call, createdAt: ports.clock.wallTime(), policy: settings.policy })
  const runner = createCallRunner(ports, host, { model, outgoing })
  live.add(runner)
  report.count(live.size)
  return runner
}

interface Dialling {
  readonly number: string
  readonly headers: readonly CallHeader[]
  readonly target?: string | undefined
  readonly replaces?: DialogId | undefined
  readonly referrer?: CallRunner
  readonly past?: ResumedCall['past']
}

function dial(
  desk: Desk,
  { number, headers, target, replaces, referrer, past }: Dialling,
): Promise<ZorioCall> {
  const callId = desk.ports.uuid()
  const identity = { uuid: callId, number, displayName: '', isReferred: referrer !== undefined, past }
  const invite = { target: target ?? uriFromNumber(number, desk.settings.domain), headers, callId }
  const outgoing = replaces ? { ...invite, replaces } : invite
  const runner = add(desk, { direction: 'outgoing', ...identity }, outgoing)
  if (referrer) desk.referrers.set(runner, referrer)
  const dialled = runner.ask((id) => ({ type: 'dial', id })).then(() => runner.api)
  dialled.catch(() => {})
  return dialled
}

function find({ live }: Desk, isIt: (one: CallRunner) => boolean): CallRunner | undefined {
  return [...live].find(isIt)
}

function onFact(desk: Desk, fact: AgentFact): void {
  if (fact.type === 'incoming') return onIncoming(desk, fact)
  if ('leg' in fact) find(desk, (one) => one.leg === fact.leg)?.input(inputFromFact(fact))
}

function onIncoming(desk: Desk, fact: AgentFact & { type: 'incoming' }): void {
  if (desk.live.size >= mostCalls) {
    return desk.ports.agent.run((ua, now) => reject(ua, fact.leg, now, 486))
  }
  const { replaces } = fact
  const isTakeover = replaces !== undefined && find(desk, (one) => one.leg === replaces) !== undefined
  const runner = add(desk, { ...identityOf(fact), direction: 'incoming', isTakeover })
  runner.leg = fact.leg
  runner.input({ type: 'arrive' })
}

function actsOf(desk: Desk, runner: CallRunner): ReturnType<CallHost['actsOf']> {
  const { report, referrers, ports } = desk
  return {
    emit: ({ event }) => emitCallEvent(report.emit, runner.api, event),
    ring: ({ isOn }) => desk.ring(runner, isOn),
    appear: () => {
      desk.visible = [...desk.visible, runner]
      report.changed()
    },
    gone: () => forget(desk, runner),
    'look-up-contact': () => {
      const tell = (contact: Contact | null) => runner.input({ type: 'contact', contact })
      ports.lookUpContact(runner.model.number).then(tell, () => tell(null))
    },
    'dial-referred': ({ number, target, replaces }) => {
      if (desk.live.size >= mostCalls) runner.input({ type: 'referral', status: 486, isFinal: true })
      else void dial(desk, { number, headers: [], target, replaces, referrer: runner })
    },
    'tell-referrer': ({ status, isFinal }) =>
      referrers.get(runner)?.input({ type: 'referral', status, isFinal }),
  }
}

function forget(desk: Desk, runner: CallRunner): void {
  const { live, referrers, report } = desk
  live.delete(runner)
  referrers.delete(runner)
  desk.visible = desk.visible.filter((one) => one !== runner)
  report.changed()
  report.count(live.size)
}

function transferTo(desk: Desk, runner: CallRunner, other: ZorioCall): Promise<void> {
  const target = find(desk, (one) => one.api === other && one !== runner)
  if (target?.model.stage === 'answered')
    return runner.ask((id) => ({ type: 'transfer', id, kind: 'attended', target: target.model.uuid }))
  return refuse({ code: 'invalid_state', message: 'The other call is not an answered call of this phone.' })
}
