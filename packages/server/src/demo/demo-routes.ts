/** The demo page and the JSON it starts from. Mounted in demo mode only. */
import { Hono } from 'hono'
import type { Context, MiddlewareHandler } from 'hono'
import type { ApiEnv } from '../http/api-env.ts'
import { ApiError } from '../http/api-error.ts'
import { isLoopbackAddress, isLoopbackHost, peerAddress } from '../http/client-address.ts'
import { staticFiles } from '../http/static-files.ts'
import type { DemoSite } from './demo-site.ts'
import { snippet } from './snippet.ts'

export function demoRoutes(site: DemoSite): Hono<ApiEnv> {
  const routes = new Hono<ApiEnv>()
  const page = staticFiles(site.pageFolder, '/')
  routes.get('/', pagePolicy, page)
  routes.get('/demo/session.json', async (c) => {
    if (!isFromOwnPage(c)) throw new ApiError(403)
    c.header('Cache-Control', 'no-store')
    const { users, testNumbers } = site
    const lines = snippet(new URL(c.req.url).origin, users[0]?.token ?? '')
    const contacts = await site.contacts()
    return c.json({ users, testNumbers, contacts, snippet: lines.join('\n') })
  })
  routes.get('/demo/*', pagePolicy, staticFiles(site.pageFolder, '/demo/'))
  return routes
}

/**
 * Tokens leave only to a page of this server on this machine. The Host is checked beside the address, or a page whose
 * DNS name was pointed at 127.0.0.1 (rebinding) would pass for our own.
 */
function isFromOwnPage(c: Context): boolean {
  const address = peerAddress(c)
  if (address !== undefined && !isLoopbackAddress(address)) return false
  const url = new URL(c.req.url)
  if (!isLoopbackHost(url.hostname)) return false
  const origin = c.req.header('Origin')
  const site = c.req.header('Sec-Fetch-Site')
  return (origin === undefined || origin === url.origin) && (site === undefined || site === 'same-origin')
}

/** `blob:` workers: the SDK reads received keys in one. The WebSocket is named for browsers whose 'self' leaves it out. */
const pagePolicy: MiddlewareHandler<ApiEnv> = async (c, next) => {
  const { host } = new URL(c.req.url)
  c.header(
    'Content-Security-Policy',
    [
      "default-src 'none'",
      "script-src 'self'",
      "style-src 'self'",
      // The icon of the page with the number of missed calls on it.
      "img-src 'self' data:",
      `connect-src 'self' ws://${host} wss://${host}`,
      'worker-src blob:',
      'media-src blob: mediastream:',
      "base-uri 'none'",
      "form-action 'none'",
      "frame-ancestors 'none'",
    ].join('; '),
  )
  c.header('Permissions-Policy', 'microphone=(self)')
  await next()
}
