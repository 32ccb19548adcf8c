import { parseCSeq } from '../message/cseq.ts'
import { headerValue, headerValues } from '../message/headers.ts'
import type { SipRequest, SipResponse } from '../message/message.ts'
import { serializeMessage } from '../message/serialize.ts'
import { parseVia } from '../message/via.ts'
import type { Flows } from './flows.ts'
import { buildResponse } from './response.ts'
import type { ReasonPhrases, ResponseParts } from './response.ts'
import { GIVE_UP_MS, OWED_MS } from './timers.ts'
import type { Timers } from './timers.ts'

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
  /** The request came again. */
  repeat(flow: string): void
  flowClosed(flow: string): void
  flush(): void
  forget(): void
}

interface Parts {
  readonly timers: Timers
  readonly flows: Flows
  readonly phrases: ReasonPhrases | undefined
}

type Live = Map<string, Running>

const hasToTag = (request: SipRequest): boolean => /;\s*tag\s*=/i.test(headerValue(request, 'To') ?? '')

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

function run(
  { timers, flows, phrases }: Parts,
  live: Live,
  start: Pick<Running, 'id' | 'request' | 'flow'>,
): Running {
  const { id, request } = start
  const isInvite = request.method === 'INVITE'
  /** A final response to an INVITE that no ACK has confirmed. */
  let isOwed = false
  let last: SipResponse | undefined
  let route: (() => string | undefined) | undefined
  let stopTimer = (): void => {}

  const forget = (): void => {
    stopTimer()
    live.delete(id)
  }
  const forgetAfter = (delayMs: number): void => {
    stopTimer()
    stopTimer = timers.after(delayMs, forget)
  }
  const resend = (): boolean => {
    const to = route?.() ?? flows.get(running.flow)?.id
    if (!to || !last) return false
    if (isOwed && to !== running.flow) forgetAfter(GIVE_UP_MS)
    running.flow = to
    flows.send(to, last)
    return true
  }

  const running: Running = {
    ...start,
    status: 0,
    respond: (parts) => {
      const { status } = parts
      if (running.status >= 200) return
      const response = buildResponse(request, { reason: phrases?.[status], ...parts })
      // Throws before anything is kept when the message would break apart.
      serializeMessage(response)
      last = response
      running.status = status
      const isSent = resend()
      if (status < 200) return
      isOwed = isInvite
      // Timer J is 0 here, but a peer that reconnects may repeat what it sent inside a dialog.
      if (isInvite || hasToTag(request)) forgetAfter(isSent ? GIVE_UP_MS : OWED_MS)
      else forget()
    },
    resend,
    setRoute: (next) => {
      route = next
    },
    settle: () => {
      isOwed = false
    },
    repeat: (flow) => {
      running.flow = flow
      if (last) flows.send(flow, last)
    },
    flowClosed: (flow) => {
      if (running.flow === flow && isOwed && !resend()) forgetAfter(OWED_MS)
    },
    flush: () => {
      if (isOwed && !flows.get(running.flow)) resend()
    },
    forget,
  }
  // One that is never answered does not stay for ever; an INVITE has its ring time.
  if (!isInvite) forgetAfter(GIVE_UP_MS)
  live.set(id, running)
  return running
}

function cancelled(live: Live, cancel: SipRequest): Running | undefined {
  const exact = live.get(keyOf(cancel, 'INVITE'))
  if (exact) return exact
  // After a reconnect a peer may have made a new branch for it.
  const wanted = fingerprint(cancel)
  for (const running of live.values())
    if (running.request.method === 'INVITE' && fingerprint(running.request) === wanted) return running
  return undefined
}

export function createServerTransactions(parts: Parts): ServerTransactions {
  const live: Live = new Map()
  return {
    accept: (request, flow) => {
      const id = keyOf(request, request.method)
      const known = live.get(id)
      if (!known) return run(parts, live, { id, request, flow })
      known.repeat(flow)
      return undefined
    },
    acknowledge: (ack) => {
      const invite = live.get(keyOf(ack, 'INVITE'))
      if (!invite || invite.status < 300) return false
      invite.forget()
      return true
    },
    cancelled: (cancel) => cancelled(live, cancel),
    find: (id) => live.get(id),
    flowClosed: (flow) => {
      for (const running of live.values()) running.flowClosed(flow)
    },
    flush: () => {
      for (const running of live.values()) running.flush()
    },
  }
}
