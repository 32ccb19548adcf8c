import { parseCSeq } from '../message/cseq.ts'
import { headerValue, headerValues } from '../message/headers.ts'
import type { HeaderField, SipRequest, SipResponse } from '../message/message.ts'
import { serializeMessage } from '../message/serialize.ts'
import { parseVia } from '../message/via.ts'
import type { Flows } from './flows.ts'
import { GIVE_UP_MS, OWED_MS } from './timers.ts'
import type { CancelTimer, Timers } from './timers.ts'

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
  /** False: the response belongs to nothing here. */
  receive(response: SipResponse): boolean
  flowClosed(flow: string): void
  /** Sends what waits and has a flow now. */
  flush(): void
}

interface Running extends ClientTransaction {
  readonly spec: ClientRequest
  readonly key: string
  hasProvisional: boolean
  /** `answered`: kept so that every further 2xx of a fork is seen. */
  state: 'waiting' | 'sent' | 'answered' | 'lost'
  flow: string | undefined
  stopTimer: CancelTimer
}

interface Parts {
  readonly timers: Timers
  readonly flows: Flows
  /** `SIP/2.0/WSS host`. */
  readonly via: string
  readonly newBranch: () => string
}

interface Table extends Parts {
  readonly live: Map<string, Running>
}

/** RFC 3261 17.1.1.3: the ACK to a final response that is no 2xx. */
function ackOf(request: SipRequest, response: SipResponse): SipRequest {
  const headers: HeaderField[] = []
  for (const field of request.headers) {
    if (/^(Via|Max-Forwards|Route|From|Call-ID)$/.test(field.name)) headers.push(field)
    if (field.name === 'CSeq') headers.push({ name: 'CSeq', value: field.value.replace('INVITE', 'ACK') })
  }
  headers.push({ name: 'To', value: headerValue(response, 'To') ?? '' })
  return { method: 'ACK', uri: request.uri, headers, body: '' }
}

function remove({ live }: Table, running: Running): void {
  running.stopTimer()
  live.delete(running.key)
}

function forgetAfter(table: Table, running: Running, delayMs: number): void {
  running.stopTimer()
  running.stopTimer = table.timers.after(delayMs, () => remove(table, running))
}

function giveUpAfter(table: Table, running: Running, delayMs: number): void {
  running.stopTimer()
  running.stopTimer = table.timers.after(delayMs, () => {
    remove(table, running)
    running.spec.onOutcome(NO_ANSWER)
  })
}

function start(table: Table, running: Running): void {
  const flow = running.spec.route()
  if (flow === undefined) {
    if (running.state !== 'waiting') giveUpAfter(table, running, OWED_MS)
    running.state = 'waiting'
    return
  }
  running.flow = flow
  running.state = 'sent'
  // Timer B or F. A 1xx before the flow was lost tells that the far end is alive, not that this copy arrives.
  giveUpAfter(table, running, GIVE_UP_MS)
  table.flows.send(flow, running.request)
}

function lose(table: Table, running: Running): void {
  if (running.request.method === 'INVITE') {
    // A late 2xx must still find someone to acknowledge it.
    running.state = 'lost'
    forgetAfter(table, running, GIVE_UP_MS)
  } else remove(table, running)
  running.spec.onOutcome(FLOW_LOST)
}

function receiveProvisional(table: Table, running: Running, response: SipResponse): void {
  if (running.state === 'answered' || running.state === 'lost') return
  running.hasProvisional = true
  const { provisionalMs } = running.spec
  if (running.request.method === 'INVITE') {
    running.stopTimer()
    if (provisionalMs !== undefined) giveUpAfter(table, running, provisionalMs)
  }
  running.spec.onOutcome(response)
}

function receiveFinal(table: Table, running: Running, response: SipResponse): void {
  const { state, request } = running
  const isOver = state === 'answered' || state === 'lost'
  if (request.method === 'INVITE' && response.status < 300) {
    // RFC 6026 7.2: timer M runs from the first 2xx.
    if (!isOver) {
      running.state = 'answered'
      forgetAfter(table, running, GIVE_UP_MS)
    }
  } else {
    const flow = table.flows.get(running.flow ?? '') ?? table.flows.newest()
    if (request.method === 'INVITE' && flow) table.flows.send(flow.id, ackOf(request, response))
    // A refusal by one fork after the answer of another changes nothing.
    if (isOver) return
    remove(table, running)
  }
  running.spec.onOutcome(response)
}

function send(table: Table, spec: ClientRequest): ClientTransaction {
  const branch = spec.branch ?? table.newBranch()
  const headers = [{ name: 'Via', value: `${table.via};branch=${branch}` }, ...spec.request.headers]
  const request = { ...spec.request, headers }
  // Throws before anything is kept when the message would break apart.
  serializeMessage(request)
  const running: Running = {
    spec,
    request,
    branch,
    key: `${branch} ${request.method}`,
    hasProvisional: false,
    state: 'sent',
    flow: undefined,
    stopTimer: () => {},
    forgetAfter: (delayMs) => forgetAfter(table, running, delayMs),
  }
  table.live.set(running.key, running)
  start(table, running)
  return running
}

export function createClientTransactions(parts: Parts): ClientTransactions {
  const table: Table = { ...parts, live: new Map() }
  return {
    send: (spec) => send(table, spec),
    receive: (response) => {
      const branch = parseVia(headerValues(response, 'Via')[0] ?? '')?.params.get('branch')
      const method = parseCSeq(headerValue(response, 'CSeq') ?? '')?.method
      const running = table.live.get(`${branch} ${method}`)
      if (running) (response.status < 200 ? receiveProvisional : receiveFinal)(table, running, response)
      return running !== undefined
    },
    flowClosed: (flow) => {
      for (const running of Array.from(table.live.values())) {
        if (running.flow !== flow || running.state !== 'sent') continue
        ;(running.spec.offline === 'fail' ? lose : start)(table, running)
      }
    },
    flush: () => {
      for (const running of Array.from(table.live.values()))
        if (running.state === 'waiting') start(table, running)
    },
  }
}
