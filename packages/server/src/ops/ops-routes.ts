/** `/healthz` and `/metrics`, for whoever runs the server. */
import { timingSafeEqual } from 'node:crypto'
import { Hono } from 'hono'
import type { Context } from 'hono'
import type { ApiEnv } from '../http/api-env.ts'
import { ApiError } from '../http/api-error.ts'
import { isLoopbackAddress, isLoopbackHost, peerAddress } from '../http/client-address.ts'
import type { Metrics } from './metrics.ts'

export interface OpsParts {
  readonly metrics: Pick<Metrics, 'text' | 'contentType'>
  /** Rejects where the database does not answer. */
  readonly ping: () => Promise<void>
  /** Lets Prometheus read from elsewhere; without it only this machine may. */
  readonly metricsToken?: string | undefined
}

export function opsRoutes(parts: OpsParts): Hono<ApiEnv> {
  const routes = new Hono<ApiEnv>()
  routes.get('/healthz', async (c) => {
    c.header('Cache-Control', 'no-store')
    const isUp = await parts.ping().then(
      () => true,
      () => false,
    )
    return c.json({ status: isUp ? 'ok' : 'failing', database: isUp ? 'ok' : 'failing' }, isUp ? 200 : 503)
  })
  routes.get('/metrics', async (c) => {
    // Not 403: who may not read them need not know that they are there.
    if (!mayRead(c, parts.metricsToken)) throw new ApiError(404)
    c.header('Content-Type', parts.metrics.contentType)
    return c.body(await parts.metrics.text())
  })
  return routes
}

function mayRead(c: Context, token: string | undefined): boolean {
  const given = /^Bearer (.+)$/.exec(c.req.header('Authorization') ?? '')?.[1]
  if (token !== undefined && given !== undefined && isSame(given, token)) return true
  // Behind a proxy on the same machine everybody comes from 127.0.0.1; the headers it adds tell them apart.
  const isProxied = ['Forwarded', 'X-Forwarded-For', 'X-Real-IP', 'Via'].some(
    (name) => c.req.header(name) !== undefined,
  )
  const address = peerAddress(c)
  const isHere = address === undefined || isLoopbackAddress(address)
  return isHere && !isProxied && isLoopbackHost(new URL(c.req.url).hostname)
}

function isSame(given: string, expected: string): boolean {
  const [left, right] = [Buffer.from(given), Buffer.from(expected)]
  return left.length === right.length && timingSafeEqual(left, right)
}
