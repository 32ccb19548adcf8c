import { formatParams, HEADER_PARAMS, parseParams } from './params.ts'
import type { Params } from './params.ts'
import { closingQuote, quote, skipBlanks, sliceTrimmed, unescapeQuoted } from './text.ts'
import { uriScheme } from './uri.ts'

/** Value of From, To, Contact, Route, Refer-To … (RFC 3261 20.10): `"Name" <uri>;params` or `uri;params`. */
export interface NameAddr {
  /** Plain text: quotes and backslashes removed, never markup. Absent when empty. */
  readonly displayName?: string
  /** As on the wire, of any scheme. */
  readonly uri: string
  /** Header parameters (`tag`, `expires`, …), not those of the URI. */
  readonly params: Params
}

/** Without angle brackets everything after `;` belongs to the header (RFC 3261 20), and `?` and `,` may not stand. */
function parseAddrSpec(text: string, start: number): NameAddr | undefined {
  const tail = /[;\s]/.exec(text.slice(start))
  const end = tail ? start + tail.index : text.length
  const uri = text.slice(start, end)
  if (!uriScheme(uri) || /[?,]/.test(uri)) return undefined
  const params = parseParams(text, end, HEADER_PARAMS)
  return params && { uri, params }
}

/** Where `<` stands, given that the name before it may be quoted; -1 when there is none. */
function openBracket(text: string, start: number): number {
  if (text[start] !== '"') return text.indexOf('<', start)
  const close = closingQuote(text, start)
  if (close < 0) return -1
  const open = skipBlanks(text, close + 1)
  return text[open] === '<' ? open : -1
}

/**
 * Undefined when it is broken: open quote, blanks or quotes in the brackets, no scheme, a comma in an unquoted name.
 * Lenient in unquoted display names: any other characters are taken, UTF-8 and brackets too, because phones send them.
 */
export function parseNameAddr(text: string): NameAddr | undefined {
  const start = skipBlanks(text, 0)
  const open = openBracket(text, start)
  const isQuoted = text[start] === '"'
  // `sip:a@b;x="<"` has a bracket that opens nothing.
  if (open < 0 || (!isQuoted && /^[a-z][a-z\d+.-]*:\S*;/i.test(text.slice(start, open))))
    return isQuoted ? undefined : parseAddrSpec(text, start)
  const close = text.indexOf('>', open)
  const uri = text.slice(open + 1, close)
  if (close < 0 || !uriScheme(uri)) return undefined
  const params = parseParams(text, close + 1, HEADER_PARAMS)
  if (!params) return undefined
  const written = sliceTrimmed(text, start, open)
  if (!isQuoted && /[",>]/.test(written)) return undefined
  const displayName = isQuoted ? unescapeQuoted(written.slice(1, -1)) : written
  return displayName ? { displayName, uri, params } : { uri, params }
}

export interface NameAddrParts {
  readonly uri: string
  readonly displayName?: string | undefined
  readonly params?: Params
}

/** Always with angle brackets and a quoted name. Throws RangeError when the URI would break out of them. */
export function formatNameAddr({ uri, displayName, params }: NameAddrParts): string {
  if (!uriScheme(uri)) throw new RangeError(`not a URI: ${JSON.stringify(uri)}`)
  return `${displayName ? quote(displayName) + ' ' : ''}<${uri}>${params ? formatParams(params) : ''}`
}
