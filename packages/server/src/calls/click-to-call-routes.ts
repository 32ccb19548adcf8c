/** Calls that the REST API starts and ends: click-to-call, and what a page that is going away asks for. */
import type { ClickToCallBody, KeepCallBody, LeaveCallBody } from '@zorio/contract'
import type { Pbx } from '@zorio/pbx'
import { Hono } from 'hono'
import type { MiddlewareHandler } from 'hono'
import { z } from 'zod'
import type { UserStore } from '../auth/user-store.ts'
import { readFarewell } from '../farewell/farewell.ts'
import type { Farewell } from '../farewell/farewell.ts'
import type { Farewells } from '../farewell/farewells.ts'
import type { ApiEnv } from '../http/api-env.ts'
import { ApiError } from '../http/api-error.ts'
import { byToken, limitRate } from '../http/limit-rate.ts'
import { createRateLimiter } from '../http/rate-limit.ts'
import { readBody, readQuery } from '../http/read-input.ts'

export const clickToCallSchema = z.object({
  from_extension: z.string().regex(/^\d{3,10}$/, 'Must be 3 to 10 digits.'),
  to_phone: z.string().regex(/^[\d+]{3,32}$/, 'Must be 3 to 32 digits.'),
})

/** A reloaded page is offered its call for so long. */
const longestKeepSeconds = 90

export const keepQuerySchema = z.object({
  seconds: z.coerce.number().int().min(0).max(longestKeepSeconds),
})

export const leaveSchema = z.object({
  bye: z.string().optional(),
}) satisfies z.ZodType<LeaveCallBody>

export interface CallControl {
  readonly users: Pick<UserStore, 'accountOfExtension'>
  /** undefined where another engine carries the calls. */
  readonly pbx: () => Pick<Pbx, 'connectCall' | 'hangUpCallsOf' | 'keepCall' | 'registrations'> | undefined
  /** Where another engine does: the phones' own BYE is what can end a call. */
  readonly farewell?: Pick<Farewells, 'keep' | 'say' | 'sayWaiting'> | undefined
  readonly sipConfig: { readonly domain: string }
}

interface RouteOptions {
  readonly signedIn: MiddlewareHandler<ApiEnv>
  readonly now: () => number
}

export function clickToCallRoutes(control: CallControl, options: RouteOptions): Hono<ApiEnv> {
  const limit = limitRate(createRateLimiter({ limit: 10 }), byToken, options.now)
  return new Hono<ApiEnv>().post('/click-to-call', options.signedIn, limit, async (c) => {
    const { from_extension: extension, to_phone: destination } = await readBody(c, clickToCallSchema)
    const owner = await control.users.accountOfExtension(extension)
    // An extension of another account is answered like one that never was.
    if (owner !== c.get('user').accountId)
      throw new ApiError(422, { errors: { from_extension: ['No such extension.'] } })
    const pbx = pbxOf(control)
    if (!pbx.registrations().some((phone) => phone.extension === extension))
      throw new ApiError(409, { message: `Extension ${extension} is not registered.` })
    const call_uuid = await pbx.connectCall({ extension, destination })
    const queued = { call_uuid, status: 'queued', from_extension: extension, to_phone: destination } as const
    return c.json<{ data: ClickToCallBody }>({ data: queued }, 202)
  })
}

export function leavingRoutes(control: CallControl, options: RouteOptions): Hono<ApiEnv> {
  const limit = limitRate(createRateLimiter({ limit: 60 }), byToken, options.now)
  const app = new Hono<ApiEnv>()
  app.post('/calls/:uuid/hangup', options.signedIn, limit, async (c) => {
    const { farewell } = control
    // The extension comes from the token, so nobody can end the call of somebody else.
    const { extension } = c.get('user')
    const uuid = c.req.param('uuid')
    if (!farewell) {
      if (pbxOf(control).hangUpCallsOf(extension, uuid) === 0) throw new ApiError(404)
      return c.body(null, 204)
    }
    const { bye } = await readBody(c, leaveSchema)
    if (bye !== undefined) await farewell.say(farewellOf(control, bye, extension))
    else if (!(await farewell.sayWaiting({ extension, callId: uuid }))) throw new ApiError(404)
    return c.body(null, 204)
  })
  return app.post('/calls/:call_id/keep', options.signedIn, limit, async (c) => {
    const { farewell } = control
    const { extension } = c.get('user')
    const { seconds } = readQuery(c, keepQuerySchema)
    const callId = c.req.param('call_id')
    const longest = { longest_seconds: longestKeepSeconds }
    if (!farewell) {
      if (!pbxOf(control).keepCall(extension, { callId, seconds })) throw new ApiError(404)
      return c.json<{ data: KeepCallBody }>({ data: longest })
    }
    const given = farewellOf(control, (await readBody(c, leaveSchema)).bye, extension)
    if (given.callId !== callId) throw new ApiError(404)
    if (seconds > 0) await farewell.keep(given, seconds)
    return c.json<{ data: KeepCallBody }>({ data: { ...longest, far_end: true } })
  })
}

function farewellOf({ sipConfig }: CallControl, bye = '', extension: string): Farewell {
  const farewell = readFarewell(bye, { extension, domain: sipConfig.domain })
  if (!farewell) throw new ApiError(422, { errors: { bye: ['Must be the BYE of an own call.'] } })
  return farewell
}

function pbxOf(control: CallControl) {
  const pbx = control.pbx()
  if (!pbx) throw new ApiError(503, { message: 'Calls cannot be controlled with this engine.' })
  return pbx
}
