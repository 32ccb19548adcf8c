/**
 * Why a call ended: from what the wire and the user did to the PBX's cause and the public reason. One list of rules,
 * first match wins; docs/hangup-reasons.md shows it and the test walks it.
 */
import { causeFromQ850, causeFromSipStatus, isHangupCause, q850FromCause } from '@zorio/contract'
import type { HangupCause } from '@zorio/contract'
import type { LegEnd, ReasonField } from '@zorio/sip'

/** The specification's short names first; else the PBX's cause in lower case, whatever it sends. */
export type HangupReason =
  | 'normal_clearing'
  | 'no_answer'
  | 'busy'
  | 'unallocated_number'
  | 'originator_cancel'
  | 'call_rejected'
  | 'answered_elsewhere'
  | (string & {})

/** Why a call ended, in full. `reason` is the public word, `cause` the PBX's name. */
export interface HangupDetail {
  readonly reason: HangupReason
  readonly cause: string
  readonly q850?: number | undefined
  readonly sip_status?: number | undefined
  readonly sip_reason?: string | undefined
  readonly who: 'local' | 'remote' | 'network'
}

/** What ended the call on our side of the wire, where we know better than the wire. */
export type LocalEnd =
  | 'hangup' // the user
  | 'media-lost' // audio never came, or died for good
  | 'media-refused' // ICE or SDP that the browser does not take
  | 'no-microphone' // answer() failed; the caller was told 480
  | 'line-lost' // no signalling for longer than calls are kept, or the repair stayed unanswered

type WireEnd = Omit<LegEnd, 'leg'>

export interface EndedCall {
  readonly direction: 'incoming' | 'outgoing'
  readonly wasAnswered: boolean
  /** 180 or 183 was seen, or the call rang here. */
  readonly wasRinging: boolean
  readonly billsec: number
  readonly local?: LocalEnd
  readonly wire?: WireEnd
}

const causesOfLocalEnds: Readonly<Record<Exclude<LocalEnd, 'hangup'>, HangupCause>> = {
  'media-lost': 'MEDIA_TIMEOUT',
  'media-refused': 'INCOMPATIBLE_DESTINATION',
  'no-microphone': 'NO_USER_RESPONSE',
  'line-lost': 'NORMAL_TEMPORARY_FAILURE',
}

/** The first line that knows the cause wins. */
function causeOf({ local, wire, direction, wasAnswered, wasRinging }: EndedCall): HangupCause | undefined {
  const isIncoming = direction === 'incoming'
  if (local === 'hangup' && wasAnswered) return 'NORMAL_CLEARING'
  if (local === 'hangup') return isIncoming ? 'CALL_REJECTED' : 'ORIGINATOR_CANCEL'
  if (local) return causesOfLocalEnds[local]
  if (!wire) return undefined
  const { by, how, status } = wire
  const stated = statedCause(wire)
  if (stated) return stated
  if (how === 'cancel' && findReason(wire, 'SIP')?.cause === 200) return 'LOSE_RACE'
  if (by === 'remote' && how === 'response' && status !== undefined) return causeFromSipStatus(status)
  if (by === 'dialog-gone') return 'NORMAL_TEMPORARY_FAILURE'
  // It rang and nobody picked up in our own time is NO_ANSWER; silence of the network, or to our 200, is not.
  if (by === 'timeout')
    return wasAnswered || wire.wasAnswered || !wasRinging ? 'RECOVERY_ON_TIMER_EXPIRE' : 'NO_ANSWER'
  if (how === 'cancel' && isIncoming) return 'ORIGINATOR_CANCEL'
  return how === 'bye' ? 'NORMAL_CLEARING' : undefined
}

function findReason(wire: WireEnd | undefined, protocol: string): ReasonField | undefined {
  return wire?.reasons.find((one) => one.protocol.toUpperCase() === protocol)
}

/** The PBX's own word, by name or by number. */
function statedCause(wire: WireEnd): HangupCause | undefined {
  const field = findReason(wire, 'Q.850')
  const name = field?.text?.trim().toUpperCase() ?? ''
  if (isHangupCause(name)) return name
  return field?.cause === undefined ? undefined : causeFromQ850(field.cause)
}

const publicNames: Readonly<Partial<Record<HangupCause, HangupReason>>> = {
  NO_ANSWER: 'no_answer',
  USER_BUSY: 'busy',
}

function publicReason(cause: HangupCause, call: EndedCall): HangupReason {
  if (cause === 'NORMAL_CLEARING') return call.billsec > 0 ? 'normal_clearing' : 'no_answer'
  // An incoming call that another phone took is not a missed call.
  const isElsewhere = cause === 'LOSE_RACE' || cause === 'PICKED_OFF'
  if (isElsewhere && call.direction === 'incoming' && !call.wasAnswered) return 'answered_elsewhere'
  return publicNames[cause] ?? cause.toLowerCase()
}

function whoEnded({ local, wire }: EndedCall): HangupDetail['who'] {
  if (local) return local === 'line-lost' || local === 'media-lost' ? 'network' : 'local'
  if (wire?.by === 'local' || wire?.by === 'remote') return wire.by
  return 'network'
}

export function hangupDetail(call: EndedCall): HangupDetail {
  const { wire } = call
  const cause = causeOf(call) ?? 'NORMAL_UNSPECIFIED'
  return {
    reason: publicReason(cause, call),
    cause,
    who: whoEnded(call),
    q850: findReason(wire, 'Q.850')?.cause ?? q850FromCause(cause),
    sip_status: wire?.status,
    sip_reason: wire?.reasonPhrase,
  }
}
