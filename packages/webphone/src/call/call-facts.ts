/** What the user agent tells of a leg, in the words of a call. */
import { numberFromUri, plainText } from './number-rules.ts'
import type { AgentFact } from '../line/agent-port.ts'
import type { LegId } from '@zorio/sip'
import type { CallEvent, CallInput } from './call-state.ts'
import type { WebphoneEvents } from '../events.ts'
import type { ZorioCall } from '../call-api.ts'

/** What belongs to the leg of a call that is already known. */
export type LegFact = Exclude<Extract<AgentFact, { readonly leg: LegId }>, { type: 'incoming' }>

export function identityOf(fact: AgentFact & { type: 'incoming' }) {
  // RFC 3325: the asserted identity was checked by the PBX, From was written by the caller.
  const caller = fact.assertedIdentity ?? fact.from
  const given = fact.request.headers.find((one) => one.name.toLowerCase() === 'x-call-uuid')?.value ?? ''
  const uuid = plainText(given, 64) || fact.callId
  const displayName = plainText(caller.displayName ?? fact.from.displayName ?? '')
  return { uuid, number: numberFromUri(caller.uri), displayName, offer: fact.offer }
}

/** A call hears all that is told of its leg. */
export function inputFromFact(fact: LegFact): CallInput {
  return fact.type === 'ended' ? { type: 'ended', end: fact } : fact
}

export type Emit = <N extends keyof WebphoneEvents>(name: N, payload: WebphoneEvents[N]) => void

/** The payloads of the specification. */
export function emitCallEvent(emit: Emit, call: ZorioCall, event: CallEvent): void {
  switch (event.name) {
    case 'incoming_call':
      return emit(event.name, { call, contact: call.contact })
    case 'call_hangup':
      return emit(event.name, { call, reason: event.detail.reason, billsec: event.billsec })
    case 'dtmf':
      return emit(event.name, { call, digit: event.digit, source: event.source })
    case 'call_updated':
      return emit(event.name, { call, changed: event.changed })
    default:
      return emit(event.name, { call })
  }
}
