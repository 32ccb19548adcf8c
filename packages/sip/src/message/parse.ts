import type { SipMessage, SipRequest } from './message.ts'
import { checkFields } from './check-fields.ts'
import { readHead } from './head.ts'
import { parseStartLine, UNKNOWN_VERSION } from './start-line.ts'
import { utf8Slice } from './utf8.ts'

export type ParseResult =
  | { readonly ok: true; readonly message: SipMessage }
  | {
      readonly ok: false
      /** What a request would be answered with: 400, 505 or 513. */
      readonly status: number
      /** For logs; names the field, never its value. */
      readonly detail: string
      /** Set when a response can be built: a request with a readable topmost Via, and From, To, Call-ID and CSeq. */
      readonly partial?: SipRequest | undefined
    }

/** Longest frame, in UTF-16 units (never more than its bytes). Longer ones are dropped before anything is read. */
export const MAX_FRAME_LENGTH = 65_536

/**
 * One WebSocket frame to one message (RFC 7118 5: a frame holds exactly one). Octets behind Content-Length are cut; a
 * Content-Length that promises more than there is, is a fault. Never throws; its time is linear in the length.
 */
export function parseMessage(frame: string): ParseResult {
  if (frame.length > MAX_FRAME_LENGTH) return { ok: false, status: 513, detail: 'frame over 64 KiB' }
  const { startLine, fields: headers, bodyStart, fault: headFault } = readHead(frame)
  const { method = '', uri = '', status, reason = '', fault } = parseStartLine(startLine)
  const fields = checkFields(headers)
  const body = bodyOf(frame, bodyStart, fields.contentLength)
  const detail =
    fault ??
    headFault ??
    fields.fault ??
    (status === undefined && fields.cseqMethod() !== method ? 'bad CSeq' : undefined)
  if (detail === undefined && body !== undefined)
    return { ok: true, message: status ? { status, reason, headers, body } : { method, uri, headers, body } }
  return {
    ok: false,
    status: detail === UNKNOWN_VERSION ? 505 : 400,
    detail: detail ?? 'bad Content-Length',
    partial: method && fields.isAnswerable() ? { method, uri, headers, body: '' } : undefined,
  }
}

/** Without Content-Length the body is the rest of the frame (RFC 3261 18.3, as for datagrams). */
function bodyOf(frame: string, start: number, contentLength: number | undefined): string | undefined {
  return contentLength === undefined ? frame.slice(start) : utf8Slice(frame, start, contentLength)
}
