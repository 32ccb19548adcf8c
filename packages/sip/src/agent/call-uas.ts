import { dialogFromRequest, seqOf, tagOf } from '../dialog/dialog.ts'
import { headerValues } from '../message/headers.ts'
import type { HeaderField, SipRequest } from '../message/message.ts'
import { parseNameAddr } from '../message/name-addr.ts'
import { parseReplaces } from '../message/replaces.ts'
import type { ResponseParts } from '../transaction/response.ts'
import type { ServerTransaction } from '../transaction/server.ts'
import { field, sdpOf, textOf } from './read.ts'
import type { Core } from './core.ts'
import type { Leg } from './leg.ts'
import { addLeg, callerKey, dialogKey, endLeg, learnAbilities, legRoute, setLegTimer } from './legs.ts'
import { respondToInvite } from './respond-invite.ts'
import { sendInDialog } from './send-request.ts'
import { sessionRefusalOf } from './session-timer.ts'
import { awaitAck, hastenAck } from './await-ack.ts'

const MAX_RING_SECONDS = 180
const MAX_INCOMING_LEGS = 8

type Party = { readonly uri: string; readonly displayName: string | undefined }

function partyOf(request: SipRequest, name: string): Party | undefined {
  const address = parseNameAddr(headerValues(request, name)[0] ?? '')
  return address && { uri: address.uri, displayName: address.displayName }
}

/** An INVITE outside a dialog. */
export function receiveInvite(core: Core, transaction: ServerTransaction): void {
  const { request } = transaction
  const callId = textOf(request, 'Call-ID')
  const before = core.dialogs.get(callerKey(callId, tagOf(request, 'From')))
  if (before?.incoming && seqOf(before.incoming.request) === seqOf(request)) {
    receiveCopy(core, before, transaction)
    return
  }
  const localTag = core.identity.token()
  const replaced = replacedLeg(core, request)
  const refusal = replaced.refusal ?? sessionRefusalOf(request) ?? capacityRefusal(core)
  if (refusal) {
    transaction.respond({ ...refusal, toTag: localTag })
    return
  }
  const leg = addLeg(core, {
    role: 'uas',
    callId,
    localTag,
    peerTag: tagOf(request, 'From'),
    flow: transaction.flow,
    state: 'ringing',
    localSdp: '',
  })
  leg.dialog = dialogFromRequest(request, localTag)
  learnAbilities(leg, request)
  if (replaced.leg) leg.replaced = replaced.leg.id
  adopt(core, leg, transaction)
  respondToInvite(core, leg, { status: 100 })
  const ms = (core.config.maxRingSeconds ?? MAX_RING_SECONDS) * 1000
  setLegTimer(core, leg, 'ring', { ms, run: () => stopRinging(core, leg) })
  announce(core, leg, request)
}

function announce(core: Core, leg: Leg, request: SipRequest): void {
  core.emit({
    type: 'incoming',
    leg: leg.id,
    flow: leg.flow,
    callId: leg.callId,
    from: partyOf(request, 'From') ?? { uri: '' },
    to: partyOf(request, 'To') ?? { uri: '' },
    assertedIdentity: partyOf(request, 'P-Asserted-Identity'),
    offer: sdpOf(request),
    replaces: leg.replaced,
    request,
  })
}

function adopt(core: Core, leg: Leg, transaction: ServerTransaction): void {
  leg.incoming = transaction
  leg.flow = transaction.flow
  transaction.setRoute(() => legRoute(core, leg))
}

/**
 * The same INVITE under another branch. On the same flow a proxy merged two paths (RFC 3261 8.2.2.2). On another flow
 * the caller, or its proxy, has reconnected and asks again: still one call.
 */
function receiveCopy(core: Core, leg: Leg, transaction: ServerTransaction): void {
  const { lastResponse, awaitedAck } = leg
  if (transaction.flow === leg.flow || leg.state === 'up' || !lastResponse) {
    transaction.respond({ status: 482, toTag: core.identity.token() })
    return
  }
  adopt(core, leg, transaction)
  transaction.respond({ ...lastResponse, toTag: leg.localTag })
  if (awaitedAck) awaitAck(core, leg, { ...awaitedAck, transaction })
}

function stopRinging(core: Core, leg: Leg): void {
  const headers = [field('Reason', 'Q.850;cause=19;text="No answer"')]
  respondToInvite(core, leg, { status: 480, headers })
  endLeg(core, leg, { by: 'timeout', how: 'response', status: 480, headers })
}

/** RFC 3891 3: which leg of ours the INVITE wants to replace. */
function replacedLeg(
  core: Core,
  request: SipRequest,
): { readonly leg?: Leg; readonly refusal?: ResponseParts } {
  const values = headerValues(request, 'Replaces')
  if (values.length === 0) return {}
  const replaces = values.length === 1 ? parseReplaces(values[0] ?? '') : undefined
  if (!replaces) return { refusal: { status: 400 } }
  const leg = core.dialogs.get(dialogKey(replaces.callId, replaces.toTag))
  const isEarly = leg?.state === 'calling'
  const dialog = isEarly ? leg.forks.get(replaces.fromTag)?.dialog : leg?.dialog
  if (!leg || dialog?.remoteTag !== replaces.fromTag) return { refusal: { status: 481 } }
  if (leg.state === 'ended') return { refusal: { status: 603 } }
  // An early dialog may be replaced by its callee's friends only where we called.
  if (!isEarly && leg.state !== 'up') return { refusal: { status: 481 } }
  return replaces.earlyOnly && !isEarly ? { refusal: { status: 486 } } : { leg }
}

/** A flood of INVITEs must not become a flood of ringing phones. */
function capacityRefusal(core: Core): ResponseParts | undefined {
  const { maxIncomingLegs = core.config.account ? MAX_INCOMING_LEGS : Number.POSITIVE_INFINITY } = core.config
  let count = 0
  if (maxIncomingLegs < Number.POSITIVE_INFINITY)
    for (const leg of core.legs.values()) if (leg.role === 'uas') count++
  return count < maxIncomingLegs ? undefined : { status: 486 }
}

/** Also stops a re-INVITE (RFC 3261 9.2); what has its final response is not touched. */
export function receiveCancel(core: Core, transaction: ServerTransaction): void {
  const cancel = transaction.request
  const invite = core.servers.cancelled(cancel)
  transaction.respond({ status: invite ? 200 : 481, toTag: core.identity.token() })
  if (!invite) return
  const callId = textOf(cancel, 'Call-ID')
  const leg =
    core.dialogs.get(dialogKey(callId, tagOf(invite.request, 'To'))) ??
    core.dialogs.get(callerKey(callId, tagOf(cancel, 'From')))
  if (!leg) return
  if (leg.peerOffer?.transaction === invite) {
    leg.peerOffer = undefined
    invite.respond({ status: 487 })
  } else if (leg.state === 'ringing') endRinging(core, leg, cancel.headers)
  else if (leg.state === 'answering') hastenAck(core, leg, cancel)
}

function endRinging(core: Core, leg: Leg, headers: readonly HeaderField[]): void {
  respondToInvite(core, leg, { status: 487 })
  endLeg(core, leg, { by: 'remote', how: 'cancel', headers })
}

/** The CANCEL of what rings here may have been lost with the flow: whether it is still a call, its dialog knows. */
export function askWhetherItRings(core: Core, leg: Leg): void {
  const { dialog } = leg
  if (core.identity.isServer || !dialog || leg.flow === core.flows.newest()?.id || leg.state !== 'ringing')
    return
  // Without a response of ours the far end has no dialog yet.
  leg.incoming?.resend()
  sendInDialog(core, leg, dialog, {
    method: 'OPTIONS',
    onOutcome: ({ status }) => {
      if (status === 481 && leg.state === 'ringing') endRinging(core, leg, [])
    },
  })
}

export function rejectCall(
  core: Core,
  leg: Leg,
  { status, headers }: { readonly status: number; readonly headers: readonly HeaderField[] },
): void {
  if (leg.state !== 'ringing') return
  respondToInvite(core, leg, { status, headers })
  endLeg(core, leg, { by: 'local', how: 'response', status, headers })
}
