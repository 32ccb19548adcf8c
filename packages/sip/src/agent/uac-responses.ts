import { dialogFromResponse, tagOf } from '../dialog/dialog.ts'
import type { SipRequest, SipResponse } from '../message/message.ts'
import { buildAck, sendAck } from './ack.ts'
import { sendBye } from './bye.ts'
import { sendCancel } from './cancel-call.ts'
import type { Core } from './core.ts'
import type { Fork, Leg } from './leg.ts'
import { learnAbilities, stopLegTimer } from './legs.ts'
import { acknowledgeProvisional } from './prack.ts'
import { sdpOf } from './read.ts'
import { refreshSession } from './reoffer.ts'
import { agreedByResponse, keepSession } from './session-timer.ts'

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

/** A 1xx to our INVITE. */
export function receiveProgress(core: Core, leg: Leg, response: SipResponse, sent: SipRequest): void {
  if (leg.cancel && !leg.cancel.isSent) sendCancel(core, leg)
  if (leg.state !== 'calling' || response.status === 100) return
  const fork = tagOf(response, 'To')
  if (fork && !acknowledgeProvisional(core, leg, forkOf(leg, response, sent), response)) return
  core.emit({ type: 'progress', leg: leg.id, status: response.status, answer: sdpOf(response), fork })
}

/** A 2xx to our INVITE: the first, a repeated one, one that crossed our CANCEL, or one of another fork. */
export function receiveAnswer(core: Core, leg: Leg, response: SipResponse, sent: SipRequest): void {
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
  learnAbilities(leg, response)
  stopLegTimer(leg, 'ring')
  keepSession(core, leg, agreedByResponse(response), () => refreshSession(core, leg))
  core.emit({ type: 'accepted', leg: leg.id, answer: sdpOf(response), fork: tag })
}
