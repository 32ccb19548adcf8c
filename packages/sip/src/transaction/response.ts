import { headerValue } from '../message/headers.ts'
import type { HeaderField, SipRequest, SipResponse } from '../message/message.ts'

export interface ResponseParts {
  readonly status: number
  /** Default: the usual phrase. */
  readonly reason?: string
  readonly headers?: readonly HeaderField[]
  readonly body?: string
  /** Put on To where it has none yet. */
  readonly toTag?: string
}

/** What the agent says by itself; for other statuses the caller may give a phrase, or none stands there. */
const PHRASES =
  '100 Trying/180 Ringing/183 Session Progress/200 OK/202 Accepted/400 Bad Request/401 Unauthorized/403 Forbidden/' +
  '404 Not Found/405 Method Not Allowed/407 Proxy Authentication Required/415 Unsupported Media Type/' +
  '416 Unsupported URI Scheme/420 Bad Extension/422 Session Interval Too Small/480 Temporarily Unavailable/' +
  '481 Call Does Not Exist/482 Loop Detected/486 Busy Here/487 Request Terminated/488 Not Acceptable Here/' +
  '489 Bad Event/491 Request Pending/500 Server Internal Error/503 Service Unavailable/505 Version Not Supported/' +
  '603 Decline'

const phraseOf = (status: number): string => new RegExp(`${status} ([^/]+)`).exec(PHRASES)?.[1] ?? ''

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
  return { status, reason: parts.reason ?? phraseOf(status), headers, body: parts.body ?? '' }
}
