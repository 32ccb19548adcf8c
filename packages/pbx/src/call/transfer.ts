import { randomUUID } from 'node:crypto'
import { parseUri, type DialogId } from '@zorio/sip'
import { findTestNumber } from '../extensions/test-numbers.ts'
import { createMediaEnd } from '../media/media-end.ts'
import type { CallDesk } from './call-desk.ts'
import { reasonOf } from './cause.ts'
import { ownMedia } from './fork-media.ts'
import type { Leg } from './leg.ts'
import { settledFront } from './media-front.ts'
import { ringPhones } from './ring-phones.ts'
import type { MovedParty, OnRefer, ReferFact, Seat } from './seat.ts'
import type { Connect } from './connect-parties.ts'

/** The phone that transfers ends its own call once it hears of success; one that does not is hung up. */
const LINGER_MS = 2000

interface Refer {
  readonly desk: CallDesk
  readonly connect: Connect
  readonly transferor: Leg
  readonly seat: Seat
}

/**
 * REFER in an answered call (RFC 3515, RFC 5589). The other party is not told: the PBX moves its audio with a re-INVITE.
 * Transferred audio always goes through the PBX, because two browsers cannot be introduced to each other in the middle of a
 * session without a new peer connection on both sides.
 */
export function createTransfers(desk: CallDesk, connect: Connect): OnRefer {
  return (transferor, fact) => {
    const seat = desk.seats.get(transferor)
    if (seat === undefined) transferor.refuseRefer(603)
    else if (fact.replaces !== undefined) attended({ desk, connect, transferor, seat }, fact.replaces)
    else blind({ desk, connect, transferor, seat }, fact)
  }
}

function blind(refer: Refer, { target }: ReferFact): void {
  const { desk, connect, transferor, seat } = refer
  const uri = parseUri(target)
  const isOurs = uri?.host.toLowerCase() === desk.options.domain.toLowerCase()
  const number = (isOurs ? uri?.user : undefined) ?? ''
  const testNumber = findTestNumber(number)
  if (testNumber === undefined && !desk.options.hasExtension(number)) {
    transferor.refuseRefer(404)
    return
  }
  transferor.acceptRefer()
  transferor.notifyRefer(100, 'Trying')
  if (testNumber === undefined) ringTarget(refer, number)
  else {
    const party = seat.take()
    letGo(transferor)
    connect({ parties: [party, { kind: 'test-number', dialled: number, testNumber }] })
  }
}

function ringTarget(refer: Refer, number: string): void {
  const { desk, connect, transferor, seat } = refer
  const { domain } = desk.options
  const contacts = desk.registrar.contactsOf(number)
  if (contacts.length === 0) {
    transferor.notifyRefer(480, 'Temporarily Unavailable')
    return
  }
  const { other } = seat
  const callUuid = randomUUID()
  const name = other.displayName === undefined ? {} : { displayName: other.displayName }
  const record = desk.openRecord({
    ...{ callUuid, direction: other.leg === undefined ? 'inbound' : 'internal' },
    ...{ extension: other.leg === undefined ? number : other.number, callerNumber: other.number },
    ...{
      destinationNumber: number,
      ...(name.displayName === undefined ? {} : { callerName: name.displayName }),
    },
  })
  const ringing = ringPhones({
    ...{ legs: desk.legs, contacts, callUuid },
    openMedia() {
      const end = createMediaEnd(desk.engine)
      return { ...ownMedia(end), end }
    },
    from: { uri: `sip:${other.number}@${domain}`, ...name },
    to: { uri: `sip:${number}@${domain}` },
    headers: [{ name: 'Referred-By', value: `<sip:${transferor.extension}@${domain}>` }],
    onRinging(status) {
      record.ringing()
      transferor.notifyRefer(status, 'Ringing')
    },
    onAnswered({ leg, media, answer, missed }) {
      const target: MovedParty = { kind: 'leg', leg, end: media.end, front: settledFront(leg) }
      const party = seat.take()
      letGo(transferor)
      record.answered(leg.callId)
      connect({ parties: [party, target], record, missed })
      media.answered(answer).catch(() => {
        leg.hangUp([reasonOf('INCOMPATIBLE_DESTINATION')])
      })
    },
    onFailed({ status, cause }) {
      record.hangup(cause)
      transferor.notifyRefer(status, cause)
      seat.resume()
    },
  })
  // The phone that transfers may leave at once; the party it leaves behind waits for the target.
  seat.suspend(() => {
    ringing.cancel()
    record.hangup('ORIGINATOR_CANCEL')
    transferor.notifyRefer(487, 'Request Terminated')
  })
}

function attended({ desk, connect, transferor, seat }: Refer, replaces: DialogId): void {
  const consultation = desk.legs.byDialog(replaces)
  const consulted = consultation === undefined ? undefined : desk.seats.get(consultation)
  // RFC 3891 3: a dialog that is not there, or is not this phone's own, is not taken over.
  if (consultation?.extension !== transferor.extension || consulted === undefined) {
    transferor.refuseRefer(481)
    return
  }
  transferor.acceptRefer()
  transferor.notifyRefer(100, 'Trying')
  const parties: [MovedParty, MovedParty] = [seat.take(), consulted.take()]
  letGo(transferor)
  consultation.onFact = () => undefined
  consultation.hangUp([reasonOf('NORMAL_CLEARING')])
  connect({ parties })
}

function letGo(transferor: Leg): void {
  transferor.onFact = () => undefined
  transferor.notifyRefer(200, 'OK')
  setTimeout(() => {
    transferor.hangUp([reasonOf('NORMAL_CLEARING')])
  }, LINGER_MS).unref()
}
