/**
 * The BYE that a page gives away before it goes, so that its call can be ended when no page of its own comes back. It is believed
 * as little as anything from outside: it must be one BYE, inside a dialog, of who gave it.
 */
import {
  headerValue,
  headerValues,
  isRequest,
  parseMessage,
  parseNameAddr,
  parseUri,
  serializeMessage,
} from '@zorio/sip'
import type { SipRequest } from '@zorio/sip'

export interface Farewell {
  readonly callId: string
  readonly extension: string
  /** As it is sent. */
  readonly frame: string
}

const longestFrame = 8192

/** What belongs into it; credentials of a page that is gone do not. */
const wanted = /^(Via|Max-Forwards|Route|From|To|Call-ID|CSeq|Reason|User-Agent)$/

/** undefined for all that is not the BYE of a call of this extension. */
export function readFarewell(
  bye: string,
  owner: { readonly extension: string; readonly domain: string },
): Farewell | undefined {
  if (bye.length > longestFrame) return undefined
  const read = parseMessage(bye)
  if (!read.ok || !isRequest(read.message)) return undefined
  const request = read.message
  const callId = headerValue(request, 'Call-ID') ?? ''
  if (request.method !== 'BYE' || headerValues(request, 'Via').length !== 1) return undefined
  if (!isFrom(request, owner) || tagOf(request, 'To') === undefined) return undefined
  const headers = request.headers.filter(({ name }) => wanted.test(name))
  return { callId, extension: owner.extension, frame: serializeMessage({ ...request, headers, body: '' }) }
}

function isFrom(request: SipRequest, { extension, domain }: { extension: string; domain: string }): boolean {
  const uri = parseUri(parseNameAddr(headerValue(request, 'From') ?? '')?.uri ?? '')
  return uri?.user === extension && uri.host === domain && tagOf(request, 'From') !== undefined
}

function tagOf(request: SipRequest, name: 'From' | 'To'): string | undefined {
  return parseNameAddr(headerValue(request, name) ?? '')?.params.get('tag') ?? undefined
}
