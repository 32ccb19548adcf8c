/** A key press in a SIP INFO body: `application/dtmf-relay` and `application/dtmf`, neither of which has an RFC. */
export interface DtmfPress {
  /** One of `0`-`9`, `*`, `#`, `A`-`D`. */
  readonly digit: string
  /** Absent when the body does not say. */
  readonly durationMs?: number | undefined
}

/** The media type of `formatDtmfRelay`. */
export const DTMF_RELAY = 'application/dtmf-relay'

/** Some gateways send the event code of RFC 4733 3.2 in place of the key: 10 is `*`. */
const EVENT_CODES = ['*', '#', 'A', 'B', 'C', 'D']

function digitOf(signal: string): string | undefined {
  const digit = EVENT_CODES[Number(signal) - 10] ?? signal.toUpperCase()
  return /^[\d*#A-D]$/.test(digit) ? digit : undefined
}

/** Undefined for another media type or a body without one key. Durations over 60 s are held at 60 s. */
export function parseDtmfBody(contentType: string, body: string): DtmfPress | undefined {
  const type = contentType.split(';')[0]?.trim().toLowerCase()
  if (type !== DTMF_RELAY && type !== 'application/dtmf') return undefined
  const signal = /^[ \t]*Signal[ \t]*[=:][ \t]*([^ \t\r\n]{1,2})[ \t]*$/im.exec(body)?.[1]
  const digit = digitOf(signal ?? (type === 'application/dtmf' ? body.slice(0, 64).trim() : ''))
  const duration = /^[ \t]*Duration[ \t]*[=:][ \t]*(\d{1,9})[ \t]*$/im.exec(body)?.[1]
  if (digit === undefined) return undefined
  return { digit, durationMs: duration === undefined ? duration : Math.min(Number(duration), 60_000) }
}

/** Throws RangeError for anything that is not a key. */
export function formatDtmfRelay({ digit, durationMs = 100 }: DtmfPress): string {
  if (!/^[\d*#A-D]$/.test(digit)) throw new RangeError(`not a key: ${JSON.stringify(digit)}`)
  return `Signal=${digit}\r\nDuration=${durationMs}\r\n`
}
