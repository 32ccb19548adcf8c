import type { HeaderField } from './message.ts'
import { parseCSeq } from './cseq.ts'
import { parseNameAddr } from './name-addr.ts'
import { splitList } from './text.ts'
import { parseVia } from './via.ts'

/** What every message must carry, as the sanity check found it. */
export interface CoreFields {
  /** The topmost Via reads well and From, To, Call-ID and CSeq are there: a response can be built. */
  isAnswerable(): boolean
  cseqMethod(): string
  readonly contentLength: number | undefined
  readonly fault?: string | undefined
}

const areAddresses = (text: string): boolean => splitList(text).every(parseNameAddr)
const isNumber = (text: string): boolean => /^\d{1,9}$/.test(text)

/** Says something true of a good value. */
const CHECKS = new Map<string, (value: string) => unknown>([
  ['Via', (value) => value && splitList(value).every(parseVia)],
  ['From', parseNameAddr],
  ['To', parseNameAddr],
  ['Call-ID', (value) => value],
  ['CSeq', parseCSeq],
  ['Contact', (value) => value === '*' || areAddresses(value)],
  ['Route', areAddresses],
  ['Record-Route', areAddresses],
  ['Content-Length', isNumber],
  // Any value; it stands here so that two different ones are refused.
  ['Content-Type', () => true],
  // RFC 3261 20.22: 0 to 255.
  ['Max-Forwards', (value) => isNumber(value) && Number(value) < 256],
])

const MAY_REPEAT = ['Via', 'Contact', 'Route', 'Record-Route']

/** The sanity check of one message. Goes on after a fault, so that a faulty request can still be answered. */
export function checkFields(fields: readonly HeaderField[]): CoreFields {
  const seen = new Map<string, string>()
  let fault: string | undefined
  for (const { name, value } of fields) {
    const isGood = CHECKS.get(name)
    if (!isGood) continue
    const before = seen.get(name)
    if (before === undefined) seen.set(name, value)
    // Two different values: every hop might believe another one (RFC 4475 3.3.8, 3.3.9).
    else if (before !== value && !MAY_REPEAT.includes(name)) fault ??= `conflicting ${name}`
    if (before !== value && !isGood(value)) fault ??= `bad ${name}`
  }
  const missing = ['Via', 'From', 'To', 'Call-ID', 'CSeq'].filter((name) => !seen.get(name))
  if (missing.length) fault ??= `no ${missing.join(', ')}`
  const length = seen.get('Content-Length') ?? ''
  return {
    // Few messages need these two: they are read again when they do.
    isAnswerable: () => !missing.length && parseVia(splitList(seen.get('Via') ?? '')[0] ?? '') !== undefined,
    cseqMethod: () => parseCSeq(seen.get('CSeq') ?? '')?.method ?? '',
    contentLength: isNumber(length) ? Number(length) : undefined,
    fault,
  }
}
