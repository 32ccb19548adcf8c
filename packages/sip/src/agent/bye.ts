import type { Dialog } from '../dialog/dialog.ts'
import { formatReason } from '../message/reason.ts'
import type { HeaderField } from '../message/message.ts'
import type { Core } from './core.ts'
import type { Leg } from './leg.ts'
import { endLeg } from './legs.ts'
import { sendInDialog } from './send-request.ts'
import type { LegEnd, ReasonField } from './user-agent-port.ts'
import { field } from './read.ts'

export function reasonHeaders(reasons: readonly ReasonField[]): HeaderField[] {
  return reasons.map((reason) => field('Reason', formatReason(reason)))
}

/** Whatever comes back, the call is over; the transaction sees to credentials and to being offline. */
export function sendBye(core: Core, leg: Leg, dialog: Dialog, reasons: readonly ReasonField[]): void {
  sendInDialog(core, leg, dialog, { method: 'BYE', headers: reasonHeaders(reasons) })
}

/** Ends an answered leg from our side. */
export function endWithBye(
  core: Core,
  leg: Leg,
  by: LegEnd['by'],
  reasons: readonly ReasonField[] = [],
): void {
  if (leg.state === 'ended' || !leg.dialog) return
  // RFC 3261 15: the callee may not send BYE before the ACK of its 2xx.
  const mustWait = leg.state === 'answering'
  const headers = reasonHeaders(reasons)
  endLeg(core, leg, { by, how: 'bye', headers })
  if (mustWait) leg.owedBye = { reasons }
  else sendBye(core, leg, leg.dialog, reasons)
}

/** RFC 3261 12.2.1.2: what an answer of 481 or 408, or none at all, says about the dialog. True when it is over. */
export function endIfDialogGone(core: Core, leg: Leg, status: number): boolean {
  if (status !== 481 && status !== 408) return false
  const { dialog, state } = leg
  endLeg(core, leg, { by: 'dialog-gone', how: status === 408 ? 'bye' : 'none', status })
  // After 481 the peer has forgotten us; after 408 it may still be there.
  if (status === 408 && state !== 'ended' && dialog) sendBye(core, leg, dialog, [])
  return true
}
