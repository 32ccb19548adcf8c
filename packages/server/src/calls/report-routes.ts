/** Call records from the phones themselves, where Kamailio carries the calls and tells us nothing of them. */
import type { CallReportBody } from '@zorio/contract'
import type { PbxCallEvent } from '@zorio/pbx'
import { Hono } from 'hono'
import type { MiddlewareHandler } from 'hono'
import { z } from 'zod'
import type { UserStore } from '../auth/user-store.ts'
import type { ApiEnv } from '../http/api-env.ts'
import { ApiError } from '../http/api-error.ts'
import { byToken, limitRate } from '../http/limit-rate.ts'
import { createRateLimiter } from '../http/rate-limit.ts'
import { readBody } from '../http/read-input.ts'
import { callRowFromEvent } from './call-record.ts'
import type { CallStore } from './call-store.ts'

/** A call that began longer ago is no call. */
const age = z
  .int()
  .min(0)
  .max(7 * 86_400_000)

export const callReportSchema = z.object({
  step: z.enum(['ringing', 'answered', 'hangup']),
  direction: z.enum(['incoming', 'outgoing']),
  number: z.string().regex(/^\S{1,64}$/, 'Must be a phone number.'),
  started_ms_ago: age,
  answered_ms_ago: age.nullable(),
  ended_ms_ago: age.nullable(),
  cause: z
    .string()
    .regex(/^[A-Z0-9_]{1,64}$/, 'Must be a cause such as NORMAL_CLEARING.')
    .nullable(),
}) satisfies z.ZodType<CallReportBody>

export interface ReportParts {
  readonly calls: CallStore
  readonly users: Pick<UserStore, 'accountOfExtension'>
  readonly webhooks: { publish(event: PbxCallEvent, accountId: number): Promise<void> }
  /** Where there is one, it knows better. */
  readonly pbx: () => unknown
}

export function reportRoutes(
  parts: ReportParts,
  options: { signedIn: MiddlewareHandler<ApiEnv>; now: () => number },
): Hono<ApiEnv> {
  const limit = limitRate(createRateLimiter({ limit: 120 }), byToken, options.now)
  return new Hono<ApiEnv>().post('/calls/:uuid/report', options.signedIn, limit, async (c) => {
    if (parts.pbx()) throw new ApiError(409, { message: 'The PBX writes the call records.' })
    const { extension, accountId } = c.get('user')
    const uuid = c.req.param('uuid')
    if (!/^[\x21-\x7e]{1,200}$/.test(uuid)) throw new ApiError(404)
    const report = await readBody(c, callReportSchema)
    const isInternal = (await parts.users.accountOfExtension(report.number)) === accountId
    // Of a call between two of ours the caller tells: of several phones that ring, each would tell another end.
    if (!isInternal || report.direction === 'outgoing') {
      const event = eventOf(report, { uuid, extension, isInternal, nowMs: options.now() })
      // The same news from a second phone of the user, or sent again, is none.
      if (await parts.calls.saveReport(callRowFromEvent(event, accountId)))
        await parts.webhooks.publish(event, accountId)
    }
    return c.json({ data: { uuid } })
  })
}

function eventOf(
  report: CallReportBody,
  call: { uuid: string; extension: string; isInternal: boolean; nowMs: number },
): PbxCallEvent {
  const { uuid, extension, isInternal, nowMs } = call
  const { step, number, answered_ms_ago: answered, ended_ms_ago: ended } = report
  const isOut = report.direction === 'outgoing'
  return {
    step,
    callUuid: uuid,
    direction: isInternal ? 'internal' : isOut ? 'outbound' : 'inbound',
    callerNumber: isOut ? extension : number,
    destinationNumber: isOut ? number : extension,
    extension,
    startedAt: nowMs - report.started_ms_ago,
    ...(answered !== null && { answeredAt: nowMs - answered }),
    ...(ended !== null && { endedAt: nowMs - ended }),
    ...(report.cause !== null && { cause: report.cause }),
  }
}
