import { fromInvite } from '../transaction/client.ts'
import { GIVE_UP_MS } from '../transaction/timers.ts'
import { reasonHeaders } from './bye.ts'
import type { Core } from './core.ts'
import type { Leg } from './leg.ts'
import { endLeg, legRoute } from './legs.ts'
import { textOf } from './read.ts'
import type { LegEnd, ReasonField } from './user-agent-port.ts'

/** Ends a call that has no answer yet. The CANCEL waits for a first 1xx (RFC 3261 9.1). */
export function cancelCall(
  core: Core,
  leg: Leg,
  { by, reasons }: { readonly by: LegEnd['by']; readonly reasons: readonly ReasonField[] },
): void {
  const headers = reasonHeaders(reasons)
  leg.cancel = { reasons, isSent: false }
  endLeg(core, leg, { by, how: 'cancel', headers })
  // Without its flow no 1xx can come any more, and the INVITE may have arrived.
  if (leg.invite?.hasProvisional || legRoute(core, leg) !== leg.flow) sendCancel(core, leg)
}

/** A CANCEL that waited for a 1xx on this flow is owed now. */
export function releaseCancels(core: Core, flow: string): void {
  for (const leg of core.dialogs.values())
    if (leg.cancel && !leg.cancel.isSent && leg.flow === flow) sendCancel(core, leg)
}

/** Once, and only where a CANCEL is owed. */
export function sendCancel(core: Core, leg: Leg): void {
  const { invite, cancel } = leg
  if (!invite || !cancel || cancel.isSent) return
  cancel.isSent = true
  const request = fromInvite(invite.request, 'CANCEL', textOf(invite.request, 'To'))
  core.clients.send({
    request: {
      ...request,
      headers: [...request.headers, core.identity.product, ...reasonHeaders(cancel.reasons)],
    },
    branch: invite.branch,
    route: () => legRoute(core, leg),
    offline: 'wait',
    onOutcome: () => invite.forgetAfter(GIVE_UP_MS),
  })
}
