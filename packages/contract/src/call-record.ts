/** One call of `GET /api/pbx/cdr`; times are ISO 8601 with offset. */
export interface CallRecordBody {
  uuid: string
  direction: 'inbound' | 'outbound' | 'internal'
  source_type: 'inbound' | 'outbound_webphone' | 'internal'
  caller_number: string
  destination_number: string
  extension_number: string
  start_time: string
  answer_time: string | null
  end_time: string | null
  /** Whole seconds from start to end, and from answer to end; 0 while the call lives. */
  duration: number
  billsec: number
  /** null while the call lives. */
  result: CallResult | null
  /** The PBX's word, e.g. `NORMAL_CLEARING`; null while the call lives. */
  hangup_cause: string | null
}

export type CallResult = 'answered' | 'busy' | 'no_answer' | 'rejected' | 'cancelled' | 'failed'
