import { headerValue } from '../message/headers.ts'
import type { HeaderField, SipMessage } from '../message/message.ts'

/** Type and subtype in lower case, without parameters; '' when there is none. */
export function contentType(message: SipMessage): string {
  return (headerValue(message, 'Content-Type') ?? '').split(';', 1)[0]?.trim().toLowerCase() ?? ''
}

/** The session description of a message, if it carries one. */
export function sdpOf(message: SipMessage): string | undefined {
  const type = contentType(message) || (message.body.startsWith('v=0') ? 'application/sdp' : '')
  return message.body !== '' && type === 'application/sdp' ? message.body : undefined
}

export const SDP_TYPE: HeaderField = { name: 'Content-Type', value: 'application/sdp' }
