/** The SIP effects of a call, as commands of the user agent. */
import { DTMF_RELAY, formatDtmfRelay } from '@zorio/sip'
import { causeFromSipStatus, q850FromCause } from '@zorio/contract'
import { uriFromNumber } from './number-rules.ts'
import type { AgentAccess } from '../line/agent-port.ts'
import type { CallEffect } from './call-state.ts'
import type { CallHost, CallRunner, Outgoing } from './call-host.ts'
import type { LegId, UserAgent } from '@zorio/sip'

interface LegSetting {
  readonly runner: Pick<CallRunner, 'leg' | 'model'>
  readonly agent: AgentAccess
  readonly host: CallHost
  readonly outgoing: Outgoing | undefined
}

type LegCommand = (ua: UserAgent, leg: LegId, now: number, effect: never) => void
type Commands = {
  readonly [T in CallEffect['type']]?: (
    ua: UserAgent,
    leg: LegId,
    now: number,
    effect: CallEffect & { type: T },
  ) => void
}

const commands: Commands = {
  'ring-back': (ua, leg, now) => ua.progress(leg, 180, now),
  accept: (ua, leg, now, { sdp }) => ua.accept(leg, sdp, now),
  reject,
  bye: (ua, leg, now) => ua.hangup(leg, now),
  reoffer: (ua, leg, now, { sdp }) => ua.reoffer(leg, sdp, now),
  'answer-reoffer': (ua, leg, now, { sdp }) => ua.answerOffer(leg, sdp, now),
  'refuse-reoffer': (ua, leg, now, { status }) => ua.refuseOffer(leg, status, now),
  'send-info': (ua, leg, now, press) => ua.info(leg, DTMF_RELAY, formatDtmfRelay(press), now),
  'accept-refer': (ua, leg, now) => ua.acceptRefer(leg, now),
  'refuse-refer': (ua, leg, now, { status }) => ua.refuseRefer(leg, status, now),
  'notify-refer': (ua, leg, now, { status }) => ua.notifyRefer(leg, status, phrases[status] ?? 'Result', now),
}

const phrases: Readonly<Record<number, string>> = { 180: 'Ringing', 200: 'OK', 486: 'Busy Here' }

/** With the Reason that the PBX itself would derive from the status. */
export function reject(
  ua: UserAgent,
  leg: LegId,
  now: number,
  { status }: { readonly status: number },
): void {
  const text = causeFromSipStatus(status)
  ua.reject(leg, status, now, { reasons: [{ protocol: 'Q.850', cause: q850FromCause(text), text }] })
}

/** True when the effect was one of SIP's. */
export function runLegEffect(setting: LegSetting, effect: CallEffect): boolean {
  const { runner, agent } = setting
  if (effect.type === 'invite') invite(setting, effect.offer)
  else if (effect.type === 'send-refer') refer(setting, effect)
  else {
    const command: LegCommand | undefined = commands[effect.type]
    const { leg } = runner
    // Each row of the table takes the effect that it is named after.
    if (command && leg !== undefined) agent.run((ua, now) => command(ua, leg, now, effect as never))
    return command !== undefined
  }
  return true
}

function invite({ runner, agent, outgoing }: LegSetting, offer: string): void {
  if (!outgoing) return
  agent.run((ua, now) => {
    // Facts of this leg are told right after: it must be known by then.
    runner.leg = ua.invite({ ...outgoing, offer, callId: runner.model.uuid }, now)
  })
}

function refer(
  { runner, agent, host }: LegSetting,
  { kind, target }: CallEffect & { type: 'send-refer' },
): void {
  const { leg } = runner
  const other = kind === 'attended' ? host.legOf(target) : undefined
  const to = other === undefined ? { target: uriFromNumber(target, host.domain) } : { other }
  if (leg !== undefined) agent.run((ua, now) => ua.refer(leg, to, now))
}
