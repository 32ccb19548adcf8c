import type { HeaderField } from '@zorio/sip'
import { createMediaEnd } from '../media/media-end.ts'
import type { Binding } from '../registrar/bindings.ts'
import type { CallDesk } from './call-desk.ts'
import type { CallRecord } from './call-log.ts'
import { reasonOf } from './cause.ts'
import { ownMedia } from './fork-media.ts'
import type { LegFact } from './leg.ts'
import { settledFront } from './media-front.ts'
import { ringPhones, type RingFailure, type Ringing } from './ring-phones.ts'
import type { MovedParty } from './seat.ts'

export interface PbxRing {
  readonly extension: string
  readonly contacts: readonly Binding[]
  /** Who seems to call. */
  readonly caller: { readonly number: string; readonly displayName?: string }
  readonly callUuid: string
  readonly headers?: readonly HeaderField[]
  /** Gets all its steps here. */
  readonly record: CallRecord
  readonly onRinging?: (status: number) => void
  readonly onAnswered: (target: MovedParty, missed: () => LegFact[]) => void
  readonly onFailed?: (failure: RingFailure) => void
}

/** A ring without a leg that calls: the desk holds it, so that it can be called off by the number of its call. */
export function ringForDesk(desk: CallDesk, ring: Omit<PbxRing, 'onFailed'>): void {
  const { callUuid, extension, record } = ring
  const forget = () => desk.ringing.delete(callUuid)
  const ringing = ringFromPbx(desk, {
    ...ring,
    onAnswered(target, missed) {
      forget()
      ring.onAnswered(target, missed)
    },
    onFailed: forget,
  })
  desk.ringing.set(callUuid, {
    extension,
    cancel() {
      forget()
      ringing.cancel()
      record.hangup('ORIGINATOR_CANCEL')
    },
  })
}

/** Rings the phones of an extension with audio that ends at the PBX. */
export function ringFromPbx(desk: CallDesk, ring: PbxRing): Ringing {
  const { domain } = desk.options
  const { caller, record } = ring
  return ringPhones({
    legs: desk.legs,
    contacts: ring.contacts,
    callUuid: ring.callUuid,
    openMedia() {
      const end = createMediaEnd(desk.engine)
      return { ...ownMedia(end), end }
    },
    from: {
      uri: `sip:${caller.number}@${domain}`,
      ...(caller.displayName === undefined ? {} : { displayName: caller.displayName }),
    },
    to: { uri: `sip:${ring.extension}@${domain}` },
    headers: ring.headers ?? [],
    onRinging(status) {
      record.ringing()
      ring.onRinging?.(status)
    },
    onAnswered({ leg, media, answer, missed }) {
      record.answered(leg.callId)
      ring.onAnswered({ kind: 'leg', leg, end: media.end, front: settledFront(leg) }, missed)
      media.answered(answer).catch(() => {
        leg.hangUp([reasonOf('INCOMPATIBLE_DESTINATION')])
      })
    },
    onFailed(failure) {
      record.hangup(failure.cause)
      ring.onFailed?.(failure)
    },
  })
}
