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
  readonly q850?: number
  readonly sip_status?: number
  readonly sip_reason?: string
  readonly who: 'local' | 'remote' | 'network'
}

/** What ended the call on our side of the wire, where we know better than the wire. */
export type LocalEnd =
  | 'hangup' // the user
  | 'media-lost' // audio never came, or died for good
  | 'media-refused' // ICE or SDP that the browser does not take
  | 'no-microphone' // answer() failed; the caller was told 480
  | 'line-lost' // no signalling for longer than calls are kept, or the repair stayed unanswered

export interface EndedCall {
  readonly direction: 'incoming' | 'outgoing'
  readonly wasAnswered: boolean
  /** 180 or 183 was seen, or the call rang here. */
  readonly wasRinging: boolean
  readonly billsec: number
  readonly local?: LocalEnd
  readonly wire?: Omit<LegEnd, 'leg'>
}

const causesOfLocalEnds: Readonly<Record<Exclude<LocalEnd, 'hangup'>, HangupCause>> = {
  'media-lost': 'MEDIA_TIMEOUT',
  'media-refused': 'INCOMPATIBLE_DESTINATION',
  'no-microphone': 'NO_USER_RESPONSE',
  'line-lost': 'NORMAL_TEMPORARY_FAILURE',
}

/** In this order; the first that knows the cause wins. */
const rules: readonly ((call: EndedCall) => HangupCause | undefined)[] = [
  ownAct,
  q850Reason,
  completedElsewhere,
  finalStatus,
  localFailure,
  (call) => (call.wire?.how === 'bye' ? 'NORMAL_CLEARING' : undefined),
]

function ownAct({ local, direction, wasAnswered }: EndedCall): HangupCause | undefined {
  if (local !== 'hangup') return undefined
  if (wasAnswered) return 'NORMAL_CLEARING'
  return direction === 'outgoing' ? 'ORIGINATOR_CANCEL' : 'CALL_REJECTED'
}

function findQ850({ wire }: EndedCall): ReasonField | undefined {
  return wire?.reasons.find((one) => one.protocol.toUpperCase() === 'Q.850')
}

function q850Reason(call: EndedCall): HangupCause | undefined {
  const field = call.local ? undefined : findQ850(call)
  if (!field) return undefined
  const name = field.text?.trim().toUpperCase() ?? ''
  if (isHangupCause(name)) return name
  return field.cause === undefined ? undefined : causeFromQ850(field.cause)
}

function completedElsewhere({ wire, local }: EndedCall): HangupCause | undefined {
  if (local || wire?.how !== 'cancel') return undefined
  const isElsewhere = wire.reasons.some((one) => one.protocol.toUpperCase() === 'SIP' && one.cause === 200)
  return isElsewhere ? 'LOSE_RACE' : undefined
}

function finalStatus({ wire, local }: EndedCall): HangupCause | undefined {
  if (local || wire?.by !== 'remote' || wire.how !== 'response' || wire.status === undefined) return undefined
  return causeFromSipStatus(wire.status)
}

function localFailure({
  local,
  wire,
  direction,
  wasAnswered,
  wasRinging,
}: EndedCall): HangupCause | undefined {
  if (local && local !== 'hangup') return causesOfLocalEnds[local]
  if (wire?.by === 'dialog-gone') return 'NORMAL_TEMPORARY_FAILURE'
  // It rang and nobody picked up in our own time is NO_ANSWER; silence of the network is not.
  if (wire?.by === 'timeout') return !wasAnswered && wasRinging ? 'NO_ANSWER' : 'RECOVERY_ON_TIMER_EXPIRE'
  return wire?.how === 'cancel' && direction === 'incoming' ? 'ORIGINATOR_CANCEL' : undefined
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
  let cause: HangupCause | undefined
  for (const rule of rules) cause ??= rule(call)
  cause ??= 'NORMAL_UNSPECIFIED'
  const q850 = findQ850(call)?.cause ?? q850FromCause(cause)
  const { status, reasonPhrase } = call.wire ?? {}
  return {
    reason: publicReason(cause, call),
    cause,
    who: whoEnded(call),
    ...(q850 === undefined ? {} : { q850 }),
    ...(status === undefined ? {} : { sip_status: status }),
    ...(reasonPhrase === undefined ? {} : { sip_reason: reasonPhrase }),
  }
}
