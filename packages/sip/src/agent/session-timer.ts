import type { HeaderField, SipMessage, SipRequest, SipResponse } from '../message/message.ts'
import { formatSessionExpires, parseSessionExpires } from '../message/session-expires.ts'
import type { ResponseParts } from '../transaction/response.ts'
import { endWithBye } from './bye.ts'
import type { Core } from './core.ts'
import type { Leg, SessionTimer } from './leg.ts'
import { setLegTimer, stopLegTimer } from './legs.ts'
import { field, lists, secondsOf, textOf } from './read.ts'
import { bodyRefusalOf } from './screen.ts'

const MIN_SECONDS = 90
const DEFAULT_SECONDS = 1800

const expiresOf = (message: SipMessage): ReturnType<typeof parseSessionExpires> =>
  parseSessionExpires(textOf(message, 'Session-Expires'))

/** RFC 4028 7.1 and 7.4: what our INVITE, re-INVITE or UPDATE asks for. Roles stay as they were agreed. */
export function sessionTimerOffer(core: Core, leg: Leg): HeaderField[] {
  const wanted = core.config.sessionExpiresSeconds ?? DEFAULT_SECONDS
  const { session } = leg
  if (!session && (wanted === 0 || leg.state !== 'calling')) return []
  const seconds = Math.max(session?.seconds ?? wanted, leg.minSeconds)
  const value = formatSessionExpires({
    seconds,
    ...(session && { refresher: session.isRefresher ? 'uac' : 'uas' }),
  })
  return [field('Session-Expires', value), field('Min-SE', String(leg.minSeconds))]
}

/** RFC 4028 7.3: a 422 names the least interval. False: it named none that we do not ask for already. */
export function takeMinSe(leg: Leg, response: SipResponse): boolean {
  const least = secondsOf(response, 'Min-SE') ?? 0
  if (least <= Math.max(leg.minSeconds, leg.session?.seconds ?? 0)) return false
  leg.minSeconds = least
  return true
}

/** The 2xx to our request: absent means that the peer keeps no timer. */
export function agreedByResponse(response: SipResponse): SessionTimer | undefined {
  const expires = expiresOf(response)
  return expires && { seconds: expires.seconds, isRefresher: expires.refresher !== 'uas' }
}

export interface Agreement {
  /** Undefined: no timer is kept. */
  readonly session?: SessionTimer
  /** Of our 2xx, or of the 422 where the interval is too small. */
  readonly headers: readonly HeaderField[]
  readonly isTooSmall?: boolean
}

/** RFC 4028 9: the peer's request. */
export function agreeToRequest(request: SipRequest): Agreement {
  const expires = expiresOf(request)
  if (!expires) return { headers: [] }
  const peerKnows = lists(request, 'Supported', 'timer')
  if (expires.seconds < MIN_SECONDS && peerKnows)
    return { isTooSmall: true, headers: [field('Min-SE', String(MIN_SECONDS))] }
  const seconds = Math.max(expires.seconds, MIN_SECONDS)
  const refresher = peerKnows ? (expires.refresher ?? 'uac') : 'uas'
  const headers = [field('Session-Expires', formatSessionExpires({ seconds, refresher }))]
  if (refresher === 'uac') headers.push(field('Require', 'timer'))
  return { session: { seconds, isRefresher: refresher === 'uas' }, headers }
}

/** What a request with a session description is refused for, whoever it is from (415, 422). */
export function sessionRefusalOf(request: SipRequest): ResponseParts | undefined {
  const { isTooSmall, headers } = agreeToRequest(request)
  return bodyRefusalOf(request) ?? (isTooSmall ? { status: 422, headers } : undefined)
}

/** Starts the interval anew, or turns the timer off. `refresh` is called at half time when it is our turn. */
export function keepSession(
  core: Core,
  leg: Leg,
  session: SessionTimer | undefined,
  refresh: () => void,
): void {
  leg.session = session
  stopLegTimer(leg, 'refresh')
  stopLegTimer(leg, 'expiry')
  if (!session || session.seconds < 1) return
  const ms = session.seconds * 1000
  if (session.isRefresher) setLegTimer(core, leg, 'refresh', { ms: ms / 2, run: refresh })
  // RFC 4028 10: a BYE a little before the end, by either side.
  const run = (): void =>
    endWithBye(core, leg, 'timeout', [{ protocol: 'SIP', cause: 408, text: 'Session expired' }])
  setLegTimer(core, leg, 'expiry', { ms: ms - Math.min(32_000, ms / 3), run })
}
