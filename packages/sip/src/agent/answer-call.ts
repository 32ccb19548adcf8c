import { awaitAck } from './await-ack.ts'
import { sdpOf } from './read.ts'
import { endWithBye } from './bye.ts'
import { cancelCall } from './cancel-call.ts'
import type { Core } from './core.ts'
import type { Leg } from './leg.ts'
import { stopLegTimer } from './legs.ts'
import { refreshSession, sendNextOffer } from './reoffer.ts'
import { respondToInvite } from './respond-invite.ts'
import { agreeToRequest, keepSession } from './session-timer.ts'

/** 200 to an incoming INVITE: our answer, or our offer when it brought none. */
export function answerCall(core: Core, leg: Leg, sdp: string): void {
  const transaction = leg.incoming
  if (leg.state !== 'ringing' || !transaction) return
  const { session, headers } = agreeToRequest(transaction.request)
  const isOffer = sdpOf(transaction.request) === undefined
  respondToInvite(core, leg, { status: 200, headers, body: sdp })
  leg.state = 'answering'
  leg.wasAnswered = true
  leg.localSdp = sdp
  stopLegTimer(leg, 'ring')
  keepSession(core, leg, session, () => refreshSession(core, leg))
  awaitAck(core, leg, {
    transaction,
    isOffer,
    onAck: (ack) => {
      leg.state = 'up'
      core.emit({ type: 'confirmed', leg: leg.id, answer: isOffer ? sdpOf(ack) : undefined })
      sendNextOffer(core, leg)
    },
  })
  endReplaced(core, leg)
}

/** RFC 3891 3: the one that accepts the INVITE ends the dialog that it replaces. */
function endReplaced(core: Core, leg: Leg): void {
  const replaced = core.legs.get(leg.replaced ?? '')
  if (replaced?.state === 'calling') cancelCall(core, replaced, { by: 'local', reasons: [] })
  else if (replaced) endWithBye(core, replaced, 'local')
}
