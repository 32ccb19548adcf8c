import { parseCSeq } from '../message/cseq.ts'
import { headerValue, headerValues } from '../message/headers.ts'
import type { SipRequest, SipResponse } from '../message/message.ts'
import { serializeMessage } from '../message/serialize.ts'
import { parseVia } from '../message/via.ts'
import type { Flows } from './flows.ts'
import { GIVE_UP_MS, OWED_MS } from './timers.ts'
import type { Timers } from './timers.ts'

/**
 * What came of a request: responses in turn, or one of our own making that says there will be none: 408 for `timeout`,
 * 503 for `flow-lost` (RFC 3261 8.1.3.1 wants transport errors seen so).
 */
export interface Outcome extends SipResponse {
  readonly local?: 'timeout' | 'flow-lost'
}

const NO_ANSWER: Outcome = { status: 408, reason: 'No answer', headers: [], body: '', local: 'timeout' }
const FLOW_LOST: Outcome = { ...NO_ANSWER, status: 503, reason: 'Flow lost', local: 'flow-lost' }

export interface ClientRequest {
  /** Without Via: it is put on here. */
  readonly request: SipRequest
  /** The flow to use now; undefined while there is none that may be used. */
  readonly route: () => string | undefined
  /** `wait`: kept for `OWED_MS` and sent, with the same branch, when there is a flow again. `fail`: `flow-lost`. */
  readonly offline: 'wait' | 'fail'
  /** An INVITE that got a 1xx waits for ever, unless this says for how long after each. */
  readonly provisionalMs?: number
  /** A CANCEL has the branch of its INVITE (RFC 3261 9.1). */
  readonly branch?: string
  readonly onOutcome: (outcome: Outcome) => void
}

export interface ClientTransaction {
  /** As sent, Via included. */
  readonly request: SipRequest
  readonly branch: string
  /** A 1xx arrived: a CANCEL may be sent (RFC 3261 9.1). */
  readonly hasProvisional: boolean
  /** RFC 3261 9.1: after a CANCEL the final response is waited for only so long. */
  forgetAfter(delayMs: number): void
}

/** RFC 3261 17.1 and RFC 6026 on a reliable transport. */
export interface ClientTransactions {
  send(request: ClientRequest): ClientTransaction
  /** One that belongs to nothing here is dropped. */
  receive(response: SipResponse): void
  flowClosed(flow: string): void
  /** Sends what waits and has a flow now. */
  flush(): void
}

interface Parts {
  readonly timers: Timers
  readonly flows: Flows
  /** `SIP/2.0/WSS host`. */
  readonly via: string
  readonly newBranch: () => string
}

interface Running extends ClientTransaction {
  hasProvisional: boolean
  receive(response: SipResponse): void
  flowClosed(flow: string): void
  flush(): void
}

/** What ACK to a refusal (RFC 3261 17.1.1.3) and CANCEL (9.1) have in common with their INVITE. */
export function fromInvite(invite: SipRequest, method: string, to: string): SipRequest {
  const headers = invite.headers.filter(({ name }) => /^(Max-Forwards|Route|From|Call-ID)$/.test(name))
  const cseq = headerValue(invite, 'CSeq')?.replace('INVITE', method) ?? ''
  headers.push({ name: 'To', value: to }, { name: 'CSeq', value: cseq })
  return { method, uri: invite.uri, headers, body: '' }
}

function run(
  { timers, flows, via, newBranch }: Parts,
  live: Map<string, Running>,
  spec: ClientRequest,
): Running {
  const branch = spec.branch ?? newBranch()
  const headers = [{ name: 'Via', value: `${via};branch=${branch}` }, ...spec.request.headers]
  const request = { ...spec.request, headers }
  // Throws before anything is kept when the message would break apart.
  serializeMessage(request)
  const key = `${branch} ${request.method}`
  const isInvite = request.method === 'INVITE'
  /** `answered`: kept so that every further 2xx of a fork is seen. `lost`: a late 2xx must still find someone to acknowledge it. */
  let state: 'waiting' | 'sent' | 'answered' | 'lost' = 'sent'
  let flow: string | undefined
  let stopTimer = (): void => {}

  const end = (): void => {
    stopTimer()
    live.delete(key)
  }
  const endAfter = (delayMs: number, outcome?: Outcome): void => {
    stopTimer()
    stopTimer = timers.after(delayMs, () => {
      end()
      if (outcome) spec.onOutcome(outcome)
    })
  }
  const start = (): void => {
    flow = spec.route()
    if (!flow) {
      if (state !== 'waiting') endAfter(OWED_MS, NO_ANSWER)
      state = 'waiting'
      return
    }
    state = 'sent'
    // Timer B or F. A 1xx before the flow was lost tells that the far end is alive, not that this copy arrives.
    endAfter(GIVE_UP_MS, NO_ANSWER)
    flows.send(flow, request)
  }
  const acknowledge = (response: SipResponse): void => {
    const ack = fromInvite(request, 'ACK', headerValue(response, 'To') ?? '')
    const back = flows.get(flow) ?? flows.newest()
    flows.send(back?.id, { ...ack, headers: [...headers.slice(0, 1), ...ack.headers] })
  }

  const running: Running = {
    request,
    branch,
    hasProvisional: false,
    forgetAfter: endAfter,
    receive: (response) => {
      const isOver = state === 'answered' || state === 'lost'
      if (response.status < 200) {
        if (isOver) return
        running.hasProvisional = true
        if (isInvite) stopTimer()
        if (isInvite && spec.provisionalMs) endAfter(spec.provisionalMs, NO_ANSWER)
      } else if (isInvite && response.status < 300) {
        // RFC 6026 7.2: timer M runs from the first 2xx.
        if (!isOver) endAfter(GIVE_UP_MS)
        if (!isOver) state = 'answered'
      } else {
        if (isInvite) acknowledge(response)
        // A refusal by one fork after the answer of another changes nothing.
        if (isOver) return
        end()
      }
      spec.onOutcome(response)
    },
    flowClosed: (closed) => {
      if (flow !== closed || state !== 'sent') return
      if (spec.offline === 'wait') {
        start()
        return
      }
      state = 'lost'
      if (isInvite) endAfter(GIVE_UP_MS)
      else end()
      spec.onOutcome(FLOW_LOST)
    },
    flush: () => {
      if (state === 'waiting') start()
    },
  }
  live.set(key, running)
  start()
  return running
}

export function createClientTransactions(parts: Parts): ClientTransactions {
  const live = new Map<string, Running>()
  const forEach = (visit: (running: Running) => void): void => {
    // What one of them reports may start another.
    for (const running of Array.from(live.values())) visit(running)
  }
  return {
    send: (spec) => run(parts, live, spec),
    receive: (response) => {
      const branch = parseVia(headerValues(response, 'Via')[0] ?? '')?.params.get('branch')
      const method = parseCSeq(headerValue(response, 'CSeq') ?? '')?.method
      live.get(`${branch} ${method}`)?.receive(response)
    },
    flowClosed: (flow) => forEach((running) => running.flowClosed(flow)),
    flush: () => forEach((running) => running.flush()),
  }
}
