import type { Params } from './params.ts'

/** A `sip:`, `sips:` or `tel:` URI. User, parameters and headers stand as on the wire, percent escapes included. */
export interface SipUri {
  /** Lower case. */
  readonly scheme: 'sip' | 'sips' | 'tel'
  /** The number of a `tel:` URI. */
  readonly user?: string
  readonly password?: string
  /** '' for `tel:`. IPv6 keeps its brackets. */
  readonly host: string
  readonly port?: number
  readonly params: Params
  /** What follows `?`, undecoded; '' when there is none. */
  readonly headers: string
}

const HOST_PORT = /^(\[[\da-f:.]+\]|[\w.-]+)(?::(\d{1,5}))?$/i
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
  const start = scheme.length + 1
  const at = text.indexOf('@', start)
  // A second @ could be read as the end of the user part by somebody else.
  if (at >= 0 && text.includes('@', at + 1)) return undefined
  const question = text.indexOf('?', at < 0 ? start : at)
  const headers = question < 0 ? '' : text.slice(question + 1)
  const address = text.slice(at < 0 ? start : at + 1, question < 0 ? undefined : question)
  const semicolon = address.indexOf(';')
  const hostPort = HOST_PORT.exec(semicolon < 0 ? address : address.slice(0, semicolon))
  const params = uriParams(semicolon < 0 ? '' : address.slice(semicolon))
  const port = hostPort?.[2]
  if (!hostPort?.[1] || !params || Number(port ?? 0) > 65_535 || at === start) return undefined
  const colon = at < 0 ? -1 : text.slice(start, at).indexOf(':')
  return {
    scheme,
    ...(at >= 0 && { user: text.slice(start, colon < 0 ? at : start + colon) }),
    ...(colon >= 0 && { password: text.slice(start + colon + 1, at) }),
    host: hostPort[1],
    ...(port !== undefined && { port: Number(port) }),
    params,
    headers,
  }
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
