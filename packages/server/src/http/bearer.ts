/** Lets only signed-in users pass: `Authorization: Bearer ID|RANDOM`. */
import type { MiddlewareHandler } from 'hono'
import { hasScope } from '../auth/scope.ts'
import type { Scope } from '../auth/scope.ts'
import { ApiError } from './api-error.ts'
import type { ApiEnv, SignedInUser } from './api-env.ts'

export function bearer(
  authenticate: (token: string) => Promise<SignedInUser | undefined>,
  scope?: Scope,
): MiddlewareHandler<ApiEnv> {
  return async (c, next) => {
    const token = /^Bearer (\S{1,200})$/i.exec(c.req.header('Authorization') ?? '')?.[1]
    const user = token === undefined ? undefined : await authenticate(token)
    if (!user) {
      c.header('WWW-Authenticate', 'Bearer')
      throw new ApiError(401)
    }
    if (scope && !hasScope(user.scopes, scope))
      throw new ApiError(403, { message: `This token has no scope ${scope}.` })
    c.set('user', user)
    await next()
  }
}
