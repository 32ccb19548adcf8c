import { parseUri, type Output } from '@zorio/sip'
import { type CallDesk } from './call/call-desk.ts'
import { maskNumber, type CallRecord } from './call/call-log.ts'
import { reasonOf } from './call/cause.ts'
import { runExtension } from './call/extension-run.ts'
import { directMedia, relayMedia } from './call/fork-media.ts'
import type { Join } from './call/joiner.ts'
import type { Leg } from './call/leg.ts'
import type { OnRefer } from './call/seat.ts'
import { incomingFront } from './call/media-front.ts'
import { startTwoLegCall } from './call/two-leg-call.ts'
import type { House, TestNumber } from './extensions/test-number.ts'
import { findTestNumber } from './extensions/test-numbers.ts'
import { createMediaEnd } from './media/media-end.ts'
import { userAt } from './registrar/register-request.ts'
import type { SipReply } from './registrar/registrar.ts'

export type IncomingCall = Extract<Output, { readonly type: 'incoming' }>

export interface RouterOptions {
  readonly desk: CallDesk
  readonly join: Join
  readonly houseFor: (extension: string) => House
  readonly onRefer: OnRefer
}

/** No phone needs more at once; a page gone wild should not take all media. */
const MAX_LEGS = 20

/** Takes an INVITE from a phone to whom it is for: a test number, another phone, or nobody. */
export function createRouter(options: RouterOptions): (call: IncomingCall) => void {
  const { desk } = options
  return (call) => {
    const caller = identify(desk, call)
    const contact = desk.registrar.contactsOf(callerName(caller)).find(({ flow }) => flow === call.flow)
    const leg = desk.legs.adopt(call.leg, call.callId, {
      ...{ extension: callerName(caller), flow: call.flow, contactKey: contact?.key, callUuid: call.callId },
    })
    if (typeof caller !== 'string') {
      leg.reject(caller.status, caller.headers === undefined ? {} : { headers: caller.headers })
      return
    }
    const dialled = dialledNumber(desk, call)
    desk.options.log?.('info', 'call', { extension: caller, dialled: maskNumber(dialled ?? '') })
    route(options, { call, leg, caller, dialled })
  }
}

interface Routed {
  readonly call: IncomingCall
  readonly leg: Leg
  readonly caller: string
  /** Undefined for another domain than ours. */
  readonly dialled: string | undefined
}

function route(options: RouterOptions, routed: Routed): void {
  const { desk } = options
  const { leg, caller, dialled } = routed
  const testNumber = dialled === undefined ? undefined : findTestNumber(dialled)
  const isExtension = dialled !== undefined && testNumber === undefined && desk.options.hasExtension(dialled)
  const name = desk.options.displayNameOf?.(caller)
  const record = desk.openRecord({
    ...{ callUuid: leg.callUuid, direction: isExtension ? 'internal' : 'outbound', extension: caller },
    ...{ callerNumber: caller, destinationNumber: dialled ?? '' },
    ...(name === undefined ? {} : { callerName: name }),
  })
  if (desk.legs.of(caller).length > MAX_LEGS) refuse(leg, record, [503, 'NORMAL_CIRCUIT_CONGESTION'])
  else if (testNumber !== undefined) callTestNumber(options, { ...routed, record, testNumber })
  else if (isExtension) callPhones(options, { ...routed, record, dialled })
  else refuse(leg, record, [404, 'UNALLOCATED_NUMBER'])
}

function callTestNumber(
  { desk, houseFor, onRefer }: RouterOptions,
  { call, leg, caller, dialled, record, testNumber }: Routed & { record: CallRecord; testNumber: TestNumber },
): void {
  runExtension(desk, {
    ...{ leg, dialled: dialled ?? '', testNumber, record, onRefer, house: houseFor(caller) },
    front: incomingFront(leg, call.offer),
    end: createMediaEnd(desk.engine),
  })
}

function callPhones(
  { desk, join }: RouterOptions,
  { call, leg, caller, dialled, record }: Routed & { record: CallRecord; dialled: string },
): void {
  const { domain, displayNameOf, media } = desk.options
  const all = desk.registrar.contactsOf(dialled)
  const contacts = all.filter(({ flow }) => flow !== call.flow)
  if (contacts.length === 0) {
    refuse(leg, record, all.length === 0 ? [480, 'SUBSCRIBER_ABSENT'] : [486, 'USER_BUSY'])
    return
  }
  // Without an offer of the caller only the PBX can make one.
  const isDirect = media !== 'relay' && call.offer !== undefined
  // Not the name that the phone claims: the PBX knows who it is.
  const displayName = displayNameOf?.(caller)
  startTwoLegCall({
    ...{ legs: desk.legs, caller: leg, contacts, record },
    media: isDirect ? directMedia(desk.engine, call.offer) : relayMedia(desk.engine, call.offer),
    from: { uri: `sip:${caller}@${domain}`, ...(displayName === undefined ? {} : { displayName }) },
    to: { uri: `sip:${dialled}@${domain}` },
    onAnswered: join,
  })
}

function refuse(
  leg: Leg,
  record: CallRecord,
  [status, cause]: [number, Parameters<typeof reasonOf>[0]],
): void {
  record.hangup(cause)
  leg.reject(status, { reasons: [reasonOf(cause)] })
}

/** The extension that calls, or why this INVITE is not taken: only a proven extension may call, and only as itself. */
function identify({ registrar, options }: CallDesk, call: IncomingCall): string | SipReply {
  const from = userAt(call.from, options.domain)
  const registered = registrar.extensionsOn(call.flow)
  if (from !== undefined && registered.includes(from)) return from
  if (registered.length > 0) return { status: 403 }
  const proven = registrar.identify(call.request, call.flow)
  if (!('extension' in proven)) return proven
  return proven.extension === from ? from : { status: 403 }
}

function callerName(caller: string | SipReply): string {
  return typeof caller === 'string' ? caller : ''
}

function dialledNumber({ options }: CallDesk, call: IncomingCall): string | undefined {
  const uri = parseUri(call.request.uri)
  return uri?.host.toLowerCase() === options.domain.toLowerCase() ? uri.user : undefined
}
