import type { SipMessage } from './message.ts'
import { splitList } from './text.ts'

/**
 * The names that this package compares as they stand, and those in nearly every message (a name that is known is read
 * faster). Any other name stays as written and is found in any case. A letter is the compact form of the name behind it
 * (RFC 3261 7.3.3, RFC 3515, 3892, 4028, 6665).
 */
const KNOWN =
  'Allow Authorization CSeq Expires Max-Forwards Proxy-Authorization Record-Route Route Server User-Agent ' +
  'b Referred-By c Content-Type e Content-Encoding f From i Call-ID k Supported l Content-Length m Contact o Event ' +
  'r Refer-To s Subject t To u Allow-Events v Via x Session-Expires'

const NAMES = new Map<string, string>()
let compact = ''
for (const name of KNOWN.split(' ')) {
  if (name[1])
    NAMES.set(compact || name, name)
      .set(name, name)
      .set(name.toLowerCase(), name)
  compact = name[1] ? '' : name
}

/** Commas in these do not separate values (RFC 3261 7.3.1: the challenge family; and free text). */
const NOT_A_LIST = /^((www|proxy)-)?auth|^(date|subject|server|user-agent|retry-after)$/i

/** The usual spelling of a header name, compact forms expanded; a name we do not know stays as written. */
export function canonicalName(name: string): string {
  return NAMES.get(name) ?? NAMES.get(name.toLowerCase()) ?? name
}

function isSameName(a: string, b: string): boolean {
  return a === b || (a.length === b.length && a.toLowerCase() === b.toLowerCase())
}

/** Value of the first field of that name (any case, compact or long), not split at commas. */
export function headerValue(message: Pick<SipMessage, 'headers'>, name: string): string | undefined {
  const wanted = canonicalName(name)
  for (const field of message.headers) if (isSameName(field.name, wanted)) return field.value
  return undefined
}

/** All values of that name, in wire order; comma lists are split outside quotes and angle brackets. */
export function headerValues(message: Pick<SipMessage, 'headers'>, name: string): string[] {
  const wanted = canonicalName(name)
  const isList = !NOT_A_LIST.test(wanted)
  const values: string[] = []
  for (const field of message.headers) {
    if (!isSameName(field.name, wanted)) continue
    if (isList && field.value.includes(',')) values.push(...splitList(field.value))
    else if (field.value) values.push(field.value)
  }
  return values
}
