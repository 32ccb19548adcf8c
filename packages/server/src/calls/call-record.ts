/** What the PBX said of a call, as a stored row and as a body of the REST API. */
import type { CallRecordBody, CallResult } from '@zorio/contract'
import type { PbxCallEvent } from '@zorio/pbx'
import { isoTime } from '../http/iso-time.ts'
import type { CallRow } from './call-store.ts'

const sourceTypes = {
  inbound: 'inbound',
  outbound: 'outbound_webphone',
  internal: 'internal',
} as const satisfies Record<CallRow['direction'], CallRecordBody['source_type']>

/** Results of calls that were never answered, by FreeSWITCH cause; any other cause is `failed`. */
const resultsUnanswered: Readonly<Record<string, CallResult>> = {
  USER_BUSY: 'busy',
  NO_ANSWER: 'no_answer',
  NO_USER_RESPONSE: 'no_answer',
  NORMAL_CLEARING: 'no_answer',
  RECOVERY_ON_TIMER_EXPIRE: 'no_answer',
  CALL_REJECTED: 'rejected',
  ORIGINATOR_CANCEL: 'cancelled',
}

export function callRowFromEvent(event: PbxCallEvent, accountId: number): CallRow {
  return {
    uuid: event.callUuid,
    accountId,
    direction: event.direction,
    callerNumber: event.callerNumber,
    destinationNumber: event.destinationNumber,
    extensionNumber: event.extension,
    startedAt: event.startedAt,
    answeredAt: event.answeredAt ?? null,
    endedAt: event.endedAt ?? null,
    cause: event.cause ?? null,
  }
}

export function callRecordBody(row: CallRow): CallRecordBody {
  return {
    uuid: row.uuid,
    direction: row.direction,
    source_type: sourceTypes[row.direction],
    caller_number: row.callerNumber,
    destination_number: row.destinationNumber,
    extension_number: row.extensionNumber,
    start_time: isoTime(row.startedAt),
    answer_time: row.answeredAt === null ? null : isoTime(row.answeredAt),
    end_time: row.endedAt === null ? null : isoTime(row.endedAt),
    duration: wholeSeconds(row.startedAt, row.endedAt),
    billsec: wholeSeconds(row.answeredAt, row.endedAt),
    result: resultOf(row),
    hangup_cause: row.cause,
  }
}

function resultOf(row: CallRow): CallResult | null {
  if (row.endedAt === null) return null
  if (row.answeredAt !== null) return 'answered'
  const cause = row.cause ?? ''
  return (Object.hasOwn(resultsUnanswered, cause) ? resultsUnanswered[cause] : undefined) ?? 'failed'
}

function wholeSeconds(fromMs: number | null, toMs: number | null): number {
  return fromMs === null || toMs === null ? 0 : Math.max(0, Math.floor((toMs - fromMs) / 1000))
}
