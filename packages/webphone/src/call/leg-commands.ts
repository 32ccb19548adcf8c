/** The SIP effects of a call, as commands of the user agent. */
import { DTMF_RELAY, formatDtmfRelay } from '@zorio/sip'
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

type LegCommand = (agent: UserAgent, leg: LegId, now: number) => void

/** True when the effect was one of SIP's. */
export function runLegEffect(setting: LegSetting, effect: CallEffect): boolean {
  if (effect.type === 'invite') {
    invite(setting, effect.offer)
    return true
  }
  const command = effect.type === 'send-refer' ? refer(setting, effect) : commandOf(effect)
  const { leg } = setting.runner
  if (command && leg !== undefined) setting.agent.run((ua, now) => command(ua, leg, now))
  return command !== undefined
}

function invite({ runner, agent, outgoing }: LegSetting, offer: string): void {
  if (!outgoing) return
  const { replaces, ...rest } = outgoing
  const options = { ...rest, offer, callId: runner.model.uuid, ...(replaces ? { replaces } : {}) }
  agent.run((ua, now) => {
    // Facts of this leg are told right after: it must be known by then.
    runner.leg = ua.invite(options, now)
  })
}

function refer({ host }: LegSetting, { kind, target }: CallEffect & { type: 'send-refer' }): LegCommand {
  const other = kind === 'attended' ? host.legOf(target) : undefined
  const to = other === undefined ? { target: uriFromNumber(target, host.domain) } : { other }
  return (ua, leg, now) => ua.refer(leg, to, now)
}

const phrases: Readonly<Record<number, string>> = { 180: 'Ringing', 200: 'OK', 486: 'Busy Here' }

function commandOf(effect: CallEffect): LegCommand | undefined {
  switch (effect.type) {
    case 'ring-back':
      return (ua, leg, now) => ua.progress(leg, 180, now)
    case 'accept':
      return (ua, leg, now) => ua.accept(leg, effect.sdp, now)
    case 'reject': {
      const reasons = [{ protocol: 'Q.850', cause: effect.q850, text: effect.cause }]
      return (ua, leg, now) => ua.reject(leg, effect.status, now, { reasons })
    }
    case 'bye':
      return (ua, leg, now) => ua.hangup(leg, now)
    case 'reoffer':
      return (ua, leg, now) => ua.reoffer(leg, effect.sdp, now)
    case 'answer-reoffer':
      return (ua, leg, now) => ua.answerOffer(leg, effect.sdp, now)
    case 'refuse-reoffer':
      return (ua, leg, now) => ua.refuseOffer(leg, effect.status, now)
    case 'send-info':
      return (ua, leg, now) => ua.info(leg, DTMF_RELAY, formatDtmfRelay(effect), now)
    case 'accept-refer':
      return (ua, leg, now) => ua.acceptRefer(leg, now)
    case 'refuse-refer':
      return (ua, leg, now) => ua.refuseRefer(leg, effect.status, now)
    case 'notify-refer':
      return (ua, leg, now) => ua.notifyRefer(leg, effect.status, phrases[effect.status] ?? 'Result', now)
    default:
      return undefined
  }
}
