/** An absolute URL that a page may talk to: over TLS, or on loopback for development; nothing in it that hides a second host or a password. */
export function readSafeUrl(text: unknown, scheme: 'http' | 'ws'): URL | undefined {
  if (typeof text !== 'string' || text.length > 2048 || !/^\w+:\/\/[^\\]*$/.test(text)) return undefined
  if (!URL.canParse(text)) return undefined
  const { protocol, hostname, username, password, hash } = new URL(text)
  const isSafe = protocol === `${scheme}s:` || (protocol === `${scheme}:` && isLoopback(hostname))
  return isSafe && !username && !password && !hash ? new URL(text) : undefined
}

function isLoopback(hostname: string): boolean {
  return /^(?:localhost|\[::1\]|127(?:\.\d{1,3}){3})$/.test(hostname)
}
