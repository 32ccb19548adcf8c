/** Public hang-up reasons. Placeholder type until the table is written here (docs/hangup-reasons.md). */
export type HangupReason =
  | 'normal_clearing'
  | 'no_answer'
  | 'busy'
  | 'unallocated_number'
  | 'originator_cancel'
  | 'call_rejected'
  | 'answered_elsewhere'
  | (string & {})
