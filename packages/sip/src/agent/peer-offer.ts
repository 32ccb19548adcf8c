import { refreshTarget } from '../dialog/dialog.ts'
import type { ResponseParts } from '../transaction/response.ts'
import type { ServerTransaction } from '../transaction/server.ts'
import { awaitAck } from './await-ack.ts'
import { field, SDP_TYPE, sdpOf } from './read.ts'
import type { Core } from './core.ts'
import type { Leg } from './leg.ts'
import { legRoute, setLegTimer, stopLegTimer } from './legs.ts'
import { refreshSession, sendNextOffer } from './reoffer.ts'
import { agreeToRequest, keepSession, sessionRefusalOf } from './session-timer.ts'

/** Less than the peer's patience of 32 s. */
const ANSWER_WITHIN_MS = 30_000

/** The peer's re-INVITE or UPDATE. */
export function receiveOffer(core: Core, leg: Leg, transaction: ServerTransaction): void {
  const { request } = transaction
  const isPlainUpdate = request.method === 'UPDATE' && request.body === ''
  const refusal = sessionRefusalOf(request) ?? (isPlainUpdate ? undefined : offerRefusal(core, leg))
  if (refusal) transaction.respond(refusal)
  else if (isPlainUpdate) accept(core, leg, { transaction, sdp: undefined })
  else {
    leg.peerOffer = { transaction, sdp: sdpOf(request) }
    transaction.setRoute(() => legRoute(core, leg))
    setLegTimer(core, leg, 'offer', { ms: ANSWER_WITHIN_MS, run: () => refuseOffer(core, leg, 500) })
    core.emit({ type: 'reoffer', leg: leg.id, offer: leg.peerOffer.sdp })
  }
}

/** RFC 3261 14.2, RFC 3311 5.2: one offer at a time, whoever makes it. */
function offerRefusal(core: Core, leg: Leg): ResponseParts | undefined {
  if (leg.ownOffer || leg.awaitedAck?.isOffer || leg.state === 'calling') return { status: 491 }
  if (leg.state === 'up' && !leg.peerOffer) return undefined
  const seconds = Math.floor(core.config.random() * 11)
  return { status: 500, headers: [field('Retry-After', String(seconds))] }
}

/** 200 to what the peer asked, with our SDP where there is one. */
function accept(
  core: Core,
  leg: Leg,
  { transaction, sdp }: { readonly transaction: ServerTransaction; readonly sdp: string | undefined },
): void {
  const { identity } = core
  const { session, headers } = agreeToRequest(transaction.request)
  transaction.respond({
    status: 200,
    headers: [
      field('Contact', identity.contact()),
      ...identity.abilities,
      ...headers,
      ...(sdp === undefined ? [] : [SDP_TYPE]),
    ],
    body: sdp ?? '',
  })
  if (leg.dialog) refreshTarget(leg.dialog, transaction.request)
  keepSession(core, leg, session, () => refreshSession(core, leg))
}

/** Answers the offer of the peer; where it made none, `sdp` is our offer and the ACK brings the answer. */
export function answerOffer(core: Core, leg: Leg, sdp: string): void {
  const offer = leg.peerOffer
  if (!offer || leg.state === 'ended') return
  leg.peerOffer = undefined
  stopLegTimer(leg, 'offer')
  accept(core, leg, { transaction: offer.transaction, sdp })
  leg.localSdp = sdp
  if (offer.transaction.request.method === 'INVITE') awaitReinviteAck(core, leg, offer)
  sendNextOffer(core, leg)
}

function awaitReinviteAck(core: Core, leg: Leg, offer: NonNullable<Leg['peerOffer']>): void {
  const isOffer = offer.sdp === undefined
  awaitAck(core, leg, {
    transaction: offer.transaction,
    isOffer,
    onAck: (ack) => {
      const answer = sdpOf(ack)
      if (isOffer && answer !== undefined) core.emit({ type: 'reoffer-answered', leg: leg.id, answer })
      else if (isOffer) core.emit({ type: 'reoffer-failed', leg: leg.id, status: 488 })
      sendNextOffer(core, leg)
    },
  })
}

export function refuseOffer(core: Core, leg: Leg, status: number): void {
  const offer = leg.peerOffer
  if (!offer) return
  leg.peerOffer = undefined
  stopLegTimer(leg, 'offer')
  offer.transaction.respond({ status })
  sendNextOffer(core, leg)
}
