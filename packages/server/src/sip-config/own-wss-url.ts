/** The WebSocket address of this server, from the URL by which it was asked. */
import { isLoopbackHost } from '../http/client-address.ts'

export const sipPath = '/sip'

/**
 * Plain `ws:` only on loopback, where the browser allows it and no wire can be tapped; elsewhere a proxy ends TLS
 * before us, and the phone must come by it too.
 */
export function ownWssUrl(requestUrl: string): string {
  const url = new URL(requestUrl)
  const isPlain = url.protocol === 'http:' && isLoopbackHost(url.hostname)
  return `${isPlain ? 'ws' : 'wss'}://${url.host}${sipPath}`
}
