import {
  causeFromQ850,
  causeFromSipStatus,
  isHangupCause,
  q850FromCause,
  type HangupCause,
} from '@zorio/contract'
import type { LegEnd, ReasonField } from '@zorio/sip'
import type { Leg } from './leg.ts'

/** Reason header as FreeSWITCH writes it. Its own causes have no Q.850 number; the phone reads their name. */
export function reasonOf(cause: HangupCause): ReasonField {
  const number = q850FromCause(cause)
  return { protocol: 'Q.850', ...(number === undefined ? {} : { cause: number }), text: cause }
}

/** RFC 3326 and 3GPP TS 24.229: tells the phones that stop ringing that the call is not missed. */
export const completedElsewhere: ReasonField = {
  protocol: 'SIP',
  cause: 200,
  text: 'Call completed elsewhere',
}

/** Why a leg ended, in the PBX's words: its Reason headers, else its status, else how it ended. */
export function causeOf(end: LegEnd): HangupCause {
  for (const { protocol, cause, text } of end.reasons) {
    if (text !== undefined && isHangupCause(text)) return text
    const named = protocol === 'Q.850' && cause !== undefined ? causeFromQ850(cause) : undefined
    if (named !== undefined) return named
  }
  if (end.how === 'cancel') return 'ORIGINATOR_CANCEL'
  if (end.how === 'response' && end.status !== undefined) return causeFromSipStatus(end.status)
  if (end.by === 'timeout') return end.wasAnswered ? 'RECOVERY_ON_TIMER_EXPIRE' : 'NO_ANSWER'
  if (end.by === 'dialog-gone') return 'NORMAL_TEMPORARY_FAILURE'
  return 'NORMAL_CLEARING'
}

/** As `causeOf`, for a leg whose phone may have vanished. */
export function endCauseOf(leg: Leg, end: LegEnd): HangupCause {
  return leg.isLost ? 'DESTINATION_OUT_OF_ORDER' : causeOf(end)
}
