/** Where the token may go: one origin, https, or http on loopback. */
import { readSafeUrl } from './safe-url.ts'

/** The base with a trailing slash, or undefined. */
export function readApiBase(text: unknown): URL | undefined {
  const url = readSafeUrl(text, 'http')
  if (!url || url.search) return undefined
  if (!url.pathname.endsWith('/')) url.pathname += '/'
  return url
}

export function isToken(token: unknown): token is string {
  // Printable ASCII: it goes into a header.
  return typeof token === 'string' && /^[\x21-\x7e]{1,8192}$/.test(token)
}
