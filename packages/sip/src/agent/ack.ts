import { requestInDialog, seqOf } from '../dialog/dialog.ts'
import type { Dialog } from '../dialog/dialog.ts'
import type { SipRequest } from '../message/message.ts'
import type { Core } from './core.ts'
import type { Leg } from './leg.ts'
import { legRoute } from './legs.ts'
import { field } from './read.ts'

/** RFC 3261 13.2.2.4: the ACK of a 2xx is a request of its own, with the credentials of its INVITE. */
export function buildAck(core: Core, dialog: Dialog, invite: SipRequest): SipRequest {
  const ack = requestInDialog(dialog, 'ACK', seqOf(invite))
  const credentials = invite.headers.filter(({ name }) => name.endsWith('Authorization'))
  const via = field('Via', `${core.identity.via};branch=${core.identity.newBranch()}`)
  return { ...ack, headers: [via, ...ack.headers, core.identity.product, ...credentials] }
}

/** Never kept: a 2xx that is still wanted will be repeated. */
export function sendAck(core: Core, leg: Leg, ack: SipRequest): void {
  core.flows.send(legRoute(core, leg), ack)
}
