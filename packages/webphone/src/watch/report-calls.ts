/**
 * Tells the back end of each call where it asks for that (`call_reports` of the sip-config): behind a PBX that tells it nothing, call
 * records and webhooks come from here. Told again where an answer is missing; the page's end does not stop what is on its way.
 */
import type { CallReportBody } from '@zorio/contract'
import type { CallRunner } from '../call/call-host.ts'
import type { CallSnapshot } from '../call-api.ts'
import type { PageSignal } from '../base/page-signals-port.ts'
import type { WatchedPhone } from './watch-port.ts'

/** An outage of the back end, and one that a restart takes. */
const againAfterMs = [2000, 10_000, 60_000, 300_000]

export interface CallReports {
  onPage(signal: PageSignal, left: ReadonlySet<CallRunner>): void
}

export function reportCalls(phone: WatchedPhone, signal: AbortSignal): CallReports {
  const { ports } = phone
  const { clock } = ports
  if (!phone.first.call_reports) return { onPage: () => {} }
  /** What was told last of each call that is not over. */
  const told = new Map<CallRunner, CallReportBody['step']>()
  const waiting = new Set<() => void>()
  /** What ends with the page may go on elsewhere. */
  let isGone = false

  const send = async (call: CallSnapshot, more: Partial<CallReportBody> = {}, attempt = 0) => {
    const path = `api/webphone/calls/${encodeURIComponent(call.uuid)}/report`
    const body = JSON.stringify({ ...reportOf(call, clock.wallTime()), ...more })
    // Not the phone's own end: the last report is of the moment in which it ends.
    const answer = await ports.api.ask(path, {
      ...{ method: 'POST', body, keepalive: true, signal: new AbortController().signal },
    })
    const delay = againAfterMs[attempt]
    if (answer !== undefined || delay === undefined || signal.aborted) return
    const cancel = clock.setTimer(delay, () => {
      waiting.delete(cancel)
      void send(call, more, attempt + 1)
    })
    waiting.add(cancel)
  }

  const look = () => {
    if (isGone) return
    for (const call of new Set([...told.keys(), ...phone.calls.visible])) {
      const { snapshot } = call
      const step = stepOf(snapshot)
      if (told.get(call) === step) continue
      told.set(call, step)
      if (step === 'hangup') told.delete(call)
      // The device that answered tells how it went on.
      if (snapshot.hangupDetail?.reason !== 'answered_elsewhere') void send(snapshot)
    }
  }
  look()
  const off = phone.store.subscribe(look)
  signal.addEventListener('abort', () => {
    off()
    waiting.forEach((cancel) => cancel())
  })
  return {
    onPage(page, left) {
      if (page === 'pageshow') isGone = false
      if (page !== 'pagehide') return
      isGone = true
      for (const call of told.keys()) {
        const { snapshot } = call
        // What only rings here may ring elsewhere, and a call that is left goes on.
        if (left.has(call) || (snapshot.direction === 'incoming' && snapshot.state !== 'answered')) continue
        told.delete(call)
        void send(snapshot, { step: 'hangup', ended_ms_ago: 0, cause: 'NORMAL_CLEARING' })
      }
    },
  }
}

const stepOf = ({ state, answeredAt }: CallSnapshot): CallReportBody['step'] =>
  state === 'ended' ? 'hangup' : answeredAt === null ? 'ringing' : 'answered'

function reportOf(call: CallSnapshot, now: number): CallReportBody {
  const ago = (time: number | null) => (time === null ? null : Math.max(0, Math.round(now - time)))
  return {
    step: stepOf(call),
    direction: call.direction,
    number: call.number,
    started_ms_ago: ago(call.createdAt) ?? 0,
    answered_ms_ago: ago(call.answeredAt),
    ended_ms_ago: ago(call.endedAt),
    cause: call.hangupDetail?.cause ?? null,
  }
}
