import { randomUUID } from 'node:crypto'
import { parseUri, type DialogId } from '@zorio/sip'
import { findTestNumber } from '../extensions/test-numbers.ts'
import type { CallDesk } from './call-desk.ts'
import { reasonOf } from './cause.ts'
import type { Leg } from './leg.ts'
import { ringFromPbx } from './ring-from-pbx.ts'
import type { OnRefer, ReferFact } from './refer.ts'
import type { MovedParty, Seat } from './seat.ts'

/** The phone that transfers ends its own call once it hears of success; one that does not is hung up. */
const LINGER_MS = 2000

interface Refer {
  readonly desk: CallDesk
  readonly transferor: Leg
  readonly seat: Seat
}

/**
 * REFER in an answered call (RFC 3515, RFC 5589). The other party is not told: the PBX moves its audio with a re-INVITE.
 * Transferred audio always goes through the PBX, because two browsers cannot be introduced to each other in the middle of a
 * session without a new peer connection on both sides.
 */
export function createTransfers(desk: CallDesk): OnRefer {
  return (transferor, fact) => {
    const seat = desk.seats.get(transferor)
    if (seat === undefined) transferor.refuseRefer(603)
    else if (fact.replaces !== undefined) attended({ desk, transferor, seat }, fact.replaces)
    else blind({ desk, transferor, seat }, fact)
  }
}

function blind(refer: Refer, { target }: ReferFact): void {
  const { desk, transferor, seat } = refer
  const uri = parseUri(target)
  const isOurs = uri?.host.toLowerCase() === desk.options.domain.toLowerCase()
  const number = (isOurs ? uri?.user : undefined) ?? ''
  const testNumber = findTestNumber(number, desk.options.testNumbers)
  if (testNumber === undefined && !desk.options.hasExtension(number)) {
    transferor.refuseRefer(404)
    return
  }
  transferor.acceptRefer()
  transferor.notifyRefer(100, 'Trying')
  if (testNumber === undefined) ringTarget(refer, number)
  else if (testNumber.refuses) transferor.notifyRefer(testNumber.refuses.status, testNumber.refuses.cause)
  else {
    const party = seat.take()
    letGo(transferor)
    desk.connect({ parties: [party, { kind: 'test-number', dialled: number, testNumber }] })
  }
}

function ringTarget({ desk, transferor, seat }: Refer, number: string): void {
  const contacts = desk.registrar.contactsOf(number)
  if (contacts.length === 0) {
    transferor.notifyRefer(480, 'Temporarily Unavailable')
    return
  }
  const callUuid = randomUUID()
  const record = openRecord(desk, seat, { callUuid, number })
  const ringing = ringFromPbx(desk, {
    extension: number,
    contacts,
    caller: seat.other,
    callUuid,
    headers: [{ name: 'Referred-By', value: `<sip:${transferor.extension}@${desk.options.domain}>` }],
    record,
    onRinging(status) {
      transferor.notifyRefer(status, 'Ringing')
    },
    onAnswered(target, missed) {
      const party = seat.take()
      letGo(transferor)
      desk.connect({ parties: [party, target], record, missed })
    },
    onFailed({ status, cause }) {
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

function openRecord(desk: CallDesk, { other }: Seat, call: { callUuid: string; number: string }) {
  const isPhone = other.leg !== undefined
  return desk.openRecord({
    callUuid: call.callUuid,
    direction: isPhone ? 'internal' : 'inbound',
    extension: isPhone ? other.number : call.number,
    callerNumber: other.number,
    destinationNumber: call.number,
    ...(other.displayName === undefined ? {} : { callerName: other.displayName }),
  })
}

function attended({ desk, transferor, seat }: Refer, replaces: DialogId): void {
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
  desk.connect({ parties })
}

function letGo(transferor: Leg): void {
  transferor.onFact = () => undefined
  transferor.notifyRefer(200, 'OK')
  setTimeout(() => {
    transferor.hangUp([reasonOf('NORMAL_CLEARING')])
  }, LINGER_MS).unref()
}
