import { randomUUID } from 'node:crypto'
import { echo } from '../extensions/echo.ts'
import { createMediaEnd } from '../media/media-end.ts'
import type { Binding } from '../registrar/bindings.ts'
import type { CallRecord } from './call-log.ts'
import type { CallDesk } from './call-desk.ts'
import { reasonOf } from './cause.ts'
import { runExtension } from './extension-run.ts'
import { ownMedia } from './fork-media.ts'
import type { Leg, LegFact } from './leg.ts'
import { settledFront } from './media-front.ts'
import { ringPhones } from './ring-phones.ts'
import type { OnRefer } from './seat.ts'

export interface OutsideCall {
  readonly extension: string
  readonly number: string
  readonly displayName?: string
  readonly onRefer: OnRefer
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
      talk({ desk, leg, record, missed, end: media.end, number, onRefer: call.onRefer })
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
  readonly number: string
  readonly onRefer: OnRefer
}

/** An echo needs nothing beside its call. */
const noHouse = { callBack: () => undefined, cutSocket: () => undefined }

function talk({ desk, leg, record, missed, end, number, onRefer }: Talk): void {
  record.answered(leg.callId)
  runExtension(desk, {
    ...{ leg, dialled: number, testNumber: echo, front: settledFront(leg), end, record },
    ...{ house: noHouse, onRefer },
  })
  for (const fact of missed()) leg.onFact(fact)
}
