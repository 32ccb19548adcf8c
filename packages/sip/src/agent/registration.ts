import { headerValues } from '../message/headers.ts'
import type { SipRequest, SipResponse } from '../message/message.ts'
import { formatNameAddr, parseNameAddr } from '../message/name-addr.ts'
import type { NameAddr } from '../message/name-addr.ts'
import { parseDeltaSeconds } from '../message/session-expires.ts'
import type { Outcome } from '../transaction/client.ts'
import type { CancelTimer } from '../transaction/timers.ts'
import type { Core } from './core.ts'
import { hostOf, SUPPORTED } from './identity.ts'
import { field, secondsOf, textOf } from './read.ts'
import { sendRequest } from './send-request.ts'
import type { Account } from './user-agent-port.ts'

const DEFAULT_SECONDS = 300
/** Refresh at 75 %: a background tab may run its timers a minute late. */
const REFRESH_SHARE = 0.75
const MAX_TRIES_423 = 2

/** RFC 3261 10, RFC 5626 4.2. */
export interface Registration {
  register(): void
  unregister(): void
}

interface Attempt {
  readonly flow: string
  readonly isRemoval: boolean
  triesLeft423: number
}

interface State {
  readonly core: Core
  readonly account: Account
  readonly onReady: () => void
  readonly tag: string
  readonly callId: string
  seconds: number
  seq: number
  sentAt: number
  /** The one whose answer counts; an older one is not listened to any more. */
  current: Attempt | undefined
  stopRefresh: CancelTimer
}

function build(state: State, expires: number): SipRequest {
  const { identity } = state.core
  const { uri, instanceId } = state.account
  const from = formatNameAddr(identity.aor)
  const contact = `<${identity.contactUri}>;+sip.instance="<${instanceId}>";reg-id=1;expires=${expires}`
  state.sentAt = state.core.timers.now
  return {
    method: 'REGISTER',
    uri: `sip:${hostOf(uri)}`,
    headers: [
      field('Max-Forwards', '70'),
      field('From', `${from};tag=${state.tag}`),
      field('To', from),
      field('Call-ID', state.callId),
      field('CSeq', `${++state.seq} REGISTER`),
      field('Contact', contact),
      field('Expires', String(expires)),
      field('Supported', SUPPORTED),
      identity.allow,
      identity.product,
    ],
    body: '',
  }
}

function send(state: State, attempt: Attempt): void {
  const { core } = state
  state.current = attempt
  sendRequest(core, {
    build: () => build(state, attempt.isRemoval ? 0 : state.seconds),
    route: () => core.flows.get(attempt.flow)?.id,
    offline: 'fail',
    isWanted: () => state.current === attempt,
    onOutcome: (outcome) => {
      if (state.current !== attempt || outcome.status < 200) return
      state.current = undefined
      if (attempt.isRemoval) core.emit({ type: 'unregistered' })
      else settle(state, attempt, outcome)
    },
  })
}

function settle(state: State, attempt: Attempt, outcome: Outcome): void {
  const { core } = state
  if (outcome.local) core.emit({ type: 'register-failed', cause: outcome.local })
  else if (outcome.status < 300) succeed(state, attempt, outcome)
  else if (outcome.status === 423 && attempt.triesLeft423-- > 0 && lengthen(state, outcome))
    send(state, attempt)
  else {
    const { status, reason: reasonPhrase } = outcome
    const retryAfterSeconds = secondsOf(outcome, 'Retry-After')
    const retry = retryAfterSeconds === undefined ? {} : { retryAfterSeconds }
    core.emit({ type: 'register-failed', cause: 'rejected', status, reasonPhrase, ...retry })
  }
}

function lengthen(state: State, response: SipResponse): boolean {
  const least = secondsOf(response, 'Min-Expires') ?? 0
  if (least <= state.seconds) return false
  state.seconds = least
  return true
}

/** Our binding in the list; a registrar that rewrote the address, or lists nothing, is tolerated. */
function bindingIn({ core, account }: State, response: SipResponse): NameAddr | undefined {
  const contacts = headerValues(response, 'Contact').flatMap((value) => parseNameAddr(value) ?? [])
  return (
    contacts.find(({ params }) => params.get('+sip.instance') === `<${account.instanceId}>`) ??
    contacts.find(({ uri }) => hostOf(uri) === hostOf(core.identity.contactUri)) ??
    (contacts.length === 1 ? contacts[0] : undefined)
  )
}

function succeed(state: State, attempt: Attempt, response: SipResponse): void {
  const { core } = state
  const params = bindingIn(state, response)?.params
  const granted = params?.get('expires') ?? textOf(response, 'Expires')
  const expiresSeconds = Math.max(parseDeltaSeconds(granted) ?? state.seconds, 1)
  const gruu = params?.get('pub-gruu')
  core.identity.setGruu(gruu)
  core.serviceRoute = headerValues(response, 'Service-Route')
  const flow = core.flows.get(attempt.flow)
  if (flow) flow.isReady = true
  state.stopRefresh()
  state.stopRefresh = core.timers.after(expiresSeconds * 1000 * REFRESH_SHARE, () => register(state))
  const roundTripMs = core.timers.now - state.sentAt
  core.emit({ type: 'registered', expiresSeconds, ...(gruu && { gruu }), roundTripMs })
  state.onReady()
}

function start(state: State, isRemoval: boolean): void {
  state.stopRefresh()
  const flow = state.core.flows.newest()?.id
  if (flow !== undefined) send(state, { flow, isRemoval, triesLeft423: MAX_TRIES_423 })
  else if (isRemoval) state.core.emit({ type: 'unregistered' })
  else state.core.emit({ type: 'register-failed', cause: 'flow-lost' })
}

function register(state: State): void {
  const { current, core } = state
  // One that is under way on this flow will do.
  if (!current || current.isRemoval || current.flow !== core.flows.newest()?.id) start(state, false)
}

export function createRegistration(core: Core, account: Account, onReady: () => void): Registration {
  const state: State = {
    core,
    account,
    onReady,
    tag: core.identity.token(),
    callId: core.config.uuid(),
    seconds: account.expiresSeconds ?? DEFAULT_SECONDS,
    seq: 0,
    sentAt: 0,
    current: undefined,
    stopRefresh: () => {},
  }
  return { register: () => register(state), unregister: () => start(state, true) }
}
