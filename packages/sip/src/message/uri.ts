import type { Params } from './params.ts'

/** A `sip:`, `sips:` or `tel:` URI. User, parameters and headers stand as on the wire, percent escapes included. */
export interface SipUri {
  /** Lower case. */
  readonly scheme: 'sip' | 'sips' | 'tel'
  /** The number of a `tel:` URI. */
  readonly user?: string | undefined
  readonly password?: string | undefined
  /** '' for `tel:`. IPv6 keeps its brackets. */
  readonly host: string
  readonly port?: number | undefined
  readonly params: Params
  /** What follows `?`, undecoded; '' when there is none. */
  readonly headers: string
}

/** User and password, host, port, parameters, headers. A second `@` could be read as the end of the user by somebody else. */
const SIP_URI =
  /^sips?:(?:(?!@)([^@:]*)(?::([^@]*))?@)?(\[[\da-f:.]+\]|[\w.-]+)(?::(\d{1,5}))?(?:;([^?@]*))?(?:\?([^@]*))?$/i
/** RFC 3261 25.1 `user`: what may stand in it without a percent escape. */
const USER_ESCAPES = /[^\w\-.!~*'()&=+$,;?/]/gu

/** The scheme in lower case, or undefined when the text is no URI at all. Tells 416 from 400. */
export function uriScheme(text: string): string | undefined {
  return /^([a-z][a-z\d+.-]*):[^\s<>"]+$/i.exec(text)?.[1]?.toLowerCase()
}

function uriParams(text: string): Params | undefined {
  const params = new Map<string, string>()
  for (const part of text.split(';')) {
    if (!part) continue
    const equals = part.indexOf('=')
    const name = (equals < 0 ? part : part.slice(0, equals)).toLowerCase()
    const value = equals < 0 ? '' : part.slice(equals + 1)
    if (!name || (params.get(name) ?? value) !== value) return undefined
    params.set(name, value)
  }
  return params
}

/**
 * Undefined for anything that is not a well-formed sip, sips or tel URI. Lenient where phones in the field are sloppy:
 * raw `#` and raw UTF-8 in the user part are taken.
 */
export function parseUri(text: string): SipUri | undefined {
  const scheme = uriScheme(text)
  if (scheme === 'tel') {
    const [number = '', ...rest] = text.slice(4).split(';')
    const params = uriParams(rest.join(';'))
    return params && number ? { scheme, user: number, host: '', params, headers: '' } : undefined
  }
  if (scheme !== 'sip' && scheme !== 'sips') return undefined
  const [all, user, password, host = '', port, written = '', headers = ''] = SIP_URI.exec(text) ?? []
  const params = uriParams(written)
  if (all === undefined || !params || Number(port ?? 0) > 65_535) return undefined
  return { scheme, user, password, host, port: port === undefined ? port : Number(port), params, headers }
}

/** Throws RangeError when a part would break out of its place. */
export function formatUri(uri: Omit<SipUri, 'headers'> & { readonly headers?: string }): string {
  const { scheme, user, password, host, port, params, headers } = uri
  let text = scheme + ':'
  if (user !== undefined) text += password === undefined ? user : `${user}:${password}`
  if (user !== undefined && scheme !== 'tel') text += '@'
  text += host
  if (port !== undefined) text += `:${port}`
  for (const [name, value] of params) text += value === '' ? `;${name}` : `;${name}=${value}`
  if (headers) text += '?' + headers
  const back = parseUri(text)
  // Every part must come back as it went in; a `;`, `?` or `@` in the wrong place does not.
  const parts = (of: typeof uri): string =>
    JSON.stringify([of.user, of.password, of.host, of.port, of.headers ?? '', ...of.params])
  if (!back || parts(back) !== parts(uri)) throw new RangeError(`not a URI: ${JSON.stringify(text)}`)
  return text
}

/** A dialled string as the user part of a URI: `*98#` becomes `*98%23`. */
export function escapeUser(text: string): string {
  return text.replace(USER_ESCAPES, (character) =>
    character >= '\ud800' && character <= '\udfff' && character.length === 1
      ? '%EF%BF%BD'
      : encodeURIComponent(character),
  )
}

/** Percent escapes to text; left as it is where they are not UTF-8. */
export function unescapeUser(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}

const TELLING_PARAMS = ['user', 'ttl', 'method', 'maddr', 'transport']

/** RFC 3261 19.1.4, without the comparison of URI headers (any difference there makes them differ). */
export function sameUri(left: string, right: string): boolean {
  if (left === right) return true
  const a = parseUri(left)
  const b = parseUri(right)
  if (!a || !b || a.scheme !== b.scheme || a.port !== b.port || a.headers !== b.headers) return false
  if (a.host.toLowerCase() !== b.host.toLowerCase() || a.password !== b.password) return false
  if ((a.user === undefined) !== (b.user === undefined)) return false
  if (unescapeUser(a.user ?? '') !== unescapeUser(b.user ?? '')) return false
  for (const name of new Set([...a.params.keys(), ...b.params.keys()])) {
    const [mine, theirs] = [a.params.get(name), b.params.get(name)]
    if (mine === undefined || theirs === undefined) {
      if (TELLING_PARAMS.includes(name)) return false
    } else if (mine.toLowerCase() !== theirs.toLowerCase()) return false
  }
  return true
}
