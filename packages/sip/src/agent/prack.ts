import { headerValue, headerValues } from '../message/headers.ts'
import type { SipResponse } from '../message/message.ts'
import { parseDeltaSeconds } from '../message/session-expires.ts'
import type { Core } from './core.ts'
import type { Fork, Leg } from './leg.ts'
import { sendInDialog } from './send-request.ts'

/** RFC 3262 4. False: the response is a copy or out of order, and must not be acted on. */
export function acknowledgeProvisional(core: Core, leg: Leg, fork: Fork, response: SipResponse): boolean {
  const isReliable = headerValues(response, 'Require').some((word) => word.toLowerCase() === '100rel')
  const rseq = parseDeltaSeconds(headerValue(response, 'RSeq') ?? '')
  if (!isReliable || rseq === undefined) return true
  if (fork.rseq !== 0 && rseq !== fork.rseq + 1) return false
  fork.rseq = rseq
  const value = `${rseq} ${headerValue(response, 'CSeq')}`
  sendInDialog(core, leg, fork.dialog, { method: 'PRACK', headers: [{ name: 'RAck', value }] })
  return true
}
