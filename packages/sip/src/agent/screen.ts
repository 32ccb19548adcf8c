import { headerValues } from '../message/headers.ts'
import type { SipRequest } from '../message/message.ts'
import { uriScheme } from '../message/uri.ts'
import type { ResponseParts } from '../transaction/response.ts'
import { contentType, field, sdpOf, textOf } from './read.ts'
import { SUPPORTED } from './identity.ts'

const KNOWN_OPTIONS = SUPPORTED.split(', ')

/** What any request is refused for before it is looked at (RFC 3261 8.2.2, 8.2.3); undefined when it may pass. */
export function refusalOf(request: SipRequest): ResponseParts | undefined {
  // RFC 3261 8.2.2.3: a CANCEL or ACK is never refused for its Require.
  const unknown = headerValues(request, 'Require').filter(
    (word) => !KNOWN_OPTIONS.includes(word.toLowerCase()),
  )
  if (unknown.length > 0) return { status: 420, headers: [field('Unsupported', unknown.join(', '))] }
  if (!/^(sips?|tel)$/.test(uriScheme(request.uri) ?? '')) return { status: 416 }
  return undefined
}

/** 415 for a session description that we cannot read; a body that may be ignored (RFC 3261 20.11) is no offer. */
export function bodyRefusalOf(request: SipRequest): ResponseParts | undefined {
  if (request.body === '') return undefined
  const encoding = textOf(request, 'Content-Encoding') || 'identity'
  if (encoding.toLowerCase() !== 'identity')
    return { status: 415, headers: [field('Accept-Encoding', 'identity')] }
  if (sdpOf(request) !== undefined) return undefined
  const isOptional = /handling\s*=\s*optional/i.test(textOf(request, 'Content-Disposition'))
  if (isOptional && contentType(request) !== 'application/sdp') return undefined
  return { status: 415, headers: [field('Accept', 'application/sdp')] }
}
