import { parseCSeq } from '../message/cseq.ts'
import { headerValue, headerValues } from '../message/headers.ts'
import type { SipRequest, SipResponse } from '../message/message.ts'
import { serializeMessage } from '../message/serialize.ts'
import { parseVia } from '../message/via.ts'
import type { Flows } from './flows.ts'
import { buildResponse } from './response.ts'
import type { ReasonPhrases, ResponseParts } from './response.ts'
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
  last?: SipResponse
  route?: () => string | undefined
  stopTimer: CancelTimer
}

interface Parts {
  readonly timers: Timers
  readonly flows: Flows
  readonly phrases: ReasonPhrases | undefined
}

interface Table extends Parts {
  readonly live: Map<string, Running>
}

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

function forget({ live }: Table, running: Running): void {
  running.stopTimer()
  live.delete(running.id)
}

function forgetAfter(table: Table, running: Running, delayMs: number): void {
  running.stopTimer()
  running.stopTimer = table.timers.after(delayMs, () => forget(table, running))
}

function resend(table: Table, running: Running): boolean {
  const to = running.route?.() ?? table.flows.get(running.flow)?.id
  if (to === undefined || !running.last) return false
  if (running.isOwed && to !== running.flow) forgetAfter(table, running, GIVE_UP_MS)
  running.flow = to
  table.flows.send(to, running.last)
  return true
}

function respond(table: Table, running: Running, parts: ResponseParts): void {
  if (running.status >= 200) return
  const response = buildResponse(running.request, { reason: table.phrases?.[parts.status], ...parts })
  // Throws before anything is kept when the message would break apart.
  serializeMessage(response)
  running.last = response
  running.status = parts.status
  const isSent = resend(table, running)
  if (parts.status < 200) return
  const isInvite = running.request.method === 'INVITE'
  running.isOwed = isInvite
  // Timer J is 0 here, but a peer that reconnects may repeat what it sent inside a dialog.
  if (isInvite || hasToTag(running.request)) forgetAfter(table, running, isSent ? GIVE_UP_MS : OWED_MS)
  else forget(table, running)
}

function create(table: Table, start: Pick<Running, 'id' | 'request' | 'flow'>): Running {
  const running: Running = {
    ...start,
    status: 0,
    isOwed: false,
    stopTimer: () => {},
    respond: (parts) => respond(table, running, parts),
    resend: () => resend(table, running),
    setRoute: (route) => {
      running.route = route
    },
    settle: () => {
      running.isOwed = false
    },
  }
  // One that is never answered does not stay for ever; an INVITE has its ring time.
  if (start.request.method !== 'INVITE') forgetAfter(table, running, GIVE_UP_MS)
  table.live.set(start.id, running)
  return running
}

function cancelled({ live }: Table, cancel: SipRequest): Running | undefined {
  const exact = live.get(keyOf(cancel, 'INVITE'))
  if (exact) return exact
  // After a reconnect a peer may have made a new branch for it.
  const wanted = fingerprint(cancel)
  for (const running of live.values())
    if (running.request.method === 'INVITE' && fingerprint(running.request) === wanted) return running
  return undefined
}

export function createServerTransactions(parts: Parts): ServerTransactions {
  const table: Table = { ...parts, live: new Map() }
  const { live, flows } = table
  return {
    accept: (request, flow) => {
      const id = keyOf(request, request.method)
      const known = live.get(id)
      if (!known) return create(table, { id, request, flow })
      known.flow = flow
      if (known.last) flows.send(flow, known.last)
      return undefined
    },
    acknowledge: (ack) => {
      const invite = live.get(keyOf(ack, 'INVITE'))
      if (!invite || invite.status < 300) return false
      forget(table, invite)
      return true
    },
    cancelled: (cancel) => cancelled(table, cancel),
    find: (id) => live.get(id),
    flowClosed: (flow) => {
      for (const running of live.values())
        if (running.flow === flow && running.isOwed && !resend(table, running))
          forgetAfter(table, running, OWED_MS)
    },
    flush: () => {
      for (const running of live.values())
        if (running.isOwed && !flows.get(running.flow)) resend(table, running)
    },
  }
}
