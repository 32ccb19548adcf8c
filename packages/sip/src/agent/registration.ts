import { headerValues } from '../message/headers.ts'
import type { SipRequest, SipResponse } from '../message/message.ts'
import { formatNameAddr, parseNameAddr } from '../message/name-addr.ts'
import type { NameAddr } from '../message/name-addr.ts'
import { parseDeltaSeconds } from '../message/session-expires.ts'
import type { Outcome } from '../transaction/client.ts'
import type { Core } from './core.ts'
import { hostOf } from './identity.ts'
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

/** Our binding in the list; a registrar that rewrote the address, or lists nothing, is tolerated. */
function bindingIn(core: Core, account: Account, response: SipResponse): NameAddr | undefined {
  const contacts = headerValues(response, 'Contact').flatMap((value) => parseNameAddr(value) ?? [])
  return (
    contacts.find(({ params }) => params.get('+sip.instance') === `<${account.instanceId}>`) ??
    contacts.find(({ uri }) => hostOf(uri) === hostOf(core.identity.contactUri)) ??
    (contacts.length === 1 ? contacts[0] : undefined)
  )
}

export function createRegistration(core: Core, account: Account, onReady: () => void): Registration {
  const { identity, flows, timers } = core
  const tag = identity.token()
  const callId = core.config.uuid()
  const aor = formatNameAddr(identity.aor)
  const { expiresSeconds: wanted = DEFAULT_SECONDS, refreshSeconds = Infinity } = account
  let seconds = wanted
  let seq = 0
  /** The one whose answer counts; an older one is not listened to any more. */
  let current: { readonly flow: string; readonly isRemoval: boolean } | undefined
  let stopRefresh = (): void => {}

  const build = (expires: number): SipRequest => {
    const contact = `<${identity.contactUri}>;+sip.instance="<${account.instanceId}>";reg-id=1;expires=${expires}`
    return {
      method: 'REGISTER',
      uri: `sip:${hostOf(account.uri)}`,
      headers: [
        field('Max-Forwards', '70'),
        field('From', `${aor};tag=${tag}`),
        field('To', aor),
        field('Call-ID', callId),
        field('CSeq', `${++seq} REGISTER`),
        field('Contact', contact),
        field('Expires', String(expires)),
        ...identity.abilities,
      ],
      body: '',
    }
  }

  const send = (flow: string, isRemoval: boolean, triesLeft423: number): void => {
    const attempt = { flow, isRemoval }
    current = attempt
    sendRequest(core, {
      build: () => build(isRemoval ? 0 : seconds),
      route: () => flows.get(flow)?.id,
      offline: 'fail',
      isWanted: () => current === attempt,
      onOutcome: (outcome) => {
        if (current !== attempt || outcome.status < 200) return
        current = undefined
        const least = secondsOf(outcome, 'Min-Expires') ?? 0
        if (isRemoval) core.emit({ type: 'unregistered' })
        else if (outcome.status < 300) succeed(flow, outcome)
        else if (outcome.status === 423 && triesLeft423 && least > seconds) {
          seconds = least
          send(flow, false, triesLeft423 - 1)
        } else fail(outcome)
      },
    })
  }

  const fail = (outcome: Outcome): void => {
    const { local, status, reason: reasonPhrase } = outcome
    core.emit({
      type: 'register-failed',
      ...(local ? { cause: local } : { cause: 'rejected', status, reasonPhrase }),
      retryAfterSeconds: secondsOf(outcome, 'Retry-After'),
    })
  }

  const succeed = (flow: string, response: SipResponse): void => {
    const params = bindingIn(core, account, response)?.params
    const granted = params?.get('expires') ?? textOf(response, 'Expires')
    const expiresSeconds = parseDeltaSeconds(granted) ?? seconds
    // Granted for no time at all: nobody finds us there, and asking again at once would be a loop.
    if (!expiresSeconds) return fail(response)
    const gruu = params?.get('pub-gruu')
    identity.setGruu(gruu)
    core.serviceRoute = headerValues(response, 'Service-Route')
    const open = flows.get(flow)
    if (open) open.isReady = true
    stopRefresh()
    stopRefresh = timers.after(Math.min(expiresSeconds * REFRESH_SHARE, refreshSeconds) * 1000, register)
    core.emit({ type: 'registered', expiresSeconds, gruu })
    onReady()
  }

  const start = (isRemoval: boolean): void => {
    stopRefresh()
    const flow = flows.newest()?.id
    if (flow) send(flow, isRemoval, MAX_TRIES_423)
    else core.emit(isRemoval ? { type: 'unregistered' } : { type: 'register-failed', cause: 'flow-lost' })
  }

  const register = (): void => {
    // One that is under way on this flow will do.
    if (!current || current.isRemoval || current.flow !== flows.newest()?.id) start(false)
  }

  return { register, unregister: () => start(true) }
}
