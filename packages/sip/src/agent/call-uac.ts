import { dialogFromResponse, tagOf } from '../dialog/dialog.ts'
import type { SipRequest, SipResponse } from '../message/message.ts'
import { GIVE_UP_MS } from '../transaction/timers.ts'
import type { Outcome } from '../transaction/client.ts'
import { buildAck, sendAck } from './ack.ts'
import { lists, sdpOf, textOf } from './read.ts'
import { reasonHeaders, sendBye } from './bye.ts'
import type { Core } from './core.ts'
import { inviteRequest } from './invite-request.ts'
import type { Fork, Leg } from './leg.ts'
import { addLeg, endLeg, forgetLeg, legRoute, setLegTimer, stopLegTimer } from './legs.ts'
import { acknowledgeProvisional } from './prack.ts'
import { refreshSession } from './reoffer.ts'
import { sendRequest } from './send-request.ts'
import { agreedByResponse, keepSession, takeMinSe } from './session-timer.ts'
import type { InviteOptions, LegEnd, LegId, ReasonField } from './user-agent-port.ts'

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
  if (flow === undefined || !core.flows.get(flow)) {
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
  else endLeg(core, leg, { by: 'remote', how: 'response', status: outcome.status }, outcome)
}

/** The early dialog of the fork that answered; a 2xx brings the final route set and target (RFC 3261 13.2.2.4). */
function forkOf(leg: Leg, response: SipResponse, sent: SipRequest): Fork {
  const tag = tagOf(response, 'To')
  const known = leg.forks.get(tag)
  if (known && response.status < 200) return known
  const dialog = dialogFromResponse(sent, response)
  dialog.localSeq = Math.max(dialog.localSeq, known?.dialog.localSeq ?? 0)
  dialog.remoteSeq = known?.dialog.remoteSeq
  const fork = { dialog, rseq: known?.rseq ?? 0 }
  leg.forks.set(tag, fork)
  return fork
}

function receiveProgress(core: Core, leg: Leg, response: SipResponse, sent: SipRequest): void {
  if (leg.cancel && !leg.cancel.isSent) sendCancel(core, leg)
  if (leg.state !== 'calling' || response.status === 100) return
  const fork = tagOf(response, 'To')
  if (fork && !acknowledgeProvisional(core, leg, forkOf(leg, response, sent), response)) return
  const answer = sdpOf(response)
  const { status } = response
  core.emit({ type: 'progress', leg: leg.id, status, ...(answer !== undefined && { answer }), fork })
}

function receiveAnswer(core: Core, leg: Leg, response: SipResponse, sent: SipRequest): void {
  const tag = tagOf(response, 'To')
  const before = leg.forks.get(tag)?.ack
  if (before) {
    sendAck(core, leg, before)
    return
  }
  const fork = forkOf(leg, response, sent)
  fork.ack = buildAck(core, fork.dialog, sent)
  sendAck(core, leg, fork.ack)
  if (leg.state !== 'calling') {
    // The answer crossed our CANCEL, or another fork was faster: RFC 3261 13.2.2.4, 15.
    sendBye(core, leg, fork.dialog, leg.cancel?.reasons ?? [])
    return
  }
  leg.state = 'up'
  leg.wasAnswered = true
  leg.dialog = fork.dialog
  leg.peerAllowsUpdate = lists(response, 'Allow', 'update')
  stopLegTimer(leg, 'ring')
  keepSession(core, leg, agreedByResponse(response), () => refreshSession(core, leg))
  const answer = sdpOf(response)
  core.emit({ type: 'accepted', leg: leg.id, ...(answer !== undefined && { answer }), fork: tag })
}

/** Ends a call that has no answer yet. The CANCEL waits for a first 1xx (RFC 3261 9.1). */
export function cancelCall(
  core: Core,
  leg: Leg,
  { by, reasons }: { readonly by: LegEnd['by']; readonly reasons: readonly ReasonField[] },
): void {
  const headers = reasonHeaders(reasons)
  leg.cancel = { reasons, isSent: false }
  endLeg(core, leg, { by, how: 'cancel' }, { headers })
  // Without its flow no 1xx can come any more, and the INVITE may have arrived.
  if (leg.invite?.hasProvisional || legRoute(core, leg) !== leg.flow) sendCancel(core, leg)
}

/** A CANCEL that waited for a 1xx on this flow is owed now. */
export function releaseCancels(core: Core, flow: string): void {
  for (const leg of core.dialogs.values())
    if (leg.cancel && !leg.cancel.isSent && leg.flow === flow) sendCancel(core, leg)
}

function sendCancel(core: Core, leg: Leg): void {
  const { invite, cancel } = leg
  if (!invite || !cancel || cancel.isSent) return
  cancel.isSent = true
  const headers = invite.request.headers.filter(({ name }) =>
    /^(Max-Forwards|Route|From|To|Call-ID)$/.test(name),
  )
  headers.push({
    name: 'CSeq',
    value: textOf(invite.request, 'CSeq').replace('INVITE', 'CANCEL'),
  })
  core.clients.send({
    request: {
      method: 'CANCEL',
      uri: invite.request.uri,
      headers: [...headers, core.identity.product, ...reasonHeaders(cancel.reasons)],
      body: '',
    },
    branch: invite.branch,
    route: () => legRoute(core, leg),
    offline: 'wait',
    onOutcome: () => invite.forgetAfter(GIVE_UP_MS),
  })
}
