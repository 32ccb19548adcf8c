/**
 * A SIP message as plain data (RFC 3261 7).
 *
 * The names that every message has are canonical (`Call-ID`, `CSeq`, `Via`) and compact forms are expanded when parsed;
 * others stand as written. Look fields up with `headerValue`, which takes any case. A field that the wire
 * carried several times stands here several times, in wire order; comma lists are not split here (see `headerValues`).
 */
export interface HeaderField {
  readonly name: string
  readonly value: string
}

export interface SipRequest {
  readonly method: string
  /** The Request-URI exactly as on the wire. */
  readonly uri: string
  readonly headers: readonly HeaderField[]
  readonly body: string
}

export interface SipResponse {
  readonly status: number
  readonly reason: string
  readonly headers: readonly HeaderField[]
  readonly body: string
}

export type SipMessage = SipRequest | SipResponse

export function isRequest(message: SipMessage): message is SipRequest {
  return 'method' in message
}
