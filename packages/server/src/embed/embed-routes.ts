/** `POST /api/webphone/embed-token`, and whose pages may frame the phones of an account. */
import type { EmbedOriginsBody, EmbedTokenBody } from '@zorio/contract'
import { Hono } from 'hono'
import type { MiddlewareHandler } from 'hono'
import { z } from 'zod'
import type { ApiEnv } from '../http/api-env.ts'
import { ApiError } from '../http/api-error.ts'
import { isoTime } from '../http/iso-time.ts'
import { byToken, limitRate } from '../http/limit-rate.ts'
import { createRateLimiter } from '../http/rate-limit.ts'
import { readBody } from '../http/read-input.ts'
import type { EmbedOriginStore } from './embed-origin-store.ts'
import { signEmbedToken } from './embed-token.ts'

const origins = z
  .array(z.string().max(255).refine(isOrigin, 'Must be an origin such as https://crm.example.'))
  .max(20)

export const embedTokenSchema = z.object({
  ttl_seconds: z.int().min(30).max(600).default(300),
  origins: origins.optional(),
})
export const embedOriginsSchema = z.object({ origins })

export interface EmbedRouteOptions {
  readonly signedIn: MiddlewareHandler<ApiEnv>
  readonly now: () => number
  readonly embedOrigins: EmbedOriginStore
}

export function embedRoutes(secret: string, options: EmbedRouteOptions): Hono<ApiEnv> {
  const { signedIn, now, embedOrigins } = options
  const limit = limitRate(createRateLimiter({ limit: 60 }), byToken, now)
  const routes = new Hono<ApiEnv>()
  routes.post('/embed-token', signedIn, limit, async (c) => {
    const { ttl_seconds: ttlSeconds, origins: asked } = await readBody(c, embedTokenSchema)
    const { id: userId, accountId, extension } = c.get('user')
    const ofAccount = await embedOrigins.of(accountId)
    const foreign = asked?.find((origin) => ofAccount.length > 0 && !ofAccount.includes(origin))
    if (foreign !== undefined)
      throw new ApiError(422, { errors: { origins: [`${foreign} is no origin of this account.`] } })
    const grant = { userId, accountId, extension, origins: asked ?? ofAccount, ttlSeconds }
    const { token, expiresAtMs } = await signEmbedToken(secret, { ...grant, issuedAtMs: now() })
    return c.json<EmbedTokenBody>({ embed_token: token, expires_at: isoTime(expiresAtMs) })
  })
  routes.get('/embed-origins', signedIn, limit, async (c) =>
    c.json<{ data: EmbedOriginsBody }>({ data: { origins: await embedOrigins.of(c.get('user').accountId) } }),
  )
  routes.put('/embed-origins', signedIn, limit, async (c) => {
    const { accountId } = c.get('user')
    await embedOrigins.replace(accountId, (await readBody(c, embedOriginsSchema)).origins)
    return c.json<{ data: EmbedOriginsBody }>({ data: { origins: await embedOrigins.of(accountId) } })
  })
  return routes
}

function isOrigin(text: string): boolean {
  return URL.canParse(text) && /^https?:$/.test(new URL(text).protocol) && new URL(text).origin === text
}
