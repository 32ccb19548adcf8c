/** What a page that goes asks for its calls: that one is ended, or its other side kept for the page that comes. */
import type { KeepCallBody, LeaveCallBody } from '@zorio/contract'
import type { Pbx } from '@zorio/pbx'
import { Hono } from 'hono'
import type { MiddlewareHandler } from 'hono'
import { z } from 'zod'
import { readFarewell } from '../farewell/farewell.ts'
import type { Farewell } from '../farewell/farewell.ts'
import type { Farewells } from '../farewell/farewells.ts'
import type { ApiEnv } from '../http/api-env.ts'
import { ApiError } from '../http/api-error.ts'
import { byToken, limitRate } from '../http/limit-rate.ts'
import { createRateLimiter } from '../http/rate-limit.ts'
import { readBody, readQuery } from '../http/read-input.ts'
import { noControl } from './no-control.ts'

/** A reloaded page is offered its call for so long. */
const longestKeepSeconds = 90

export const keepQuerySchema = z.object({
  seconds: z.coerce.number().int().min(0).max(longestKeepSeconds),
})

export const leaveSchema = z.object({
  bye: z.string().optional(),
}) satisfies z.ZodType<LeaveCallBody>

export interface LeavingParts {
  /** undefined where another engine carries the calls. */
  readonly pbx: () => Pick<Pbx, 'hangUpCallsOf' | 'keepCall'> | undefined
  /** There, the phones' own BYE is what can end a call. */
  readonly farewell?: Pick<Farewells, 'keep' | 'say' | 'sayWaiting'> | undefined
  readonly sipConfig: { readonly domain: string }
}

/** The extension comes from the token, so nobody can end or keep the call of somebody else. */
interface Wish {
  readonly extension: string
  /** Call-ID of the phone's leg, or the uuid of the call. */
  readonly id: string
  readonly bye: string | undefined
}

export function leavingRoutes(
  parts: LeavingParts,
  options: { signedIn: MiddlewareHandler<ApiEnv>; now: () => number },
): Hono<ApiEnv> {
  const limit = limitRate(createRateLimiter({ limit: 60 }), byToken, options.now)
  const app = new Hono<ApiEnv>()
  app.post('/calls/:uuid/hangup', options.signedIn, limit, async (c) => {
    const { bye } = await readBody(c, leaveSchema)
    const wish = { extension: c.get('user').extension, id: c.req.param('uuid'), bye }
    if (!(await end(parts, wish))) throw new ApiError(404)
    return c.body(null, 204)
  })
  return app.post('/calls/:call_id/keep', options.signedIn, limit, async (c) => {
    const { seconds } = readQuery(c, keepQuerySchema)
    const { bye } = await readBody(c, leaveSchema)
    const wish = { extension: c.get('user').extension, id: c.req.param('call_id'), bye }
    const kept = await keep(parts, wish, seconds)
    return c.json<{ data: KeepCallBody }>({ data: { longest_seconds: longestKeepSeconds, ...kept } })
  })
}

async function end(parts: LeavingParts, wish: Wish): Promise<boolean> {
  const { farewell } = parts
  const { extension, id, bye } = wish
  if (!farewell) return pbxOf(parts).hangUpCallsOf(extension, id) > 0
  if (bye === undefined) return farewell.sayWaiting({ extension, callId: id })
  await farewell.say(farewellOf(parts, wish))
  return true
}

async function keep(
  parts: LeavingParts,
  wish: Wish,
  seconds: number,
): Promise<Pick<KeepCallBody, 'far_end'>> {
  const { farewell } = parts
  const { extension, id } = wish
  if (!farewell) {
    if (!pbxOf(parts).keepCall(extension, { callId: id, seconds })) throw new ApiError(404)
    return {}
  }
  const given = farewellOf(parts, wish)
  if (given.callId !== id) throw new ApiError(404)
  if (seconds > 0) await farewell.keep(given, seconds)
  return { far_end: true }
}

function farewellOf({ sipConfig }: LeavingParts, { bye = '', extension }: Wish): Farewell {
  const farewell = readFarewell(bye, { extension, domain: sipConfig.domain })
  if (!farewell) throw new ApiError(422, { errors: { bye: ['Must be the BYE of an own call.'] } })
  return farewell
}

function pbxOf({ pbx }: LeavingParts) {
  const own = pbx()
  if (!own) throw noControl()
  return own
}
