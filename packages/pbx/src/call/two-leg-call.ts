import type { InviteOptions } from '@zorio/sip'
import type { Binding } from '../registrar/bindings.ts'
import type { CallRecord } from './call-log.ts'
import { endCauseOf, reasonOf } from './cause.ts'
import type { CallMedia, ForkMedia } from './fork-media.ts'
import type { JoinParts } from './joined-call.ts'
import type { Leg } from './leg.ts'
import type { Legs } from './legs.ts'
import { ringPhones } from './ring-phones.ts'

export interface TwoLegCallOptions {
  readonly legs: Legs
  readonly caller: Leg
  readonly contacts: readonly Binding[]
  readonly media: CallMedia
  readonly from: NonNullable<InviteOptions['from']>
  readonly to: NonNullable<InviteOptions['to']>
  readonly record: CallRecord
  readonly onAnswered: (parts: JoinParts) => void
}

/** A phone calls an extension: rings its phones, and joins the caller with the first that answers (RFC 7092: a B2BUA). */
export function startTwoLegCall(options: TwoLegCallOptions): void {
  const { caller, media, record } = options
  let lastStatus = 0

  const refuse = (status: number, cause: Parameters<typeof reasonOf>[0], retryAfterSeconds?: number) => {
    record.hangup(cause)
    media.close()
    const headers =
      retryAfterSeconds === undefined ? [] : [{ name: 'Retry-After', value: String(retryAfterSeconds) }]
    caller.reject(status, { reasons: [reasonOf(cause)], headers })
  }

  const ringing = ringPhones({
    legs: options.legs,
    contacts: options.contacts,
    openMedia: () => media.fork(),
    from: options.from,
    to: options.to,
    callUuid: caller.callUuid,
    onRinging(status, early) {
      record.ringing()
      if (early !== undefined) passEarly(caller, status, early)
      else if (status !== lastStatus) {
        lastStatus = status
        caller.progress(status)
      }
    },
    onAnswered({ leg, media: fork, answer, missed }) {
      fork.answered(answer).then(
        (sdp) => {
          if (caller.hasEnded) {
            fork.close()
            leg.hangUp([reasonOf('ORIGINATOR_CANCEL')])
            return
          }
          const bridge = fork.bridge(caller, leg)
          media.close()
          caller.accept(sdp)
          record.answered(leg.callId)
          options.onAnswered({ left: caller, right: leg, bridge, record, missed })
        },
        () => {
          leg.hangUp([reasonOf('INCOMPATIBLE_DESTINATION')])
          refuse(488, 'INCOMPATIBLE_DESTINATION')
        },
      )
    },
    onFailed({ status, cause, retryAfterSeconds }) {
      refuse(status, cause, retryAfterSeconds)
    },
  })
  caller.onFact = (fact) => {
    if (fact.type !== 'ended') return
    ringing.cancel(fact.reasons.length > 0 ? fact.reasons : undefined)
    media.close()
    record.hangup(endCauseOf(caller, fact))
  }
}

/** Audio before the answer. Where it cannot be used, the answer itself may still be. */
function passEarly(caller: Leg, status: number, early: { media: ForkMedia; answer: string }): void {
  early.media.answered(early.answer).then(
    (sdp) => {
      caller.progress(status, sdp)
    },
    () => undefined,
  )
}
