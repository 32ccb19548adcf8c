/** `/api/pbx/cdr`: call records. */
import type { CallRecordBody, ListBody } from '@zorio/contract'
import { Hono } from 'hono'
import type { MiddlewareHandler } from 'hono'
import { z } from 'zod'
import type { ApiEnv } from '../http/api-env.ts'
import { ApiError } from '../http/api-error.ts'
import { byToken, limitRate } from '../http/limit-rate.ts'
import { createRateLimiter } from '../http/rate-limit.ts'
import { readQuery } from '../http/read-input.ts'
import { callRecordBody } from './call-record.ts'
import type { CallStore } from './call-store.ts'
import { readCallWindow } from './call-window.ts'

export const callQuerySchema = z.object({
  from: z.string().optional(),
  to: z.string().optional(),
  extension: z
    .string()
    .regex(/^\d{3,10}$/, 'Must be 3 to 10 digits.')
    .optional(),
  page: z.coerce.number().int().min(1).max(1_000_000).default(1),
  per_page: z.coerce.number().int().min(1).max(200).default(50),
})

export function callRoutes(
  store: CallStore,
  options: { signedIn: MiddlewareHandler<ApiEnv>; now: () => number },
): Hono<ApiEnv> {
  const limit = limitRate(createRateLimiter({ limit: 60 }), byToken, options.now)
  const routes = new Hono<ApiEnv>()

  routes.get('/cdr', options.signedIn, limit, async (c) => {
    const query = readQuery(c, callQuerySchema)
    const window = readCallWindow(query, options.now())
    if ('errors' in window) throw new ApiError(422, { errors: window.errors })
    const filter = { ...window, accountId: c.get('user').accountId, extension: query.extension }
    const total = await store.count(filter)
    const offset = (query.page - 1) * query.per_page
    const rows = await store.page(filter, { limit: query.per_page, offset })
    return c.json<ListBody<CallRecordBody>>({
      current_page: query.page,
      data: rows.map(callRecordBody),
      last_page: Math.max(1, Math.ceil(total / query.per_page)),
      per_page: query.per_page,
      total,
    })
  })

  routes.get('/cdr/:uuid', options.signedIn, limit, async (c) => {
    // A call of another account is answered like one that never was.
    const row = await store.byUuid(c.get('user').accountId, c.req.param('uuid'))
    if (!row) throw new ApiError(404)
    return c.json({ data: callRecordBody(row) })
  })
  return routes
}
