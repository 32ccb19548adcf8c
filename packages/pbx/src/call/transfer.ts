import { randomUUID } from 'node:crypto'
import { parseUri, type DialogId } from '@zorio/sip'
import { findTestNumber } from '../extensions/test-numbers.ts'
import type { House } from '../extensions/test-number.ts'
import { createMediaEnd } from '../media/media-end.ts'
import { relayBridge, type MovedLeg } from './bridge.ts'
import type { CallDesk } from './call-desk.ts'
import { reasonOf } from './cause.ts'
import { runExtension } from './extension-run.ts'
import { ownMedia } from './fork-media.ts'
import type { JoinedCall, ReferFact } from './joined-call.ts'
import type { Join } from './joiner.ts'
import type { Leg } from './leg.ts'
import { settledFront } from './media-front.ts'
import { ringPhones } from './ring-phones.ts'

export interface TransferDeps {
  readonly desk: CallDesk
  readonly houseFor: (extension: string) => House
  readonly join: Join
}

/** The phone that transfers ends its own call once it hears of success; one that does not is hung up. */
const LINGER_MS = 2000

export type StartTransfer = (call: JoinedCall, transferor: Leg, fact: ReferFact) => void

/**
 * REFER inside a joined call (RFC 3515, RFC 5589). The other party is not told: the PBX moves its audio with a re-INVITE.
 * Transferred audio always goes through the PBX, because two browsers cannot be introduced to each other in the middle of a
 * session without a new peer connection on both sides.
 */
export function createTransfers(deps: TransferDeps): StartTransfer {
  return (call, transferor, fact) => {
    if (fact.replaces !== undefined) attended(deps, { call, transferor, replaces: fact.replaces })
    else blind(deps, { call, transferor, target: fact.target })
  }
}

function blind(deps: TransferDeps, refer: { call: JoinedCall; transferor: Leg; target: string }): void {
  const { desk } = deps
  const { call, transferor } = refer
  const uri = parseUri(refer.target)
  const number = uri?.host.toLowerCase() === desk.options.domain.toLowerCase() ? uri.user : undefined
  const testNumber = number === undefined ? undefined : findTestNumber(number)
  if (number === undefined || !(testNumber !== undefined || desk.options.hasExtension(number))) {
    transferor.refuseRefer(404)
    return
  }
  transferor.acceptRefer()
  transferor.notifyRefer(100, 'Trying')
  const peer = call.peerOf(transferor)
  if (testNumber === undefined) ringTarget(deps, { ...refer, peer, number })
  else {
    const { end, front } = call.bridge.detach(peer)
    letGo(call, transferor)
    const record = openRecord(desk, { peer, number, callUuid: randomUUID() })
    const house = deps.houseFor(peer.extension)
    runExtension(desk, { leg: peer, dialled: number, testNumber, front, end, record, house })
  }
}

function ringTarget(
  deps: TransferDeps,
  refer: { call: JoinedCall; transferor: Leg; peer: Leg; number: string },
): void {
  const { desk } = deps
  const { call, transferor, peer, number } = refer
  const { domain, displayNameOf } = desk.options
  const contacts = desk.registrar.contactsOf(number)
  const displayName = displayNameOf?.(peer.extension)
  const callUuid = randomUUID()
  if (contacts.length === 0) {
    transferor.notifyRefer(480, 'Temporarily Unavailable')
    return
  }
  const record = openRecord(desk, { peer, number, callUuid })
  const ringing = ringPhones({
    legs: desk.legs,
    contacts,
    openMedia() {
      const end = createMediaEnd(desk.engine)
      return { ...ownMedia(end), end }
    },
    from: { uri: `sip:${peer.extension}@${domain}`, ...(displayName === undefined ? {} : { displayName }) },
    to: { uri: `sip:${number}@${domain}` },
    callUuid,
    headers: [{ name: 'Referred-By', value: `<sip:${transferor.extension}@${domain}>` }],
    onRinging(status) {
      record.ringing()
      transferor.notifyRefer(status, 'Ringing')
    },
    onAnswered({ leg, media, answer, missed }) {
      const moved = call.bridge.detach(peer)
      letGo(call, transferor)
      record.answered(leg.callId)
      const target = { leg, end: media.end, front: settledFront(leg) }
      deps.join({ ...joinByRelay({ leg: peer, ...moved }, target), record, missed })
      media.answered(answer).catch(() => {
        leg.hangUp([reasonOf('INCOMPATIBLE_DESTINATION')])
      })
    },
    onFailed({ status, cause }) {
      record.hangup(cause)
      transferor.notifyRefer(status, cause)
      if (transferor.hasEnded) peer.hangUp([reasonOf(cause)])
      call.attach()
    },
  })
  // The phone that transfers may leave at once; the party it leaves behind waits for the target.
  transferor.onFact = (fact) => {
    if (fact.type !== 'ended') call.handle(transferor, fact)
  }
  peer.onFact = (fact) => {
    if (fact.type === 'ended') {
      ringing.cancel(fact.reasons)
      record.hangup('ORIGINATOR_CANCEL')
      transferor.notifyRefer(487, 'Request Terminated')
    }
    call.handle(peer, fact)
  }
}

function attended(
  deps: TransferDeps,
  refer: { call: JoinedCall; transferor: Leg; replaces: DialogId },
): void {
  const { desk } = deps
  const { call, transferor } = refer
  const consultation = desk.legs.byDialog(refer.replaces)
  const other = consultation === undefined ? undefined : desk.joined.get(consultation)
  // RFC 3891 3: a dialog that is not there, or is not this phone's own, is not taken over.
  if (consultation === undefined || other === undefined || consultation.extension !== transferor.extension) {
    transferor.refuseRefer(481)
    return
  }
  transferor.acceptRefer()
  transferor.notifyRefer(100, 'Trying')
  const [left, right] = [call.peerOf(transferor), other.peerOf(consultation)]
  const [leftMedia, rightMedia] = [call.bridge.detach(left), other.bridge.detach(right)]
  letGo(call, transferor)
  other.dissolve()
  consultation.hangUp([reasonOf('NORMAL_CLEARING')])
  const record = openRecord(desk, { peer: left, number: right.extension, callUuid: randomUUID() })
  record.answered(right.callId)
  const joined = joinByRelay({ leg: left, ...leftMedia }, { leg: right, ...rightMedia })
  deps.join({ ...joined, record, missed: () => [] })
}

/** The audio of both legs is brought to us, as soon as their new call listens. */
function joinByRelay(left: MovedLeg, right: MovedLeg) {
  return {
    ...{ left: left.leg, right: right.leg, bridge: relayBridge(left, right) },
    onListening() {
      Promise.all([left, right].map(({ front, end }) => front.answer(end.media))).catch(() => {
        // Neither can hear the other: better an end than a silent call.
        for (const { leg } of [left, right]) leg.hangUp([reasonOf('INCOMPATIBLE_DESTINATION')])
      })
    },
  }
}

function letGo(call: JoinedCall, transferor: Leg): void {
  call.dissolve()
  transferor.onFact = () => undefined
  transferor.notifyRefer(200, 'OK')
  setTimeout(() => {
    transferor.hangUp([reasonOf('NORMAL_CLEARING')])
  }, LINGER_MS).unref()
}

function openRecord(desk: CallDesk, parties: { peer: Leg; number: string; callUuid: string }) {
  const { peer, number, callUuid } = parties
  const name = desk.options.displayNameOf?.(peer.extension)
  return desk.openRecord({
    ...{ callUuid, direction: 'internal', extension: peer.extension },
    ...{ callerNumber: peer.extension, destinationNumber: number },
    ...(name === undefined ? {} : { callerName: name }),
  })
}
