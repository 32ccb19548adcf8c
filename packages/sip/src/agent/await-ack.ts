import { seqOf } from '../dialog/dialog.ts'
import type { SipRequest } from '../message/message.ts'
import { GIVE_UP_MS, OWED_MS, T1_MS, T2_MS } from '../transaction/timers.ts'
import { endWithBye, sendBye } from './bye.ts'
import type { Core } from './core.ts'
import type { AwaitedAck, Leg } from './leg.ts'
import { endLeg } from './legs.ts'

const ACK_AFTER_CANCEL_MS = 2000

/** Repeats our 2xx until its ACK comes (RFC 3261 13.3.1.4): a reliable hop says nothing about the hops behind it. */
export function awaitAck(
  core: Core,
  leg: Leg,
  wait: Pick<AwaitedAck, 'transaction' | 'isOffer' | 'onAck'>,
): void {
  stopAwaiting(leg)
  const awaited: AwaitedAck = { ...wait, stopTimer: () => {} }
  leg.awaitedAck = awaited
  let onlineMs = 0
  let offlineMs = 0
  const repeatAfter = (delayMs: number): void => {
    awaited.stopTimer = core.timers.after(delayMs, () => {
      // Nobody can acknowledge what cannot reach them: offline time has a limit of its own.
      if (wait.transaction.resend()) onlineMs += delayMs
      else offlineMs += delayMs
      if (onlineMs < GIVE_UP_MS && offlineMs < OWED_MS) repeatAfter(Math.min(delayMs * 2, T2_MS))
      else giveUp(core, leg)
    })
  }
  repeatAfter(T1_MS)
}

function giveUp(core: Core, leg: Leg): void {
  stopAwaiting(leg)
  if (leg.state === 'answering') leg.state = 'up'
  sendOwedBye(core, leg)
  endWithBye(core, leg, 'timeout')
  // A caller that was cut off may learn of our 2xx later, from a copy, and would then talk to nobody.
  leg.owedBye = { reasons: [] }
}

/**
 * A CANCEL that crossed our 2xx has no effect (RFC 3261 9.2), and the caller owes ACK and BYE. Some never send them
 * (jssip 3): whoever cancelled and does not acknowledge soon is not waited for any longer.
 */
export function hastenAck(core: Core, leg: Leg, cancel: SipRequest): void {
  const awaited = leg.awaitedAck
  if (!awaited) return
  core.timers.after(ACK_AFTER_CANCEL_MS, () => {
    if (leg.awaitedAck !== awaited || leg.state !== 'answering' || !leg.dialog) return
    stopAwaiting(leg)
    endLeg(core, leg, { by: 'remote', how: 'cancel', headers: cancel.headers })
    sendBye(core, leg, leg.dialog, [])
  })
}

function sendOwedBye(core: Core, leg: Leg): void {
  if (leg.owedBye && leg.dialog) sendBye(core, leg, leg.dialog, leg.owedBye.reasons)
  leg.owedBye = undefined
}

export function stopAwaiting(leg: Leg): void {
  leg.awaitedAck?.stopTimer()
  leg.awaitedAck?.transaction.settle()
  leg.awaitedAck = undefined
}

/** An ACK inside a dialog; one for an older 2xx, or a repeated one, is passed over. */
export function receiveAck(core: Core, leg: Leg, ack: SipRequest): void {
  const awaited = leg.awaitedAck
  if (awaited && seqOf(awaited.transaction.request) !== seqOf(ack)) return
  stopAwaiting(leg)
  if (leg.state === 'ended') sendOwedBye(core, leg)
  else awaited?.onAck(ack)
}
