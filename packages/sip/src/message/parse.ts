import type { SipMessage, SipRequest } from './message.ts'
import { checkFields } from './check-fields.ts'
import { readHead } from './head.ts'
import type { Head } from './head.ts'
import { parseStartLine } from './start-line.ts'
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
      readonly partial?: SipRequest
    }

/** Longest frame, in UTF-16 units (never more than its bytes). Longer ones are dropped before anything is read. */
export const MAX_FRAME_LENGTH = 65_536

/**
 * One WebSocket frame to one message (RFC 7118 5: a frame holds exactly one). Octets behind Content-Length are cut; a
 * Content-Length that promises more than there is, is a fault. Never throws; its time is linear in the length.
 */
export function parseMessage(frame: string): ParseResult {
  if (frame.length > MAX_FRAME_LENGTH) return { ok: false, status: 513, detail: 'frame over 64 KiB' }
  const head = readHead(frame)
  const start = parseStartLine(head.startLine)
  if ('line' in start && 'status' in start.line) return parseResponse(frame, head, start.line)
  const request = 'line' in start ? start.line : start
  const { isAnswerable, cseqMethod, contentLength, fault } = checkFields(head.fields)
  const method = 'method' in request ? (request.method ?? '') : ''
  const uri = 'uri' in request ? (request.uri ?? '') : ''
  const body = bodyOf(frame, head, contentLength)
  const detail =
    ('fault' in start ? start.detail : undefined) ??
    head.fault ??
    fault ??
    (cseqMethod === method ? undefined : 'CSeq of another method') ??
    (body === undefined ? 'Content-Length beyond the frame' : undefined)
  const message = { method, uri, headers: head.fields, body: body ?? '' }
  if (detail === undefined) return { ok: true, message }
  const status = 'fault' in start ? start.fault : 400
  return { ok: false, status, detail, ...(isAnswerable && method && { partial: { ...message, body: '' } }) }
}

function parseResponse(
  frame: string,
  head: Head,
  line: { readonly status: number; readonly reason: string },
): ParseResult {
  const { contentLength, fault } = checkFields(head.fields)
  const body = bodyOf(frame, head, contentLength)
  const detail = head.fault ?? fault
  if (detail !== undefined || body === undefined)
    return { ok: false, status: 400, detail: detail ?? 'Content-Length beyond the frame' }
  return { ok: true, message: { ...line, headers: head.fields, body } }
}

/** Without Content-Length the body is the rest of the frame (RFC 3261 18.3, as for datagrams). */
function bodyOf(frame: string, head: Head, contentLength: number | undefined): string | undefined {
  return contentLength === undefined
    ? frame.slice(head.bodyStart)
    : utf8Slice(frame, head.bodyStart, contentLength)
}
