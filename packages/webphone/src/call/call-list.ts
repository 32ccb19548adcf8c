/** All calls of a phone: the way in for the wire's facts, the way out for events, and what calls share. */
import { createCallRunner, errorFrom } from './call-runner.ts'
import { initialCall } from './call-state.ts'
import { numberFromUri, plainText, uriFromNumber } from './number-rules.ts'
import type { AgentFact } from '../line/agent-port.ts'
import type { CallHeader } from './header-rules.ts'
import type { CallHost, CallPorts, CallRunner, HostEffect, Outgoing } from './call-host.ts'
import type { CallInput, CallPolicy, NewCall } from './call-state.ts'
import type { Contact, ZorioCall } from '../call-api.ts'
import type { DialogId } from '@zorio/sip'
import type { MediaSessionOptions } from '../media/media-port.ts'
import type { WebphoneEvents } from '../events.ts'
import type { ZorioWebphoneError } from '../errors.ts'

export interface CallListPorts extends CallPorts {
  readonly uuid: () => string
  lookUpContact(number: string): Promise<Contact | null>
}

/** What the calls tell the phone. */
export interface CallListReport {
  emit<N extends keyof WebphoneEvents>(name: N, payload: WebphoneEvents[N]): void
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
  dial(number: string, headers: readonly CallHeader[]): Promise<ZorioCall>
  onFact(fact: AgentFact): void
  tellAll(input: CallInput): void
  /** Hangs up everything, now. */
  endAll(): void
}

/** More than this is a flood, not work. */
export const mostCalls = 8

export function createCallList(
  ports: CallListPorts,
  report: CallListReport,
  settings: CallListSettings,
): CallList {
  const live = new Set<CallRunner>()
  let visible: readonly CallRunner[] = []
  const ringing = new Set<CallRunner>()
  const referrers = new Map<CallRunner, CallRunner>()

  const add = (call: Omit<NewCall, 'createdAt' | 'policy'>, outgoing?: Outgoing) => {
    const model = initialCall({ ...call, createdAt: ports.clock.wallTime(), policy: settings.policy })
    const runner = createCallRunner(ports, host, model, outgoing)
    live.add(runner)
    report.count(live.size)
    return runner
  }

  const dial = (number: string, headers: readonly CallHeader[], more: Partial<Referred> = {}) => {
    const { target = uriFromNumber(number, settings.domain), replaces, referrer } = more
    const identity = { uuid: ports.uuid(), number, displayName: '', isReferred: referrer !== undefined }
    const runner = add({ direction: 'outgoing', ...identity }, { target, headers, replaces })
    if (referrer) referrers.set(runner, referrer)
    return runner.ask((id) => ({ type: 'dial', id })).then(() => runner.api)
  }

  const setRinging = (runner: CallRunner, isOn: boolean) => {
    const wasOn = ringing.size > 0
    if (isOn) ringing.add(runner)
    else ringing.delete(runner)
    if (ringing.size > 0 === wasOn) return
    if (wasOn) ports.media.ring.stop()
    else ports.media.ring.start(() => ringing.forEach((one) => one.input({ type: 'ring-blocked' })))
  }

  const forget = (runner: CallRunner) => {
    live.delete(runner)
    referrers.delete(runner)
    visible = visible.filter((one) => one !== runner)
    report.changed()
    report.count(live.size)
  }

  const carryOut = (runner: CallRunner, effect: HostEffect): void => {
    switch (effect.type) {
      case 'ring':
        return setRinging(runner, effect.isOn)
      case 'appear':
        visible = [...visible, runner]
        return report.changed()
      case 'gone':
        return forget(runner)
      case 'look-up-contact':
        return lookUp(runner)
      case 'dial-referred':
        return dialReferred(runner, effect)
      case 'tell-referrer':
        return referrers
          .get(runner)
          ?.input({ type: 'referral', status: effect.status, isFinal: effect.isFinal })
    }
  }

  const lookUp = (runner: CallRunner) => {
    const tell = (contact: Contact | null) => runner.input({ type: 'contact', contact })
    ports.lookUpContact(runner.model.number).then(tell, () => tell(null))
  }

  const dialReferred = (referrer: CallRunner, effect: HostEffect & { type: 'dial-referred' }) => {
    if (live.size >= mostCalls) return referrer.input({ type: 'referral', status: 486, isFinal: true })
    const { number, target, replaces } = effect
    dial(number, [], { referrer, replaces, ...(target === undefined ? {} : { target }) }).catch(() => {})
  }

  const host: CallHost = {
    domain: settings.domain,
    mediaOptions: settings.mediaOptions,
    emit(runner, event) {
      const call = runner.api
      if (event.name === 'incoming_call') return report.emit(event.name, { call, contact: call.contact })
      if (event.name === 'call_hangup')
        return report.emit(event.name, { call, reason: event.detail.reason, billsec: event.billsec })
      if (event.name === 'dtmf')
        return report.emit(event.name, { call, digit: event.digit, source: event.source })
      if (event.name === 'call_updated') return report.emit(event.name, { call, changed: event.changed })
      report.emit(event.name, { call })
    },
    error: (error) => report.error(error),
    carryOut,
    transferTo(runner, other) {
      const target = [...live].find((one) => one.api === other && one !== runner)
      if (target?.model.stage === 'answered')
        return runner.ask((id) => ({ type: 'transfer', id, kind: 'attended', target: target.model.uuid }))
      const message = 'The other call is not an answered call of this phone.'
      const refusal = Promise.reject(errorFrom({ code: 'invalid_state', message }))
      refusal.catch(() => {})
      return refusal
    },
    changed: () => report.changed(),
    legOf: (uuid) => [...live].find((one) => one.model.uuid === uuid)?.leg,
  }

  const onIncoming = (fact: AgentFact & { type: 'incoming' }) => {
    if (live.size >= mostCalls) {
      const reasons = [{ protocol: 'Q.850', cause: 17, text: 'USER_BUSY' }]
      return void ports.agent.run((ua, now) => ua.reject(fact.leg, 486, now, { reasons }))
    }
    const replaced = [...live].find((one) => fact.replaces !== undefined && one.leg === fact.replaces)
    const runner = add({ ...identityOf(fact), direction: 'incoming', isTakeover: replaced !== undefined })
    runner.leg = fact.leg
    runner.input({ type: 'arrive' })
  }

  return {
    get visible() {
      return visible
    },
    get liveCount() {
      return live.size
    },
    dial: (number, headers) => dial(number, headers),
    onFact(fact) {
      if (fact.type === 'incoming') return onIncoming(fact)
      const runner = 'leg' in fact ? [...live].find((one) => one.leg === fact.leg) : undefined
      const input = runner && inputFromFact(fact)
      if (input) runner.input(input)
    },
    tellAll: (input) => live.forEach((one) => one.input(input)),
    endAll: () => live.forEach((one) => one.input({ type: 'hangup', id: 0, isLeaving: true })),
  }
}

interface Referred {
  readonly target: string
  readonly replaces: DialogId | undefined
  readonly referrer: CallRunner
}

function identityOf(fact: AgentFact & { type: 'incoming' }) {
  // RFC 3325: the asserted identity was checked by the PBX, From was written by the caller.
  const caller = fact.assertedIdentity ?? fact.from
  const given = fact.request.headers.find((one) => one.name.toLowerCase() === 'x-call-uuid')?.value ?? ''
  const uuid = plainText(given, 64) || fact.callId
  const displayName = plainText(caller.displayName ?? fact.from.displayName ?? '')
  return { uuid, number: numberFromUri(caller.uri), displayName, offer: fact.offer }
}

function inputFromFact(fact: AgentFact): CallInput | undefined {
  switch (fact.type) {
    case 'progress':
    case 'accepted':
    case 'confirmed':
    case 'reoffer':
    case 'reoffer-answered':
    case 'reoffer-failed':
    case 'info':
    case 'info-answered':
    case 'refer':
    case 'refer-progress':
      return fact
    case 'ended':
      return { type: 'ended', end: fact }
    default:
      return undefined
  }
}
