import type { CallDesk } from './call-desk.ts'
import type { CallRecord } from './call-log.ts'
import type { IncomingCall } from './caller-identity.ts'
import { directMedia, relayMedia } from './fork-media.ts'
import type { Leg } from './leg.ts'
import { refuseCall } from './refuse-call.ts'
import { startTwoLegCall } from './two-leg-call.ts'

/** A phone calls an extension. */
export function callPhones(
  desk: CallDesk,
  request: { call: IncomingCall; leg: Leg; dialled: string; record: CallRecord },
): void {
  const { call, leg, dialled, record } = request
  const { domain, displayNameOf, media } = desk.options
  const all = desk.registrar.contactsOf(dialled)
  const contacts = all.filter(({ flow }) => flow !== call.flow)
  if (contacts.length === 0) {
    refuseCall(leg, record, all.length === 0 ? [480, 'SUBSCRIBER_ABSENT'] : [486, 'USER_BUSY'])
    return
  }
  // Without an offer of the caller only the PBX can make one.
  const isDirect = media !== 'relay' && call.offer !== undefined
  // Not the name that the phone claims: the PBX knows who it is.
  const displayName = displayNameOf?.(leg.extension)
  startTwoLegCall({
    legs: desk.legs,
    caller: leg,
    contacts,
    record,
    media: isDirect ? directMedia(desk.engine, call.offer) : relayMedia(desk.engine, call.offer),
    from: {
      uri: `sip:${leg.extension}@${domain}`,
      ...(displayName === undefined ? {} : { displayName }),
    },
    to: { uri: `sip:${dialled}@${domain}` },
    onAnswered: desk.join,
  })
}
