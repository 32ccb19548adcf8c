import type { CallDesk } from './call/call-desk.ts'
import { maskNumber } from './call/call-log.ts'
import { callPhones } from './call/call-phones.ts'
import { dialledNumber, identifyCaller, type IncomingCall } from './call/caller-identity.ts'
import { runExtension } from './call/extension-run.ts'
import type { Leg } from './call/leg.ts'
import { incomingFront } from './call/media-front.ts'
import { replaceLeg } from './call/replace-leg.ts'
import { refuseCall } from './call/refuse-call.ts'
import { findTestNumber } from './extensions/test-numbers.ts'
import { createMediaEnd } from './media/media-end.ts'

/** No phone needs more at once; a page gone wild should not take all media. */
const MAX_LEGS = 20

/** Takes an INVITE from a phone to whom it is for: a test number, another phone, or nobody. */
export function createRouter(desk: CallDesk): (call: IncomingCall) => void {
  return (call) => {
    const caller = identifyCaller(desk, call)
    const extension = typeof caller === 'string' ? caller : ''
    const contact = desk.registrar.contactsOf(extension).find(({ flow }) => flow === call.flow)
    const replaced = call.replaces === undefined ? undefined : desk.legs.find(call.replaces)
    // A leg that takes another one's place is the same call to whoever names calls.
    const callUuid = replaced?.callUuid ?? call.callId
    const owner = { extension, flow: call.flow, contactKey: contact?.key, callUuid }
    const leg = desk.legs.adopt(call.leg, call.callId, owner)
    if (typeof caller === 'string') {
      if (call.replaces === undefined) route(desk, call, leg)
      else replaceLeg(desk, call, leg)
    } else leg.reject(caller.status, { headers: caller.headers ?? [] })
  }
}

function route(desk: CallDesk, call: IncomingCall, leg: Leg): void {
  const { options } = desk
  const caller = leg.extension
  const dialled = dialledNumber(desk, call) ?? ''
  options.log?.('info', 'call', { extension: caller, dialled: maskNumber(dialled) })
  const testNumber = findTestNumber(options.standInFor?.(dialled) ?? dialled, options.testNumbers)
  const isExtension = testNumber === undefined && options.hasExtension(dialled)
  const name = options.displayNameOf?.(caller)
  const record = desk.openRecord({
    callUuid: leg.callUuid,
    direction: isExtension ? 'internal' : 'outbound',
    extension: caller,
    callerNumber: caller,
    destinationNumber: dialled,
    ...(name === undefined ? {} : { callerName: name }),
  })
  if (desk.legs.of(caller).length > MAX_LEGS) refuseCall(leg, record, [503, 'NORMAL_CIRCUIT_CONGESTION'])
  else if (testNumber !== undefined) {
    const front = incomingFront(leg, call.offer)
    runExtension(desk, { leg, dialled, testNumber, record, front, end: createMediaEnd(desk.engine) })
  } else if (isExtension) callPhones(desk, { call, leg, dialled, record })
  else refuseCall(leg, record, [404, 'UNALLOCATED_NUMBER'])
}
