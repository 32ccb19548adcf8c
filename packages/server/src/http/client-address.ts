/** The address of the other end of the TCP connection: a proxy, where one stands before us (`trusted-proxies.ts`). */
import { getConnInfo } from '@hono/node-server/conninfo'
import type { Context } from 'hono'

/** undefined where there is no connection (a request made in a test). */
export function peerAddress(c: Context): string | undefined {
  const env: unknown = c.env
  if (typeof env !== 'object' || env === null || !('incoming' in env)) return undefined
  return getConnInfo(c).remote.address
}

export function isLoopbackAddress(address: string): boolean {
  return address === '::1' || /^(::ffff:)?127(\.\d{1,3}){3}$/.test(address)
}

export function isLoopbackHost(hostname: string): boolean {
  return (
    hostname === 'localhost' ||
    hostname.endsWith('.localhost') ||
    hostname === '[::1]' ||
    /^127(\.\d{1,3}){3}$/.test(hostname)
  )
}
