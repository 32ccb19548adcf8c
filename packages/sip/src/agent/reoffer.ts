import { refreshTarget } from '../dialog/dialog.ts'
import type { SipRequest, SipResponse } from '../message/message.ts'
import type { Outcome } from '../transaction/client.ts'
import { GIVE_UP_MS } from '../transaction/timers.ts'
import { buildAck, sendAck } from './ack.ts'
import { SDP_TYPE, sdpOf, textOf } from './read.ts'
import { endIfDialogGone } from './bye.ts'
import type { Core } from './core.ts'
import type { Leg } from './leg.ts'
import { legRoute, setLegTimer } from './legs.ts'
import { dialogRequest, sendRequest } from './send-request.ts'
import { agreedByResponse, keepSession, sessionTimerOffer, takeMinSe } from './session-timer.ts'

const MAX_GLARE_TRIES = 5
const REFRESH_AGAIN_MS = 10_000

/** Our re-INVITE: at once, or as soon as nothing else is under way. */
export function reoffer(core: Core, leg: Leg, sdp: string): void {
  leg.nextOffer = sdp
  sendNextOffer(core, leg)
}

const isBusy = (leg: Leg): boolean => Boolean(leg.ownOffer ?? leg.peerOffer ?? leg.awaitedAck)

/** Call whenever an offer of either side is settled, or a flow is ready again. */
export function sendNextOffer(core: Core, leg: Leg): void {
  const sdp = leg.nextOffer
  if (!sdp || leg.state !== 'up' || isBusy(leg) || leg.timers.has('glare') || !legRoute(core, leg)) return
  leg.nextOffer = undefined
  sendReinvite(core, leg, { sdp, isRefresh: false })
}

interface Offer {
  readonly sdp: string
  /** Of the session timer: what was agreed before is said again, and nobody is told. */
  readonly isRefresh: boolean
}

function sendReinvite(core: Core, leg: Leg, offer: Offer): void {
  const { dialog } = leg
  if (!dialog) return
  leg.ownOffer = offer
  let ack: SipRequest | undefined
  const headers = [...sessionTimerOffer(core, leg), SDP_TYPE]
  sendRequest(core, {
    build: () => dialogRequest(core, dialog, { method: 'INVITE', headers, body: offer.sdp }),
    route: () => legRoute(core, leg),
    offline: 'fail',
    provisionalMs: GIVE_UP_MS,
    isWanted: () => leg.ownOffer === offer && leg.state === 'up',
    onOutcome: (outcome, sent) => {
      if (outcome.status < 200) return
      if (outcome.status < 300) {
        // RFC 3261 12.2.1.2: the 2xx says where the peer is now, and its ACK goes there already.
        if (!ack) refreshTarget(dialog, outcome)
        ack ??= buildAck(core, dialog, sent)
        sendAck(core, leg, ack)
      }
      // Repeated, or too late: the flow was lost first.
      if (leg.ownOffer !== offer) return
      leg.ownOffer = undefined
      if (leg.state === 'up') settleOffer(core, leg, offer, outcome)
    },
  })
}

function settleOffer(core: Core, leg: Leg, offer: Offer, outcome: Outcome): void {
  if (outcome.status < 300) takeAnswer(core, leg, offer, outcome)
  else if (outcome.status === 422 && takeMinSe(leg, outcome)) {
    sendReinvite(core, leg, offer)
    return
  } else if (!endIfDialogGone(core, leg, outcome.status) && !retryLater(core, leg, offer, outcome))
    failOffer(core, leg, offer, outcome.status)
  sendNextOffer(core, leg)
}

function takeAnswer(core: Core, leg: Leg, offer: Offer, response: SipResponse): void {
  leg.localSdp = offer.sdp
  leg.glareTries = 0
  keepSession(core, leg, agreedByResponse(response), () => refreshSession(core, leg))
  const answer = sdpOf(response)
  if (offer.isRefresh) return
  if (!answer) failOffer(core, leg, offer, 488)
  else core.emit({ type: 'reoffer-answered', leg: leg.id, answer })
}

function failOffer(core: Core, leg: Leg, offer: Offer, status: number): void {
  leg.glareTries = 0
  if (offer.isRefresh) refreshAgain(core, leg)
  else core.emit({ type: 'reoffer-failed', leg: leg.id, status })
}

/** RFC 3261 14.1: after a glare the owner of the Call-ID waits 2.1 to 4 s, the other up to 2 s, in steps of 10 ms. */
function retryLater(core: Core, leg: Leg, offer: Offer, response: SipResponse): boolean {
  const isGlare =
    response.status === 491 || (response.status === 500 && textOf(response, 'Retry-After') !== '')
  if (!isGlare || ++leg.glareTries > MAX_GLARE_TRIES) return false
  if (offer.isRefresh) refreshAgain(core, leg)
  else leg.nextOffer ??= offer.sdp
  const [least, range] = leg.role === 'uac' ? [2100, 191] : [0, 201]
  const ms = least + Math.floor(core.config.random() * range) * 10
  setLegTimer(core, leg, 'glare', { ms, run: () => sendNextOffer(core, leg) })
  return true
}

function refreshAgain(core: Core, leg: Leg): void {
  setLegTimer(core, leg, 'refresh', { ms: REFRESH_AGAIN_MS, run: () => refreshSession(core, leg) })
}

/** RFC 4028 7.4: UPDATE where the peer takes it, since it carries no SDP; else a re-INVITE with what holds. */
export function refreshSession(core: Core, leg: Leg): void {
  const { dialog } = leg
  if (!dialog || isBusy(leg) || leg.state !== 'up' || !legRoute(core, leg)) refreshAgain(core, leg)
  else if (!leg.peerAllowsUpdate) {
    // What was an answer is an offer now (RFC 8842 5.2); the association stays.
    const sdp = leg.localSdp.replace(/a=setup:(?:active|passive)/g, 'a=setup:actpass')
    sendReinvite(core, leg, { sdp, isRefresh: true })
  } else
    sendRequest(core, {
      build: () =>
        dialogRequest(core, dialog, {
          method: 'UPDATE',
          headers: sessionTimerOffer(core, leg),
        }),
      route: () => legRoute(core, leg),
      offline: 'fail',
      onOutcome: (outcome) => {
        if (leg.state === 'up') settleUpdate(core, leg, outcome)
      },
    })
}

function settleUpdate(core: Core, leg: Leg, outcome: Outcome): void {
  if (outcome.status < 200) return
  if (outcome.status < 300) {
    if (leg.dialog) refreshTarget(leg.dialog, outcome)
    keepSession(core, leg, agreedByResponse(outcome), () => refreshSession(core, leg))
  } else if (outcome.status === 422 && takeMinSe(leg, outcome)) refreshSession(core, leg)
  else if (outcome.status === 405 || outcome.status === 501) {
    leg.peerAllowsUpdate = false
    refreshSession(core, leg)
  } else if (!endIfDialogGone(core, leg, outcome.status)) refreshAgain(core, leg)
}
