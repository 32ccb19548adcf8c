import { headerValue, headerValues } from '../message/headers.ts'
import type { HeaderField, SipMessage } from '../message/message.ts'
import { parseDeltaSeconds } from '../message/session-expires.ts'

type Fields = Pick<SipMessage, 'headers'>

/** First value of that name, '' when there is none. */
export function textOf(message: Fields, name: string): string {
  return headerValue(message, name) ?? ''
}

/** Leading delta-seconds of a header. */
export function secondsOf(message: Fields, name: string): number | undefined {
  return parseDeltaSeconds(textOf(message, name))
}

/** Whether a list of words (option tags, methods) has this one. */
export function lists(message: Fields, name: string, word: string): boolean {
  return headerValues(message, name).some((item) => item.toLowerCase() === word)
}

/** Type and subtype in lower case, without parameters; '' when there is none. */
export function contentType(message: SipMessage): string {
  return /^[^;\s]*/.exec(textOf(message, 'Content-Type'))?.[0].toLowerCase() ?? ''
}

/** The session description of a message, if it carries one. */
export function sdpOf(message: SipMessage): string | undefined {
  const type = contentType(message) || (message.body.startsWith('v=0') ? 'application/sdp' : '')
  return message.body !== '' && type === 'application/sdp' ? message.body : undefined
}

export const field = (name: string, value: string): HeaderField => ({ name, value })

export const SDP_TYPE = field('Content-Type', 'application/sdp')
