/** Where the token may go: one origin, https, or http on loopback. */
export function isLoopback(hostname: string): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || /^127(?:\.\d{1,3}){3}$/.test(hostname)
}

/** The base with a trailing slash, or undefined. */
export function readApiBase(text: unknown): URL | undefined {
  if (typeof text !== 'string' || text.length > 2048 || !/^https?:\/\/[^\\]*$/i.test(text)) return undefined
  if (!URL.canParse(text)) return undefined
  const url = new URL(text)
  const isSafe = url.protocol === 'https:' || isLoopback(url.hostname)
  if (!isSafe || url.username || url.password || url.search || url.hash) return undefined
  if (!url.pathname.endsWith('/')) url.pathname += '/'
  return url
}

export function isToken(token: unknown): token is string {
  // Printable ASCII: it goes into a header.
  return typeof token === 'string' && /^[\x21-\x7e]{1,8192}$/.test(token)
}
