import { parseCSeq } from '../message/cseq.ts'
import { headerValue, headerValues } from '../message/headers.ts'
import type { HeaderField, SipRequest, SipResponse } from '../message/message.ts'
import { serializeMessage } from '../message/serialize.ts'
import { parseVia } from '../message/via.ts'
import type { Flows } from './flows.ts'
import { GIVE_UP_MS, OWED_MS } from './timers.ts'
import type { CancelTimer, Timers } from './timers.ts'

/** What came of a request: responses in turn, or the local verdict that there will be none. */
export type Outcome = SipResponse | 'timeout' | 'flow-lost'

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

export function createClientTransactions({ timers, flows, via, newBranch }: Parts): ClientTransactions {
  const live = new Map<string, Running>()
  const remove = (running: Running): void => {
    running.stopTimer()
    live.delete(running.key)
  }
  const arm = (running: Running, delayMs: number, run: () => void): void => {
    running.stopTimer()
    running.stopTimer = timers.after(delayMs, run)
  }
  const giveUpAfter = (running: Running, delayMs: number): void =>
    arm(running, delayMs, () => {
      remove(running)
      running.spec.onOutcome('timeout')
    })
  const start = (running: Running): void => {
    const flow = running.spec.route()
    if (flow === undefined) {
      if (running.state !== 'waiting') giveUpAfter(running, OWED_MS)
      running.state = 'waiting'
      return
    }
    running.flow = flow
    running.state = 'sent'
    // Timer B or F. A 1xx before the flow was lost tells that the far end is alive, not that this copy arrives.
    giveUpAfter(running, GIVE_UP_MS)
    flows.send(flow, running.request)
  }
  const lose = (running: Running): void => {
    if (running.request.method !== 'INVITE') remove(running)
    else {
      // A late 2xx must still find someone to acknowledge it.
      running.state = 'lost'
      arm(running, GIVE_UP_MS, () => remove(running))
    }
    running.spec.onOutcome('flow-lost')
  }
  const receiveFinal = (running: Running, response: SipResponse): void => {
    const isInvite = running.request.method === 'INVITE'
    if (isInvite && response.status < 300) {
      // RFC 6026 7.2: timer M runs from the first 2xx.
      if (running.state !== 'answered') arm(running, GIVE_UP_MS, () => remove(running))
      if (running.state !== 'lost') running.state = 'answered'
    } else {
      if (isInvite && running.flow !== undefined) {
        const flow = flows.get(running.flow) ? running.flow : flows.newest()?.id
        if (flow !== undefined) flows.send(flow, ackOf(running.request, response))
      }
      // A refusal by one fork after the answer of another changes nothing.
      if (running.state === 'answered' || running.state === 'lost') return
      remove(running)
    }
    running.spec.onOutcome(response)
  }
  const receiveProvisional = (running: Running, response: SipResponse): void => {
    if (running.state === 'answered' || running.state === 'lost') return
    running.hasProvisional = true
    const { provisionalMs } = running.spec
    if (running.request.method === 'INVITE') {
      running.stopTimer()
      if (provisionalMs !== undefined) giveUpAfter(running, provisionalMs)
    }
    running.spec.onOutcome(response)
  }

  return {
    send: (spec) => {
      const branch = spec.branch ?? newBranch()
      const headers = [{ name: 'Via', value: `${via};branch=${branch}` }, ...spec.request.headers]
      const request = { ...spec.request, headers }
      // Throws before anything is kept when the message would break apart.
      serializeMessage(request)
      const key = `${branch} ${request.method}`
      const stopTimer = (): void => {}
      const running: Running = {
        spec,
        request,
        branch,
        key,
        hasProvisional: false,
        state: 'sent',
        flow: undefined,
        stopTimer,
        forgetAfter: (delayMs) => arm(running, delayMs, () => remove(running)),
      }
      live.set(key, running)
      start(running)
      return running
    },
    receive: (response) => {
      const branch = parseVia(headerValues(response, 'Via')[0] ?? '')?.params.get('branch')
      const method = parseCSeq(headerValue(response, 'CSeq') ?? '')?.method
      const running = live.get(`${branch} ${method}`)
      if (running && response.status < 200) receiveProvisional(running, response)
      else if (running) receiveFinal(running, response)
      return running !== undefined
    },
    flowClosed: (flow) => {
      for (const running of [...live.values()]) {
        if (running.flow !== flow || running.state !== 'sent') continue
        if (running.spec.offline === 'fail') lose(running)
        else start(running)
      }
    },
    flush: () => {
      for (const running of [...live.values()]) if (running.state === 'waiting') start(running)
    },
  }
}
