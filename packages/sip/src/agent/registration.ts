import { headerValue, headerValues } from '../message/headers.ts'
import type { SipRequest, SipResponse } from '../message/message.ts'
import { formatNameAddr, parseNameAddr } from '../message/name-addr.ts'
import type { NameAddr } from '../message/name-addr.ts'
import { parseDeltaSeconds } from '../message/session-expires.ts'
import { parseUri, sameUri } from '../message/uri.ts'
import type { Outcome } from '../transaction/client.ts'
import type { CancelTimer } from '../transaction/timers.ts'
import type { Core } from './core.ts'
import { SUPPORTED } from './identity.ts'
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

export function createRegistration(core: Core, account: Account, onReady: () => void): Registration {
  const tag = core.identity.token()
  const callId = core.config.uuid()
  const domain = parseUri(account.uri)?.host ?? ''
  let seconds = account.expiresSeconds ?? DEFAULT_SECONDS
  let seq = 0
  let sentAt = 0
  let current: Attempt | undefined
  let stopRefresh: CancelTimer = () => {}

  const build = (isRemoval: boolean): SipRequest => {
    const expires = isRemoval ? 0 : seconds
    const from = formatNameAddr(core.identity.aor)
    sentAt = core.timers.now
    return {
      method: 'REGISTER',
      uri: `sip:${domain}`,
      headers: [
        { name: 'Max-Forwards', value: '70' },
        { name: 'From', value: `${from};tag=${tag}` },
        { name: 'To', value: from },
        { name: 'Call-ID', value: callId },
        { name: 'CSeq', value: `${++seq} REGISTER` },
        {
          name: 'Contact',
          value: `<${core.identity.contactUri}>;+sip.instance="<${account.instanceId}>";reg-id=1;expires=${expires}`,
        },
        { name: 'Expires', value: String(expires) },
        { name: 'Supported', value: SUPPORTED },
        core.identity.allow,
        core.identity.product,
      ],
      body: '',
    }
  }

  const send = (attempt: Attempt): void => {
    current = attempt
    sendRequest(core, {
      build: () => build(attempt.isRemoval),
      route: () => core.flows.get(attempt.flow)?.id,
      offline: 'fail',
      isWanted: () => current === attempt,
      onOutcome: (outcome) => {
        if (current !== attempt || (typeof outcome === 'object' && outcome.status < 200)) return
        settle(attempt, outcome)
      },
    })
  }

  const settle = (attempt: Attempt, outcome: Outcome): void => {
    current = undefined
    if (attempt.isRemoval) core.emit({ type: 'unregistered' })
    else if (typeof outcome === 'string') core.emit({ type: 'register-failed', cause: outcome })
    else if (outcome.status < 300) succeed(attempt, outcome)
    else if (outcome.status === 423 && attempt.triesLeft423-- > 0 && lengthen(outcome)) send(attempt)
    else fail(outcome)
  }

  const lengthen = (response: SipResponse): boolean => {
    const least = parseDeltaSeconds(headerValue(response, 'Min-Expires') ?? '') ?? 0
    if (least <= seconds) return false
    seconds = least
    return true
  }

  const fail = (response: SipResponse): void => {
    const retryAfterSeconds = parseDeltaSeconds(headerValue(response, 'Retry-After') ?? '')
    core.emit({
      type: 'register-failed',
      cause: 'rejected',
      status: response.status,
      reasonPhrase: response.reason,
      ...(retryAfterSeconds !== undefined && { retryAfterSeconds }),
    })
  }

  /** Our binding in the list; a registrar that rewrote the address, or lists nothing, is tolerated. */
  const bindingIn = (response: SipResponse): NameAddr | undefined => {
    const contacts = headerValues(response, 'Contact').flatMap((value) => parseNameAddr(value) ?? [])
    const { contactUri } = core.identity
    return (
      contacts.find(({ params }) => params.get('+sip.instance') === `<${account.instanceId}>`) ??
      contacts.find(({ uri }) => sameUri(uri, contactUri)) ??
      (contacts.length === 1 ? contacts[0] : undefined)
    )
  }

  const succeed = (attempt: Attempt, response: SipResponse): void => {
    const params = bindingIn(response)?.params
    const granted = params?.get('expires') ?? headerValue(response, 'Expires') ?? ''
    const expiresSeconds = Math.max(parseDeltaSeconds(granted) ?? seconds, 1)
    const gruu = params?.get('pub-gruu')
    core.identity.setGruu(gruu)
    core.serviceRoute = headerValues(response, 'Service-Route')
    const flow = core.flows.get(attempt.flow)
    if (flow) flow.isReady = true
    stopRefresh()
    stopRefresh = core.timers.after(expiresSeconds * 1000 * REFRESH_SHARE, register)
    const roundTripMs = core.timers.now - sentAt
    core.emit({ type: 'registered', expiresSeconds, ...(gruu && { gruu }), roundTripMs })
    onReady()
  }

  const start = (isRemoval: boolean): void => {
    stopRefresh()
    const flow = core.flows.newest()?.id
    if (flow !== undefined) send({ flow, isRemoval, triesLeft423: MAX_TRIES_423 })
    else if (isRemoval) core.emit({ type: 'unregistered' })
    else core.emit({ type: 'register-failed', cause: 'flow-lost' })
  }
  const register = (): void => {
    // One that is under way on this flow will do.
    if (!current || current.isRemoval || current.flow !== core.flows.newest()?.id) start(false)
  }
  return { register, unregister: () => start(true) }
}
