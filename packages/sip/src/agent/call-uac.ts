import type { SipRequest } from '../message/message.ts'
import type { Outcome } from '../transaction/client.ts'
import { cancelCall } from './cancel-call.ts'
import type { Core } from './core.ts'
import { inviteRequest } from './invite-request.ts'
import type { Leg } from './leg.ts'
import { addLeg, endLeg, forgetLeg, legRoute, setLegTimer } from './legs.ts'
import { sendRequest } from './send-request.ts'
import { takeMinSe } from './session-timer.ts'
import { receiveAnswer, receiveProgress } from './uac-responses.ts'
import type { InviteOptions, LegId } from './user-agent-port.ts'

const NO_ANSWER_SECONDS = 180

/** The caller's side of a call, up to its 2xx. */
export function startCall(core: Core, options: InviteOptions): LegId {
  const flow = options.flow ?? core.flows.newest()?.id
  const leg = addLeg(core, {
    role: 'uac',
    callId: options.callId ?? core.config.uuid(),
    localTag: core.identity.token(),
    flow: flow ?? '',
    state: 'calling',
    localSdp: options.offer,
  })
  if (!core.flows.get(flow)) {
    endLeg(core, leg, { by: 'timeout', how: 'none' })
    return leg.id
  }
  try {
    sendInvite(core, leg, options, 1)
  } catch (error) {
    // Header injection: nothing was sent, nothing stays.
    forgetLeg(core, leg)
    throw error
  }
  const ms = (options.noAnswerSeconds ?? NO_ANSWER_SECONDS) * 1000
  setLegTimer(core, leg, 'ring', { ms, run: () => cancelCall(core, leg, { by: 'timeout', reasons: [] }) })
  return leg.id
}

function sendInvite(core: Core, leg: Leg, options: InviteOptions, firstSeq: number): void {
  let seq = firstSeq
  sendRequest(core, {
    build: () => inviteRequest(core, leg, options, seq++),
    // A call that was given up is not placed again on a new flow.
    route: () => (leg.state === 'calling' ? legRoute(core, leg) : undefined),
    offline: 'wait',
    isWanted: () => leg.state === 'calling',
    onSent: (transaction) => {
      leg.invite = transaction
    },
    onOutcome: (outcome, sent) => {
      const isTooShort = outcome.status === 422
      if (isTooShort && leg.state === 'calling' && takeMinSe(leg, outcome))
        sendInvite(core, leg, options, seq)
      else receiveOutcome(core, leg, outcome, sent)
    },
  })
}

function receiveOutcome(core: Core, leg: Leg, outcome: Outcome, sent: SipRequest): void {
  if (outcome.local) endLeg(core, leg, { by: 'timeout', how: 'none' })
  else if (outcome.status < 200) receiveProgress(core, leg, outcome, sent)
  else if (outcome.status < 300) receiveAnswer(core, leg, outcome, sent)
  else endLeg(core, leg, { by: 'remote', how: 'response', ...outcome })
}
