import { seqOf, tagOf } from '../dialog/dialog.ts'
import type { SipRequest } from '../message/message.ts'
import type { ServerTransaction } from '../transaction/server.ts'
import { receiveAck, stopAwaiting } from './await-ack.ts'
import { contentType, field, textOf } from './read.ts'
import { receiveCancel, receiveInvite } from './call-uas.ts'
import type { Core } from './core.ts'
import type { Leg } from './leg.ts'
import { callerKey, dialogKey, endLeg } from './legs.ts'
import { receiveOffer } from './peer-offer.ts'
import { receiveNotify, receiveRefer } from './refer.ts'
import { respondToInvite } from './respond-invite.ts'
import { refusalOf } from './screen.ts'

function legOf(core: Core, request: SipRequest): Leg | undefined {
  const leg = core.dialogs.get(dialogKey(textOf(request, 'Call-ID'), tagOf(request, 'To')))
  const dialog = leg && dialogOf(leg, request)
  return dialog ? leg : undefined
}

const dialogOf = (leg: Leg, request: SipRequest): Leg['dialog'] => {
  const tag = tagOf(request, 'From')
  return leg.dialog?.remoteTag === tag ? leg.dialog : leg.forks.get(tag)?.dialog
}

/** Every request that parsed. */
export function receiveRequest(core: Core, flow: string, request: SipRequest): void {
  if (request.method === 'ACK') {
    const leg = core.servers.acknowledge(request) ? undefined : legOf(core, request)
    if (leg) receiveAck(core, leg, request)
    return
  }
  const transaction = core.servers.accept(request, flow)
  if (!transaction) {
    // The peer has reconnected and asks again.
    const leg = core.dialogs.get(callerKey(textOf(request, 'Call-ID'), tagOf(request, 'From')))
    if (leg && request.method === 'INVITE') leg.flow = flow
    return
  }
  if (request.method === 'CANCEL') receiveCancel(core, transaction)
  else if (tagOf(request, 'To') && request.method !== 'REGISTER') receiveInDialog(core, transaction)
  else receiveOutside(core, transaction)
}

/** RFC 3261 11.2: what an OPTIONS learns. */
function describe(core: Core, transaction: ServerTransaction): void {
  transaction.respond({
    status: 200,
    toTag: core.identity.token(),
    headers: [...core.identity.abilities, field('Accept', 'application/sdp')],
  })
}

function receiveOutside(core: Core, transaction: ServerTransaction): void {
  const { request } = transaction
  const { method } = request
  const toTag = core.identity.token()
  const isOurs = method === 'INVITE' || method === 'OPTIONS'
  if (!isOurs && core.identity.isServer && !/^(BYE|UPDATE|PRACK)$/.test(method)) {
    core.emit({ type: 'request', id: transaction.id, flow: transaction.flow, request })
    return
  }
  const refusal = refusalOf(request)
  if (refusal) transaction.respond({ ...refusal, toTag })
  else if (method === 'INVITE') receiveInvite(core, transaction)
  else if (method === 'OPTIONS') describe(core, transaction)
  else if (/^(BYE|UPDATE|PRACK|NOTIFY)$/.test(method)) transaction.respond({ status: 481, toTag })
  else transaction.respond({ status: 405, headers: [core.identity.allow], toTag })
}

function receiveInDialog(core: Core, transaction: ServerTransaction): void {
  const { request } = transaction
  const leg = legOf(core, request)
  const dialog = leg && dialogOf(leg, request)
  if (!leg || !dialog) transaction.respond({ status: 481 })
  // Two BYEs crossed: both are right.
  else if (leg.state === 'ended') transaction.respond({ status: request.method === 'BYE' ? 200 : 481 })
  else if (seqOf(request) <= (dialog.remoteSeq ?? -1))
    // RFC 3261 12.2.2.
    transaction.respond({ status: 500 })
  else {
    dialog.remoteSeq = seqOf(request)
    const refusal = refusalOf(request)
    if (refusal) transaction.respond(refusal)
    else serve(core, leg, transaction)
  }
}

function serve(core: Core, leg: Leg, transaction: ServerTransaction): void {
  const { request } = transaction
  switch (request.method) {
    case 'BYE':
      receiveBye(core, leg, transaction)
      return
    case 'INVITE':
    case 'UPDATE':
      // The peer says where it is now.
      leg.flow = transaction.flow
      receiveOffer(core, leg, transaction)
      return
    case 'INFO':
      transaction.respond({ status: 200 })
      core.emit({ type: 'info', leg: leg.id, contentType: contentType(request), body: request.body })
      return
    case 'REFER':
      receiveRefer(core, leg, transaction)
      return
    case 'NOTIFY':
      receiveNotify(core, leg, transaction)
      return
    case 'OPTIONS':
      describe(core, transaction)
      return
    case 'PRACK':
      // We send nothing that could be acknowledged (RFC 3262 3).
      transaction.respond({ status: 481 })
      return
    default:
      transaction.respond({ status: 405, headers: [core.identity.allow] })
  }
}

function receiveBye(core: Core, leg: Leg, transaction: ServerTransaction): void {
  // RFC 3261 15: the callee of an early dialog refuses with a response, never with BYE.
  if (leg.state === 'calling') {
    transaction.respond({ status: 481 })
    return
  }
  transaction.respond({ status: 200 })
  leg.peerOffer?.transaction.respond({ status: 487 })
  if (leg.state === 'ringing') respondToInvite(core, leg, { status: 487 })
  stopAwaiting(leg)
  endLeg(core, leg, { by: 'remote', how: 'bye', headers: transaction.request.headers })
}
