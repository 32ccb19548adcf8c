/** `/api/auth`: login, me, logout. */
import type { LoginAnswerBody, TokenBody, UserBody } from '@zorio/contract'
import { Hono } from 'hono'
import type { MiddlewareHandler } from 'hono'
import { z } from 'zod'
import type { ApiEnv } from '../http/api-env.ts'
import { ApiError } from '../http/api-error.ts'
import { bearer } from '../http/bearer.ts'
import { isoTime } from '../http/iso-time.ts'
import { byToken, limitRate, takeRate } from '../http/limit-rate.ts'
import { createRateLimiter } from '../http/rate-limit.ts'
import { readBody } from '../http/read-input.ts'
import type { Login } from './login.ts'
import { scopes } from './scope.ts'
import type { TokenRow } from './user-store.ts'

export const loginSchema = z.object({
  username: z.string().min(1).max(100),
  password: z.string().min(1).max(200),
  device_name: z.string().min(1).max(100).default('api'),
  scopes: z.array(z.enum(scopes)).min(1).optional(),
})

export function authRoutes(login: Login, now: () => number): Hono<ApiEnv> {
  // Five tries for one user from one address; thirty for an address, or it could try one password on every user.
  const perUser = createRateLimiter({ limit: 5 })
  const perAddress = createRateLimiter({ limit: 30 })
  const perToken = limitRate(createRateLimiter({ limit: 30 }), byToken, now)
  const routes = new Hono<ApiEnv>()

  routes.post('/login', async (c) => {
    const address = c.get('address')
    takeRate(c, perAddress, { key: address, nowMs: now() })
    const body = await readBody(c, loginSchema)
    takeRate(c, perUser, { key: `${address} ${body.username}`, nowMs: now() })
    const { username, password, device_name: deviceName, scopes } = body
    const signedIn = await login.signIn({ username, password, deviceName, scopes })
    if (!signedIn) throw new ApiError(401, { message: 'These credentials do not match our records.' })
    return c.json<LoginAnswerBody>({ data: { user: userBody(signedIn.user) }, token: signedIn.token })
  })

  routes.get('/me', bearer(login.authenticate), perToken, (c) => c.json({ data: userBody(c.get('user')) }))

  routes.post('/logout', bearer(login.authenticate), perToken, async (c) => {
    const { id, tokenId } = c.get('user')
    await login.revoke(id, tokenId)
    return c.body(null, 204)
  })
  tokenRoutes(routes, login, perToken)
  return routes
}

/** A user's own tokens; the random part of none of them is kept, so none can be shown. */
function tokenRoutes(routes: Hono<ApiEnv>, login: Login, perToken: MiddlewareHandler<ApiEnv>): void {
  const signedIn = bearer(login.authenticate, 'tokens')
  routes.get('/tokens', signedIn, perToken, async (c) => {
    const { id, tokenId } = c.get('user')
    const rows = await login.tokensOf(id)
    return c.json({ data: rows.map((row) => tokenBody(row, tokenId)) })
  })
  routes.delete('/tokens/:id', signedIn, perToken, async (c) => {
    const tokenId = /^\d{1,9}$/.test(c.req.param('id')) ? Number(c.req.param('id')) : 0
    if (!(await login.revoke(c.get('user').id, tokenId))) throw new ApiError(404)
    return c.body(null, 204)
  })
}

function tokenBody(row: TokenRow, currentId: number): TokenBody {
  return {
    id: row.id,
    device_name: row.deviceName,
    scopes: row.scopes.split(' '),
    created_at: isoTime(row.createdAt),
    expires_at: row.expiresAt === null ? null : isoTime(row.expiresAt),
    is_current: row.id === currentId,
  }
}

function userBody(user: { id: number; username: string; fullName: string; extension: string }): UserBody {
  return { id: user.id, username: user.username, full_name: user.fullName, extension: user.extension }
}
