import { randomUUID } from 'node:crypto'
import { createMediaEnd } from '../media/media-end.ts'
import type { Binding } from '../registrar/bindings.ts'
import type { CallRecord } from './call-log.ts'
import type { CallDesk } from './call-desk.ts'
import { reasonOf } from './cause.ts'
import { createExtensionCall } from './extension-call.ts'
import { ownMedia } from './fork-media.ts'
import type { Leg, LegFact } from './leg.ts'
import { settledFront } from './media-front.ts'
import { ringPhones } from './ring-phones.ts'

export interface OutsideCall {
  readonly extension: string
  readonly number: string
  readonly displayName?: string
}

/** Somebody outside rings an extension; who answers hears an echo. Returns the callUuid. */
export function startOutsideCall(desk: CallDesk, contacts: readonly Binding[], call: OutsideCall): string {
  const { domain } = desk.options
  const { extension, number, displayName } = call
  const callUuid = randomUUID()
  const name = displayName === undefined ? {} : { displayName }
  const record = desk.openRecord({
    ...{ callUuid, direction: 'inbound', extension, destinationNumber: extension, callerNumber: number },
    ...(displayName === undefined ? {} : { callerName: displayName }),
  })
  const ringing = ringPhones({
    legs: desk.legs,
    contacts,
    openMedia() {
      const end = createMediaEnd(desk.engine)
      return { ...ownMedia(end), end }
    },
    from: { uri: `sip:${number}@${domain}`, ...name },
    to: { uri: `sip:${extension}@${domain}` },
    callUuid,
    onRinging: () => {
      record.ringing()
    },
    onAnswered({ leg, media, answer, missed }) {
      desk.ringing.delete(callUuid)
      talk({ desk, leg, record, missed, end: media.end })
      media.answered(answer).catch(() => {
        leg.hangUp([reasonOf('INCOMPATIBLE_DESTINATION')])
      })
    },
    onFailed({ cause }) {
      desk.ringing.delete(callUuid)
      record.hangup(cause)
    },
  })
  desk.ringing.set(callUuid, {
    extension,
    cancel() {
      desk.ringing.delete(callUuid)
      ringing.cancel()
      record.hangup('ORIGINATOR_CANCEL')
    },
  })
  return callUuid
}

interface Talk {
  readonly desk: CallDesk
  readonly leg: Leg
  readonly record: CallRecord
  readonly missed: () => LegFact[]
  readonly end: ReturnType<typeof createMediaEnd>
}

function talk({ desk, leg, record, missed, end }: Talk): void {
  record.answered(leg.callId)
  const { domain } = desk.options
  createExtensionCall({ leg, dialled: '', domain, front: settledFront(leg), end, record }).echo()
  for (const fact of missed()) leg.onFact(fact)
}
