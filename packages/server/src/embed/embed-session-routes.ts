/** `POST /api/webphone/embed-session`: the embed page turns the token of its URL into a bearer for the phone. */
import type { EmbedRefusal, EmbedSessionBody } from '@zorio/contract'
import { Hono } from 'hono'
import type { Context } from 'hono'
import { z } from 'zod'
import type { Login } from '../auth/login.ts'
import type { ApiEnv } from '../http/api-env.ts'
import { ApiError } from '../http/api-error.ts'
import { isoTime } from '../http/iso-time.ts'
import { limitRate } from '../http/limit-rate.ts'
import { createRateLimiter } from '../http/rate-limit.ts'
import { readBody } from '../http/read-input.ts'
import type { EmbedGrantStore } from './embed-grant-store.ts'
import { verifyEmbedToken } from './embed-token.ts'

export const embedSessionSchema = z.object({
  embed_token: z.string().min(1).max(8000),
  parent_origin: z.string().max(255).optional(),
})

/** A working shift; the page around the phone reloads it with a new token afterwards. */
const sessionMs = 12 * 3_600_000

export interface EmbedSessionParts {
  readonly embedSecret: string
  readonly embedGrants: EmbedGrantStore
  readonly login: Pick<Login, 'issueToken'>
  readonly now: () => number
  readonly publicUrl?: string
}

export function embedSessionRoutes(parts: EmbedSessionParts): Hono<ApiEnv> {
  const { now } = parts
  const byAddress = (c: Context<ApiEnv>): string => c.get('address')
  const limit = limitRate(createRateLimiter({ limit: 60 }), byAddress, now)
  return new Hono<ApiEnv>().post('/embed-session', limit, async (c) => {
    // Only our own page redeems: a site that frames it has no business with the bearer.
    const origin = c.req.header('Origin')
    const ownHost = new URL(parts.publicUrl ?? c.req.url).host
    if (origin !== undefined && !(URL.canParse(origin) && new URL(origin).host === ownHost))
      throw new ApiError(403)
    const { embed_token, parent_origin } = await readBody(c, embedSessionSchema)
    const grant = await verifyEmbedToken(parts.embedSecret, embed_token, now())
    if (grant === 'expired') throw refusal('embed_token_expired')
    if (grant === 'invalid') throw refusal('embed_token_invalid')
    const own = new URL(parts.publicUrl ?? c.req.url).origin
    // Before the token counts as used: a page that may not have it must not spend it either.
    if (parent_origin !== undefined && parent_origin !== own && !grant.origins.includes(parent_origin))
      throw refusal('embed_origin_refused')
    if (!(await parts.embedGrants.use(grant.jti, grant.expiresAtMs))) throw refusal('embed_token_used')
    const expiresAt = now() + sessionMs
    const limits = { scopes: ['webphone' as const], expiresAt }
    const token = await parts.login.issueToken(grant.userId, 'embed', limits)
    const { extension, origins } = grant
    const session = { token, expires_at: isoTime(expiresAt), extension, origins: [...origins] }
    return c.json<{ data: EmbedSessionBody }>({ data: session })
  })
}

const refusals: Readonly<Record<EmbedRefusal, readonly [401 | 403, string]>> = {
  embed_token_expired: [401, 'This embed token has expired.'],
  embed_token_invalid: [401, 'This embed token is not valid.'],
  embed_token_used: [401, 'This embed token was used before.'],
  embed_origin_refused: [403, 'This embed token is for pages of other origins.'],
}

function refusal(code: EmbedRefusal): ApiError {
  const [status, message] = refusals[code]
  return new ApiError(status, { message, code })
}
