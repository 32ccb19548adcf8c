/** Calls that the REST API starts. */
import type { ClickToCallBody } from '@zorio/contract'
import type { Pbx } from '@zorio/pbx'
import { Hono } from 'hono'
import type { MiddlewareHandler } from 'hono'
import { z } from 'zod'
import type { UserStore } from '../auth/user-store.ts'
import type { ApiEnv } from '../http/api-env.ts'
import { ApiError } from '../http/api-error.ts'
import { byToken, limitRate } from '../http/limit-rate.ts'
import { createRateLimiter } from '../http/rate-limit.ts'
import { readBody } from '../http/read-input.ts'
import { noControl } from './no-control.ts'

export const clickToCallSchema = z.object({
  from_extension: z.string().regex(/^\d{3,10}$/, 'Must be 3 to 10 digits.'),
  to_phone: z.string().regex(/^[\d+]{3,32}$/, 'Must be 3 to 32 digits.'),
})

export interface ClickToCallParts {
  readonly users: Pick<UserStore, 'accountOfExtension'>
  /** undefined where another engine carries the calls. */
  readonly pbx: () => Pick<Pbx, 'connectCall' | 'registrations'> | undefined
}

interface RouteOptions {
  readonly signedIn: MiddlewareHandler<ApiEnv>
  readonly now: () => number
}

export function clickToCallRoutes(parts: ClickToCallParts, options: RouteOptions): Hono<ApiEnv> {
  const limit = limitRate(createRateLimiter({ limit: 10 }), byToken, options.now)
  return new Hono<ApiEnv>().post('/click-to-call', options.signedIn, limit, async (c) => {
    const { from_extension: extension, to_phone: destination } = await readBody(c, clickToCallSchema)
    const owner = await parts.users.accountOfExtension(extension)
    // An extension of another account is answered like one that never was.
    if (owner !== c.get('user').accountId)
      throw new ApiError(422, { errors: { from_extension: ['No such extension.'] } })
    const pbx = parts.pbx()
    if (!pbx) throw noControl()
    if (!pbx.registrations().some((phone) => phone.extension === extension))
      throw new ApiError(409, { message: `Extension ${extension} is not registered.` })
    const call_uuid = await pbx.connectCall({ extension, destination })
    const queued = { call_uuid, status: 'queued', from_extension: extension, to_phone: destination } as const
    return c.json<{ data: ClickToCallBody }>({ data: queued }, 202)
  })
}
