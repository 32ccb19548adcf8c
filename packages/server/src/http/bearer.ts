/** Lets only signed-in users pass: `Authorization: Bearer ID|RANDOM`. */
import type { MiddlewareHandler } from 'hono'
import { ApiError } from './api-error.ts'
import type { ApiEnv, SignedInUser } from './api-env.ts'

export function bearer(
  authenticate: (token: string) => Promise<SignedInUser | undefined>,
): MiddlewareHandler<ApiEnv> {
  return async (c, next) => {
    const token = /^Bearer (\S{1,200})$/i.exec(c.req.header('Authorization') ?? '')?.[1]
    const user = token === undefined ? undefined : await authenticate(token)
    if (!user) {
      c.header('WWW-Authenticate', 'Bearer')
      throw new ApiError(401)
    }
    c.set('user', user)
    await next()
  }
}
