/** What a step of a call is to a webhook: its name and its data. Pure. */
import type { CallWebhookData, WebhookBody } from '@zorio/contract'
import type { PbxCallEvent } from '@zorio/pbx'
import { callRecordBody, callRowFromEvent } from '../calls/call-record.ts'
import { isoTime } from '../http/iso-time.ts'

/** A hang-up is two events: the live one, and the record that is now whole. */
export function webhookBodies(event: PbxCallEvent, accountId: number): WebhookBody[] {
  const record = callRecordBody(callRowFromEvent(event, accountId))
  const timestamp = isoTime(timeOf(event))
  const data: CallWebhookData = {
    call_uuid: event.callUuid,
    extension: event.extension,
    direction: event.direction,
    caller_number: event.callerNumber,
    destination_number: event.destinationNumber,
    started_at: record.start_time,
    timestamp,
  }
  if (event.step === 'ringing') return [{ event: 'pbx.call.ringing', timestamp, data }]
  if (event.step === 'answered') {
    const answered_at = record.answer_time ?? timestamp
    return [{ event: 'pbx.call.answered', timestamp, data: { ...data, answered_at } }]
  }
  const { answer_time, end_time, duration, billsec, result, hangup_cause } = record
  const ended = { answered_at: answer_time, ended_at: end_time, duration, billsec, result, hangup_cause }
  return [
    { event: 'pbx.call.hangup', timestamp, data: { ...data, ...ended } },
    { event: 'pbx.cdr.created', timestamp, data: record },
  ]
}

function timeOf(event: PbxCallEvent): number {
  const times = { ringing: event.startedAt, answered: event.answeredAt, hangup: event.endedAt }
  return times[event.step] ?? event.startedAt
}
