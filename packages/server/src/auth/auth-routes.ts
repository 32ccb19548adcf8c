/** `/api/auth`: login, me, logout. */
import type { LoginAnswerBody, UserBody } from '@zorio/contract'
import { Hono } from 'hono'
import { z } from 'zod'
import type { ApiEnv } from '../http/api-env.ts'
import { ApiError } from '../http/api-error.ts'
import { bearer } from '../http/bearer.ts'
import { clientAddress } from '../http/client-address.ts'
import { byToken, limitRate, takeRate } from '../http/limit-rate.ts'
import { createRateLimiter } from '../http/rate-limit.ts'
import { readBody } from '../http/read-input.ts'
import type { Login } from './login.ts'

const loginSchema = z.object({
  username: z.string().min(1).max(100),
  password: z.string().min(1).max(200),
  device_name: z.string().min(1).max(100).default('api'),
})

export function authRoutes(login: Login, now: () => number): Hono<ApiEnv> {
  // Five tries for one user from one address; thirty for an address, or it could try one password on every user.
  const perUser = createRateLimiter({ limit: 5 })
  const perAddress = createRateLimiter({ limit: 30 })
  const perToken = limitRate(createRateLimiter({ limit: 30 }), byToken, now)
  const routes = new Hono<ApiEnv>()

  routes.post('/login', async (c) => {
    const address = clientAddress(c) ?? 'unknown'
    takeRate(c, perAddress, { key: address, nowMs: now() })
    const body = await readBody(c, loginSchema)
    takeRate(c, perUser, { key: `${address} ${body.username}`, nowMs: now() })
    const { username, password, device_name: deviceName } = body
    const signedIn = await login.signIn({ username, password, deviceName })
    if (!signedIn) throw new ApiError(401, { message: 'These credentials do not match our records.' })
    return c.json<LoginAnswerBody>({ data: { user: userBody(signedIn.user) }, token: signedIn.token })
  })

  routes.get('/me', bearer(login.authenticate), perToken, (c) => c.json({ data: userBody(c.get('user')) }))

  routes.post('/logout', bearer(login.authenticate), perToken, async (c) => {
    await login.signOut(c.get('user').tokenId)
    return c.body(null, 204)
  })
  return routes
}

function userBody(user: { id: number; username: string; fullName: string; extension: string }): UserBody {
  return { id: user.id, username: user.username, full_name: user.fullName, extension: user.extension }
}
