import type { SipResponse } from '../message/message.ts'
import type { Core } from './core.ts'
import type { Fork, Leg } from './leg.ts'
import { lists, secondsOf, textOf } from './read.ts'
import { sendInDialog } from './send-request.ts'

/** RFC 3262 4. False: the response is a copy or out of order, and must not be acted on. */
export function acknowledgeProvisional(core: Core, leg: Leg, fork: Fork, response: SipResponse): boolean {
  const isReliable = lists(response, 'Require', '100rel')
  const rseq = secondsOf(response, 'RSeq')
  if (!isReliable || !rseq) return true
  if (fork.rseq !== 0 && rseq !== fork.rseq + 1) return false
  fork.rseq = rseq
  const value = `${rseq} ${textOf(response, 'CSeq')}`
  sendInDialog(core, leg, fork.dialog, { method: 'PRACK', headers: [{ name: 'RAck', value }] })
  return true
}
