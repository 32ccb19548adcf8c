/** `GET /api/webphone/sip-config`. */
import { Hono } from 'hono'
import type { MiddlewareHandler } from 'hono'
import type { PhoneOwner } from '../directory.ts'
import type { ApiEnv } from '../http/api-env.ts'
import { byToken, limitRate } from '../http/limit-rate.ts'
import { createRateLimiter } from '../http/rate-limit.ts'
import { ownWssUrl } from './own-wss-url.ts'
import { createSipConfig } from './sip-config.ts'
import type { SipConfigPolicy } from './sip-config.ts'

export function sipConfigRoutes(
  policy: SipConfigPolicy,
  options: {
    signedIn: MiddlewareHandler<ApiEnv>
    now: () => number
    publicUrl?: string
    /** Of the own PBX. */
    challenge: () => string | undefined
    /** Told whose phone will register. */
    onPhone?: (user: PhoneOwner) => void
  },
): Hono<ApiEnv> {
  // Twice the 60 of other calls: every page load and every reconnect of a user in several tabs asks once.
  const limit = limitRate(createRateLimiter({ limit: 120 }), byToken, options.now)
  return new Hono<ApiEnv>().get('/sip-config', options.signedIn, limit, (c) => {
    const user = c.get('user')
    const { extension, fullName } = user
    options.onPhone?.(user)
    const config = createSipConfig(policy, {
      extension,
      displayName: fullName,
      ownWssUrl: ownWssUrl(options.publicUrl ?? c.req.url),
      nowMs: options.now(),
      challenge: options.challenge(),
    })
    return c.json({ data: config })
  })
}
