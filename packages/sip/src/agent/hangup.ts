import { endWithBye, reasonHeaders } from './bye.ts'
import { rejectCall } from './call-uas.ts'
import { cancelCall } from './cancel-call.ts'
import type { Core } from './core.ts'
import type { Leg } from './leg.ts'
import type { ReasonField } from './user-agent-port.ts'

/** RFC 3261 15: how a call ends depends on how far it got. */
export function hangup(core: Core, leg: Leg, reasons: readonly ReasonField[]): void {
  if (leg.state === 'calling') cancelCall(core, leg, { by: 'local', reasons })
  else if (leg.state === 'ringing') rejectCall(core, leg, { status: 603, headers: reasonHeaders(reasons) })
  else endWithBye(core, leg, 'local', reasons)
}
