/** `GET /api/contacts/lookup?number=…`. */
import { Hono } from 'hono'
import type { MiddlewareHandler } from 'hono'
import { z } from 'zod'
import type { ApiEnv } from '../http/api-env.ts'
import { byToken, limitRate } from '../http/limit-rate.ts'
import { createRateLimiter } from '../http/rate-limit.ts'
import { readQuery } from '../http/read-input.ts'
import { lookUpContact } from './contact-lookup.ts'
import type { ContactStore } from './contact-store.ts'

// No digits demanded: the number is whatever the network said of the caller, and `anonymous` has just no contact.
export const lookupQuerySchema = z.object({ number: z.string().trim().min(1).max(64) })

export function contactRoutes(
  store: ContactStore,
  options: { signedIn: MiddlewareHandler<ApiEnv>; now: () => number },
): Hono<ApiEnv> {
  // Well above what a busy agent's calls need, well below what reading out the whole list would.
  const limit = limitRate(createRateLimiter({ limit: 300 }), byToken, options.now)
  return new Hono<ApiEnv>().get('/lookup', options.signedIn, limit, async (c) => {
    const { number } = readQuery(c, lookupQuerySchema)
    return c.json({ data: await lookUpContact(store, { accountId: c.get('user').accountId, number }) })
  })
}
