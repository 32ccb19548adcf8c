import type { HeaderField, SipMessage } from '../message/message.ts'
import { readReasons } from '../message/reason.ts'
import { GIVE_UP_MS } from '../transaction/timers.ts'
import type { Core } from './core.ts'
import type { Leg, LegTimer } from './leg.ts'
import { lists, secondsOf } from './read.ts'
import type { LegEnd } from './user-agent-port.ts'

type LegStart = Pick<Leg, 'role' | 'callId' | 'localTag' | 'flow' | 'state' | 'localSdp'> & {
  /** From tag of an incoming INVITE. */
  readonly peerTag?: string
}

export const dialogKey = (callId: string, localTag: string): string => `${callId} ${localTag}`
/** Finds the leg of an INVITE that came before, and of a CANCEL: they know only the caller's tag. */
export const callerKey = (callId: string, callerTag: string): string => `${callId} from ${callerTag}`

export function addLeg(core: Core, { peerTag, ...start }: LegStart): Leg {
  const { callId, localTag } = start
  const leg: Leg = {
    ...start,
    keys: [dialogKey(callId, localTag), ...(peerTag === undefined ? [] : [callerKey(callId, peerTag)])],
    id: core.newLegId(),
    wasAnswered: false,
    timers: new Map(),
    forks: new Map(),
    glareTries: 0,
    peerAllowsUpdate: false,
    peerReplaces: false,
    minSeconds: 90,
  }
  core.legs.set(leg.id, leg)
  for (const key of leg.keys) core.dialogs.set(key, leg)
  return leg
}

export function forgetLeg(core: Core, leg: Leg): void {
  core.legs.delete(leg.id)
  for (const key of leg.keys) if (core.dialogs.get(key) === leg) core.dialogs.delete(key)
}

/** What the peer says in its INVITE or 2xx that it can do. */
export function learnAbilities(leg: Leg, message: SipMessage): void {
  leg.peerAllowsUpdate = lists(message, 'Allow', 'update')
  leg.peerReplaces = lists(message, 'Supported', 'replaces')
}

/** One timer of each name a leg; all stop when it ends. */
export function setLegTimer(
  core: Core,
  leg: Leg,
  name: LegTimer,
  delay: { ms: number; run: () => void },
): void {
  stopLegTimer(leg, name)
  const stop = core.timers.after(delay.ms, () => {
    leg.timers.delete(name)
    delay.run()
  })
  leg.timers.set(name, stop)
}

export function stopLegTimer(leg: Leg, name: LegTimer): void {
  leg.timers.get(name)?.()
  leg.timers.delete(name)
}

/**
 * The flow for a request inside the leg. A server uses the flow its peer is known on. A phone has one registrar, so it
 * uses the newest flow; a flow opened after the leg was made must register first.
 */
export function legRoute(core: Core, leg: Leg): string | undefined {
  if (core.identity.isServer) return core.flows.get(leg.flow)?.id
  const newest = core.flows.newest()
  return newest && (newest.isReady || newest.id === leg.flow) ? newest.id : undefined
}

type Ending = Pick<LegEnd, 'by' | 'how' | 'status'> & {
  /** Of the message that ended it. */
  readonly headers?: readonly HeaderField[]
  readonly reason?: string
}

/** The one door out of a call: says so once, and stops all that belongs to it. */
export function endLeg(core: Core, leg: Leg, { by, how, status, headers = [], reason }: Ending): void {
  if (leg.state === 'ended') return
  leg.state = 'ended'
  for (const stop of leg.timers.values()) stop()
  leg.timers.clear()
  core.legs.delete(leg.id)
  core.timers.after(GIVE_UP_MS, () => forgetLeg(core, leg))
  core.emit({
    type: 'ended',
    leg: leg.id,
    by,
    how,
    status,
    reasonPhrase: reason,
    reasons: readReasons({ headers }),
    retryAfterSeconds: secondsOf({ headers }, 'Retry-After'),
    wasAnswered: leg.wasAnswered,
  })
}
