import { parseCSeq } from '../message/cseq.ts'
import { headerValue, headerValues } from '../message/headers.ts'
import type { SipRequest, SipResponse } from '../message/message.ts'
import { serializeMessage } from '../message/serialize.ts'
import { parseVia } from '../message/via.ts'
import type { Flows } from './flows.ts'
import { buildResponse } from './response.ts'
import type { ResponseParts } from './response.ts'
import { GIVE_UP_MS, OWED_MS } from './timers.ts'
import type { CancelTimer, Timers } from './timers.ts'

export interface ServerTransaction {
  readonly id: string
  readonly request: SipRequest
  /** Where the request came from, or its newest copy. */
  readonly flow: string
  /** 0 before the first response. */
  readonly status: number
  /** Sends, and keeps the last one for copies of the request. Nothing follows a final response. */
  respond(parts: ResponseParts): void
  /** The last response once more; false while no flow can take it. */
  resend(): boolean
  /** Where responses go when the flow is gone. Without it they are dropped. */
  setRoute(route: () => string | undefined): void
  /** The ACK came, or nobody waits any more: copies need no answer and nothing is owed. */
  settle(): void
}

/** RFC 3261 17.2 and RFC 6026 on a reliable transport. */
export interface ServerTransactions {
  /** Undefined when the request was a copy and has been answered again. */
  accept(request: SipRequest, flow: string): ServerTransaction | undefined
  /** True when the ACK was for a final response of ours that is no 2xx. */
  acknowledge(ack: SipRequest): boolean
  /** The INVITE that a CANCEL is for. */
  cancelled(cancel: SipRequest): ServerTransaction | undefined
  /** One that was handed out as a `request` fact and has no final response yet. */
  find(id: string): ServerTransaction | undefined
  flowClosed(flow: string): void
  flush(): void
}

interface Running extends ServerTransaction {
  flow: string
  status: number
  /** Final response to an INVITE that no ACK has confirmed. */
  isOwed: boolean
  forgetAfter(delayMs: number): void
  forget(): void
  /** The last response, to where the newest copy of the request came from. */
  repeat(): void
}

function fingerprint(request: SipRequest): string {
  const cseq = parseCSeq(headerValue(request, 'CSeq') ?? '')?.number
  return `${headerValue(request, 'Call-ID')} ${headerValue(request, 'From')} ${cseq}`
}

/** RFC 3261 17.2.3; without the magic cookie the dialog's own marks tell requests apart. */
function keyOf(request: SipRequest, method: string): string {
  const via = parseVia(headerValues(request, 'Via')[0] ?? '')
  const branch = via?.params.get('branch') ?? ''
  return branch.startsWith('z9hG4bK')
    ? `${branch} ${via?.host}:${via?.port} ${method}`
    : `${branch} ${fingerprint(request)} ${method}`
}

interface Parts {
  readonly timers: Timers
  readonly flows: Flows
}

export function createServerTransactions({ timers, flows }: Parts): ServerTransactions {
  const live = new Map<string, Running>()

  const create = (request: SipRequest, flow: string, id: string): Running => {
    const isInvite = request.method === 'INVITE'
    const isInDialog = /;\s*tag\s*=/i.test(headerValue(request, 'To') ?? '')
    let last: SipResponse | undefined
    let route: (() => string | undefined) | undefined
    let stopTimer: CancelTimer = () => {}
    const running: Running = {
      id,
      request,
      flow,
      status: 0,
      isOwed: false,
      forget: () => {
        stopTimer()
        live.delete(id)
      },
      forgetAfter: (delayMs) => {
        stopTimer()
        stopTimer = timers.after(delayMs, running.forget)
      },
      respond: (parts) => {
        if (running.status >= 200) return
        const response = buildResponse(request, parts)
        serializeMessage(response)
        last = response
        running.status = parts.status
        const isSent = running.resend()
        if (parts.status < 200) return
        running.isOwed = isInvite
        // Timer J is 0 here, but a peer that reconnects may repeat what it sent inside a dialog.
        if (isInvite || isInDialog) running.forgetAfter(isSent ? GIVE_UP_MS : OWED_MS)
        else running.forget()
      },
      resend: () => {
        const to = route?.() ?? flows.get(running.flow)?.id
        if (to === undefined || !last) return false
        if (running.isOwed && to !== running.flow) running.forgetAfter(GIVE_UP_MS)
        running.flow = to
        flows.send(to, last)
        return true
      },
      repeat: () => {
        if (last) flows.send(running.flow, last)
      },
      setRoute: (next) => {
        route = next
      },
      settle: () => {
        running.isOwed = false
      },
    }
    // One that is never answered does not stay for ever; an INVITE has its ring time.
    if (!isInvite) running.forgetAfter(GIVE_UP_MS)
    live.set(id, running)
    return running
  }

  return {
    accept: (request, flow) => {
      const id = keyOf(request, request.method)
      const known = live.get(id)
      if (!known) return create(request, flow, id)
      known.flow = flow
      known.repeat()
      return undefined
    },
    acknowledge: (ack) => {
      const invite = live.get(keyOf(ack, 'INVITE'))
      if (!invite || invite.status < 300) return false
      invite.forget()
      return true
    },
    cancelled: (cancel) => {
      const exact = live.get(keyOf(cancel, 'INVITE'))
      if (exact) return exact
      // After a reconnect a peer may have made a new branch for it.
      const wanted = fingerprint(cancel)
      for (const running of live.values())
        if (running.request.method === 'INVITE' && fingerprint(running.request) === wanted) return running
      return undefined
    },
    find: (id) => live.get(id),
    flowClosed: (flow) => {
      for (const running of [...live.values()])
        if (running.flow === flow && running.isOwed && !running.resend()) running.forgetAfter(OWED_MS)
    },
    flush: () => {
      for (const running of [...live.values()])
        if (running.isOwed && !flows.get(running.flow)) running.resend()
    },
  }
}
