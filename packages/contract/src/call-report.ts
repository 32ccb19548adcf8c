/** `POST /api/webphone/calls/{uuid}/report`: what a phone knows of a call where no PBX of the server's own writes the records. */
export interface CallReportBody {
  step: 'ringing' | 'answered' | 'hangup'
  direction: 'incoming' | 'outgoing'
  /** The other side, as the phone knows it. */
  number: string
  /** Milliseconds before this request: phones' clocks are wrong, durations are not. */
  started_ms_ago: number
  answered_ms_ago: number | null
  ended_ms_ago: number | null
  /** `NORMAL_CLEARING`; null while the call lives. */
  cause: string | null
}
