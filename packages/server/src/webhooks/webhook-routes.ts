/** `/api/pbx/webhooks` and `/api/pbx/webhook-deliveries`. */
import { webhookEvents } from '@zorio/contract'
import type {
  ListBody,
  NewWebhookEndpointBody,
  WebhookDeliveryBody,
  WebhookEndpointBody,
} from '@zorio/contract'
import { Hono } from 'hono'
import type { Context, MiddlewareHandler } from 'hono'
import { z } from 'zod'
import type { ApiEnv } from '../http/api-env.ts'
import { ApiError } from '../http/api-error.ts'
import { isoTime } from '../http/iso-time.ts'
import { byToken, limitRate } from '../http/limit-rate.ts'
import { createRateLimiter } from '../http/rate-limit.ts'
import { readBody, readQuery } from '../http/read-input.ts'
import type { DeliveryRow, DeliveryStore } from './delivery-store.ts'
import type { EndpointRow, EndpointStore } from './endpoint-store.ts'
import { problemOfUrl } from './receiver-address.ts'
import { createWebhookSecret } from './signature.ts'
import type { Webhooks } from './webhooks.ts'

export const endpointSchema = z.object({
  url: z.string().min(1).max(2000),
  events: z
    .array(z.enum(webhookEvents))
    .min(1)
    .default([...webhookEvents]),
  name: z.string().max(100).default(''),
})

export const deliveryQuerySchema = z.object({
  status: z.enum(['pending', 'delivered', 'dead']).optional(),
  page: z.coerce.number().int().min(1).max(1_000_000).default(1),
  per_page: z.coerce.number().int().min(1).max(200).default(50),
})

const maxEndpoints = 20

export interface WebhookRouteParts {
  readonly endpoints: EndpointStore
  readonly deliveries: DeliveryStore
  readonly webhooks: Webhooks
}

export function webhookRoutes(
  parts: WebhookRouteParts,
  options: { signedIn: MiddlewareHandler<ApiEnv>; now: () => number },
): Hono<ApiEnv> {
  const limit = limitRate(createRateLimiter({ limit: 60 }), byToken, options.now)
  const routes = new Hono<ApiEnv>()
  routes.use('/webhooks/*', options.signedIn, limit)
  routes.use('/webhook-deliveries/*', options.signedIn, limit)
  endpointRoutes(routes, parts, options.now)
  deliveryRoutes(routes, parts, options.now)
  return routes
}

function endpointRoutes(routes: Hono<ApiEnv>, parts: WebhookRouteParts, now: () => number): void {
  const { endpoints } = parts
  routes.get('/webhooks', async (c) => {
    const rows = await endpoints.list(c.get('user').accountId)
    return c.json({ data: rows.map(endpointBody) })
  })
  routes.post('/webhooks', async (c) => {
    const body = await readBody(c, endpointSchema)
    const problem = problemOfUrl(body.url, parts.webhooks.rule)
    if (problem !== undefined) throw new ApiError(422, { errors: { url: [problem] } })
    const { accountId } = c.get('user')
    if ((await endpoints.list(accountId)).length >= maxEndpoints)
      throw new ApiError(409, { message: `An account has at most ${maxEndpoints} webhooks.` })
    const row = await endpoints.create({
      ...body,
      accountId,
      secret: createWebhookSecret(),
      createdAt: now(),
    })
    return c.json<{ data: NewWebhookEndpointBody }>(
      { data: { ...endpointBody(row), secret: row.secret } },
      201,
    )
  })
  routes.delete('/webhooks/:id', async (c) => {
    if (!(await endpoints.remove(c.get('user').accountId, readId(c)))) throw new ApiError(404)
    return c.body(null, 204)
  })
  routes.post('/webhooks/:id/resume', async (c) => {
    if (!(await endpoints.resume(c.get('user').accountId, readId(c)))) throw new ApiError(404)
    return c.body(null, 204)
  })
}

function deliveryRoutes(routes: Hono<ApiEnv>, parts: WebhookRouteParts, now: () => number): void {
  const { deliveries } = parts
  routes.get('/webhook-deliveries', async (c) => {
    const { status, page, per_page } = readQuery(c, deliveryQuerySchema)
    const filter = { accountId: c.get('user').accountId, status }
    const total = await deliveries.count(filter)
    const rows = await deliveries.page(filter, { limit: per_page, offset: (page - 1) * per_page })
    return c.json<ListBody<WebhookDeliveryBody>>({
      current_page: page,
      data: rows.map(deliveryBody),
      last_page: Math.max(1, Math.ceil(total / per_page)),
      per_page,
      total,
    })
  })
  routes.post('/webhook-deliveries/:id/replay', async (c) => {
    const { accountId } = c.get('user')
    const row = await deliveries.byId(accountId, c.req.param('id'))
    if (!row) throw new ApiError(404)
    if (!(await deliveries.replay(accountId, row.id, now())))
      throw new ApiError(409, { message: 'This delivery is still being tried.' })
    parts.webhooks.wake()
    return c.json({ data: { id: row.id, status: 'pending' } }, 202)
  })
}

function readId(c: Context<ApiEnv, '/webhooks/:id'>): number {
  const id = c.req.param('id')
  // An id beyond the column's range is one that nothing has.
  if (!/^[1-9]\d{0,8}$/.test(id)) throw new ApiError(404)
  return Number(id)
}

function endpointBody(row: EndpointRow): WebhookEndpointBody {
  const { id, name, url, events, status, failures, createdAt } = row
  const stamps = { failures_in_a_row: failures, created_at: isoTime(createdAt) }
  return { id, name, url, events: [...events], status, ...stamps }
}

function deliveryBody(row: DeliveryRow): WebhookDeliveryBody {
  return {
    id: row.id,
    endpoint_id: row.endpointId,
    event: row.event,
    status: row.status,
    attempts: row.attempts,
    next_attempt_at: row.status === 'pending' ? isoTime(row.dueAt) : null,
    last_status: row.lastStatus,
    last_error: row.lastError,
    created_at: isoTime(row.createdAt),
    body: JSON.parse(row.body) as unknown,
  }
}
