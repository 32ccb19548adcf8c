import { parseParams } from './params.ts'
import type { Params } from './params.ts'
import { misfit, quote, sliceTrimmed, unescapeQuoted } from './text.ts'
import { uriScheme } from './uri.ts'

/** Value of From, To, Contact, Route, Refer-To … (RFC 3261 20.10): `"Name" <uri>;params` or `uri;params`. */
export interface NameAddr {
  /** Plain text: quotes and backslashes removed, never markup. Absent when empty. */
  readonly displayName?: string | undefined
  /** As on the wire, of any scheme. */
  readonly uri: string
  /** Header parameters (`tag`, `expires`, …), not those of the URI. */
  readonly params: Params
}

/**
 * A name, quoted or of any characters but a few, with a URI in angle brackets behind it; or a bare URI. Without brackets
 * everything after `;` belongs to the header (RFC 3261 20), and `?` and `,` may not stand: `sip:a@b;x="<"` is such a
 * URI, whose bracket opens nothing.
 */
const NAME_ADDR =
  /^[ \t]*(?:(?:"((?:[^"\\]|\\[^])*)"[ \t]*|(?![a-z][a-z\d+.-]*:[^\s<]*;)([^<>",]*))<([a-z][a-z\d+.-]*:[^\s<>"]+)>|([a-z][a-z\d+.-]*:[^\s<>";?,]+)(?=[;\s]|$))/i

/**
 * Undefined when it is broken: open quote, blanks or quotes in the brackets, no scheme, a comma in an unquoted name.
 * Lenient in unquoted display names: any other characters are taken, UTF-8 and brackets too, because phones send them.
 */
export function parseNameAddr(text: string): NameAddr | undefined {
  const found = NAME_ADDR.exec(text)
  if (!found) return undefined
  const [all, quoted, plain = '', uri = found[4] ?? ''] = found
  const displayName = quoted === undefined ? sliceTrimmed(plain, 0, plain.length) : unescapeQuoted(quoted)
  const params = parseParams(text, all.length)
  return params && { displayName: displayName || undefined, uri, params }
}

export interface NameAddrParts {
  readonly uri: string
  readonly displayName?: string | undefined
}

/** Always with angle brackets and a quoted name. Throws RangeError when the URI would break out of them. */
export function formatNameAddr({ uri, displayName }: NameAddrParts): string {
  if (!uriScheme(uri)) throw misfit()
  return `${displayName ? quote(displayName) + ' ' : ''}<${uri}>`
}
