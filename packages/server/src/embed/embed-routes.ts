/** `POST /api/webphone/embed-token`. */
import type { EmbedTokenBody } from '@zorio/contract'
import { Hono } from 'hono'
import type { MiddlewareHandler } from 'hono'
import { z } from 'zod'
import type { ApiEnv } from '../http/api-env.ts'
import { isoTime } from '../http/iso-time.ts'
import { byToken, limitRate } from '../http/limit-rate.ts'
import { createRateLimiter } from '../http/rate-limit.ts'
import { readBody } from '../http/read-input.ts'
import { signEmbedToken } from './embed-token.ts'

export const embedTokenSchema = z.object({
  ttl_seconds: z.int().min(30).max(600).default(300),
  origins: z
    .array(z.string().max(255).refine(isOrigin, 'Must be an origin such as https://crm.example.'))
    .max(20)
    .default([]),
})

export function embedRoutes(
  secret: string,
  options: { signedIn: MiddlewareHandler<ApiEnv>; now: () => number },
): Hono<ApiEnv> {
  const limit = limitRate(createRateLimiter({ limit: 60 }), byToken, options.now)
  return new Hono<ApiEnv>().post('/embed-token', options.signedIn, limit, async (c) => {
    const { ttl_seconds: ttlSeconds, origins } = await readBody(c, embedTokenSchema)
    const { id: userId, accountId, extension } = c.get('user')
    const grant = { userId, accountId, extension, origins, ttlSeconds, issuedAtMs: options.now() }
    const { token, expiresAtMs } = await signEmbedToken(secret, grant)
    return c.json<EmbedTokenBody>({ embed_token: token, expires_at: isoTime(expiresAtMs) })
  })
}

function isOrigin(text: string): boolean {
  return URL.canParse(text) && /^https?:$/.test(new URL(text).protocol) && new URL(text).origin === text
}
