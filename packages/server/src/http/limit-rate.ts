/** Puts a rate limit before routes and tells the caller where it stands. */
import type { Context, MiddlewareHandler } from 'hono'
import { ApiError } from './api-error.ts'
import type { ApiEnv } from './api-env.ts'
import type { RateLimiter } from './rate-limit.ts'

/** One of several limits of the same route; the headers then speak of the last one passed, or of the one that refused. */
export function limitRate(
  limiter: RateLimiter,
  keyOf: (c: Context<ApiEnv>) => string,
  now: () => number,
): MiddlewareHandler<ApiEnv> {
  return async (c, next) => {
    takeRate(c, limiter, { key: keyOf(c), nowMs: now() })
    await next()
  }
}

/** The same for a route that learns its key only from the body. Throws 429. */
export function takeRate(c: Context, limiter: RateLimiter, hit: { key: string; nowMs: number }): void {
  const decision = limiter.hit(hit.key, hit.nowMs)
  c.header('X-RateLimit-Limit', String(decision.limit))
  c.header('X-RateLimit-Remaining', String(decision.remaining))
  c.header('X-RateLimit-Reset', String(Math.ceil(decision.resetAtMs / 1000)))
  if (decision.isAllowed) return
  const seconds = Math.max(1, Math.ceil((decision.resetAtMs - hit.nowMs) / 1000))
  c.header('Retry-After', String(seconds))
  throw new ApiError(429, { message: `Too many requests. Retry after ${seconds} seconds.` })
}

export const byToken = (c: Context<ApiEnv>): string => String(c.get('user').tokenId)
