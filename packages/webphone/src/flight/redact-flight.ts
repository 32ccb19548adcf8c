/** What may leave in a record: the redaction of the logs, and names as well, since a record is mailed. */
import { redact } from '../base/logger.ts'

const longestText = 8192
/** Display names stand in front of an address, quoted or as words (RFC 3261 25.1). */
const displayName =
  /^((?:From|To|Contact|P-Asserted-Identity|Remote-Party-ID|Refer-To|Referred-By|[ftmrb])[ \t]*:[ \t]*)(?:"(?:[^"\\]|\\.)*"|[^\s<"][^<"\r\n]*?)(?=\s*<)/gim

export function redactSip(text: string): string {
  return redact(text.slice(0, longestText).replace(displayName, '$1"…"'))
}

const secretNames = /password|token|credential|secret|authorization/i
/** Of people, not of calls. */
const personalNames = new Set(['contact', 'displayName', 'full_name', 'phones'])

/** Plain data with every text redacted; what is no data (functions, cycles) is left out. */
export function redactData(value: unknown, depth = 0): unknown {
  if (typeof value === 'string') return redact(value.slice(0, 1024))
  if (typeof value === 'number' || typeof value === 'boolean' || value === null) return value
  if (typeof value !== 'object' || depth > 5) return undefined
  if (Array.isArray(value)) return value.slice(0, 50).map((one) => redactData(one, depth + 1))
  if (value instanceof Error)
    return redactData({ ...Object.fromEntries(Object.entries(value)), message: value.message }, depth + 1)
  return Object.fromEntries(
    Object.entries(value)
      .filter(([name]) => !secretNames.test(name) && !personalNames.has(name))
      .map(([name, inner]) => [name, redactData(inner, depth + 1)]),
  )
}
