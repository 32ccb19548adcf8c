import type { HangupCause } from '@zorio/contract'
import type { CallRecord } from './call-log.ts'
import { reasonOf } from './cause.ts'
import type { Leg } from './leg.ts'

export function refuseCall(leg: Leg, record: CallRecord, [status, cause]: [number, HangupCause]): void {
  record.hangup(cause)
  leg.reject(status, { reasons: [reasonOf(cause)] })
}
