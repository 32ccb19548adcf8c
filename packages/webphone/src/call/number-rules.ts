/** Numbers: what may be dialled, and what a caller's URI tells. */
import { unescapeUser } from '@zorio/sip'

/** The form that is dialled, or undefined. Separators that people write between digits are dropped, nothing else. */
export function readDialNumber(text: unknown): string | undefined {
  if (typeof text !== 'string' || text.length > 64) return undefined
  const number = text.replace(/[ \u00a0().\-/]/g, '')
  return /^(?=.{1,32}$)\+?[0-9*#]+$/.test(number) ? number : undefined
}

/** RFC 3261 25.1: `#` is not allowed raw in the user part. */
export function uriFromNumber(number: string, domain: string): string {
  return `sip:${number.replaceAll('#', '%23')}@${domain}`
}

/** The user part of a sip, sips or tel URI as text without control characters; empty when there is none. */
export function numberFromUri(uri: string): string {
  // A SIP URI without a user part is a host, not a number.
  const match = /^(?:tel:|sips?:(?=.*@))([^@;?:]{1,512})/i.exec(uri.trim())
  const user = unescapeUser(match?.[1] ?? '')
  return plainText(/^[+\d][\d\s().-]*$/.test(user) ? user.replace(/[\s().-]/g, '') : user, 64)
}

/** Control, direction-changing and zero-width characters out; cut at `limit` code points. */
export function plainText(text: string, limit = 256): string {
  const cut = Array.from(text.slice(0, limit * 4)).filter((char) => !unseen.test(char))
  return cut.slice(0, limit).join('').trim()
}

const unseen = /[\p{Cc}\p{Cs}\u2028\u2029\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff]/u

/** Whom a REFER inside one of our calls may make us dial: a number, always at our own domain; undefined for all else. */
export function numberFromReferTarget(uri: string): string | undefined {
  return /^sips?:/i.test(uri) ? readDialNumber(numberFromUri(uri)) : undefined
}
