import { replacesFor } from '../dialog/dialog.ts'
import type { SipMessage } from '../message/message.ts'
import { headerValues } from '../message/headers.ts'
import { formatNameAddr, parseNameAddr } from '../message/name-addr.ts'
import { formatReferTo, parseReferTo } from '../message/refer-to.ts'
import { formatSipfrag, parseSipfrag } from '../message/sipfrag.ts'
import type { Outcome } from '../transaction/client.ts'
import type { ServerTransaction } from '../transaction/server.ts'
import { endIfDialogGone } from './bye.ts'
import type { Core } from './core.ts'
import type { Leg } from './leg.ts'
import { setLegTimer, stopLegTimer } from './legs.ts'
import { field, textOf } from './read.ts'
import { sendInDialog } from './send-request.ts'
import type { LegId } from './user-agent-port.ts'

/** RFC 4488: no subscription, so no NOTIFY. */
const isSilent = (message: SipMessage): boolean =>
  textOf(message, 'Refer-Sub').trim().toLowerCase() === 'false'

/** As long as a phone may ring without news. */
const NEWS_WITHIN_MS = 180_000

function report(core: Core, leg: Leg, status: number, final: boolean): void {
  if (leg.referral !== 'active') return
  if (final) {
    leg.referral = 'done'
    stopLegTimer(leg, 'refer')
  } else setLegTimer(core, leg, 'refer', { ms: NEWS_WITHIN_MS, run: () => report(core, leg, 408, true) })
  core.emit({ type: 'refer-progress', leg: leg.id, status, final })
}

/** RFC 3515; `other` is the leg that the new call shall take the place of (RFC 3891, 5589 7). */
export function refer(core: Core, leg: Leg, to: { target: string } | { other: LegId }): void {
  if (leg.state !== 'up' || !leg.dialog || leg.referral === 'active') return
  const other = 'other' in to ? core.legs.get(to.other)?.dialog : undefined
  const referTo = other
    ? {
        // The address of record, because a Contact under `.invalid` reaches nobody but through our proxy.
        target: parseNameAddr(other.remote)?.uri ?? other.remoteTarget,
        replaces: replacesFor(other),
      }
    : to
  if (!('target' in referTo)) return
  const headers = [
    field('Refer-To', formatReferTo(referTo)),
    { name: 'Referred-By', value: formatNameAddr({ uri: core.identity.aor.uri }) },
  ]
  leg.referral = 'active'
  const onOutcome = (outcome: Outcome): void => settleRefer(core, leg, outcome)
  sendInDialog(core, leg, leg.dialog, { method: 'REFER', headers, onOutcome })
}

function settleRefer(core: Core, leg: Leg, outcome: Outcome): void {
  const { status } = outcome
  if (leg.state === 'ended' || status < 200) return
  if (status >= 300) {
    report(core, leg, status, true)
    if (status === 481) endIfDialogGone(core, leg, status)
  } else {
    const isOver = isSilent(outcome)
    report(core, leg, isOver ? status : 100, isOver)
  }
}

export function receiveNotify(core: Core, leg: Leg, transaction: ServerTransaction): void {
  const { request } = transaction
  const event = textOf(request, 'Event').split(';', 1)[0]?.trim().toLowerCase()
  if (event !== 'refer') transaction.respond({ status: 489, headers: [field('Allow-Events', 'refer')] })
  else if (!leg.referral) transaction.respond({ status: 481 })
  else {
    transaction.respond({ status: 200 })
    const status = parseSipfrag(request.body)?.status
    const isOver = /^\s*terminated/i.test(textOf(request, 'Subscription-State'))
    if (status !== undefined || isOver) report(core, leg, status ?? 408, isOver || (status ?? 0) >= 200)
  }
}

export function receiveRefer(core: Core, leg: Leg, transaction: ServerTransaction): void {
  const { request } = transaction
  const values = headerValues(request, 'Refer-To')
  const referTo = values.length === 1 ? parseReferTo(values[0] ?? '') : undefined
  if (!referTo) transaction.respond({ status: 400 })
  else if (leg.state !== 'up' || leg.referred) transaction.respond({ status: 491 })
  else {
    leg.referred = { transaction, isSilent: isSilent(request), isAccepted: false }
    core.emit({
      type: 'refer',
      leg: leg.id,
      target: referTo.target,
      replaces: referTo.replaces,
      referredBy: parseNameAddr(textOf(request, 'Referred-By'))?.uri,
    })
  }
}

export function acceptRefer(core: Core, leg: Leg): void {
  const { referred } = leg
  if (!referred || referred.isAccepted) return
  referred.isAccepted = true
  const headers = [field('Contact', core.identity.contact())]
  if (referred.isSilent) headers.push(field('Refer-Sub', 'false'))
  referred.transaction.respond({ status: 202, headers })
  // RFC 3515 2.4.4: the first NOTIFY goes out at once.
  notifyRefer(core, leg, 100, 'Trying')
}

export function refuseRefer(_: Core, leg: Leg, status: number): void {
  if (!leg.referred || leg.referred.isAccepted) return
  leg.referred.transaction.respond({ status })
  leg.referred = undefined
}

export function notifyRefer(core: Core, leg: Leg, status: number, reason: string): void {
  const { referred, dialog } = leg
  if (!referred?.isAccepted || !dialog || leg.state === 'ended') return
  const isFinal = status >= 200
  if (isFinal) leg.referred = undefined
  if (referred.isSilent) return
  const headers = [
    field('Event', 'refer'),
    field('Subscription-State', isFinal ? 'terminated;reason=noresource' : 'active;expires=180'),
    field('Content-Type', 'message/sipfrag;version=2.0'),
  ]
  sendInDialog(core, leg, dialog, { method: 'NOTIFY', headers, body: formatSipfrag({ status, reason }) })
}
