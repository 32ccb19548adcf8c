import { headerValue } from '../message/headers.ts'
import type { HeaderField, SipRequest, SipResponse } from '../message/message.ts'

export interface ResponseParts {
  readonly status: number
  /** Default: the usual phrase. */
  readonly reason?: string | undefined
  readonly headers?: readonly HeaderField[]
  readonly body?: string
  /** Put on To where it has none yet. */
  readonly toTag?: string
}

export type ReasonPhrases = Readonly<Record<number, string | undefined>>

/** What a phone says in ordinary calls. A server brings more of them; where there is none the phrase is empty (RFC 3261 25.1). */
const PHRASES: ReasonPhrases = {
  100: 'Trying',
  180: 'Ringing',
  183: 'Session Progress',
  200: 'OK',
  202: 'Accepted',
  400: 'Bad Request',
  480: 'Temporarily Unavailable',
  481: 'Call Does Not Exist',
  486: 'Busy Here',
  487: 'Request Terminated',
  488: 'Not Acceptable Here',
  491: 'Request Pending',
  603: 'Decline',
}

const COPIED = ['Via', 'From', 'To', 'Call-ID', 'CSeq']

/** RFC 3261 8.2.6. Record-Route goes back in what makes a dialog (12.1.1). */
export function buildResponse(request: SipRequest, parts: ResponseParts): SipResponse {
  const { status, toTag } = parts
  const hasTag = /;\s*tag\s*=/i.test(headerValue(request, 'To') ?? '')
  const makesDialog = request.method === 'INVITE' && status > 100 && status < 300
  const headers: HeaderField[] = []
  for (const { name, value } of request.headers) {
    if (name === 'To' && toTag !== undefined && !hasTag)
      headers.push({ name, value: `${value};tag=${toTag}` })
    else if (COPIED.includes(name) || (makesDialog && name === 'Record-Route')) headers.push({ name, value })
  }
  headers.push(...(parts.headers ?? []))
  return { status, reason: parts.reason ?? PHRASES[status] ?? '', headers, body: parts.body ?? '' }
}
