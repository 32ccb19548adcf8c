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

const phrases: Readonly<Record<number, string>> = {
  100: 'Trying',
  180: 'Ringing',
  200: 'OK',
  486: 'Busy Here',
}

export function createLegCommands(setting: LegSetting): { carryOut(effect: CallEffect): boolean } {
  const { runner, agent, host, outgoing } = setting
  const withLeg = (act: (agent: UserAgent, leg: LegId, now: number) => void) => {
    const { leg } = runner
    if (leg !== undefined) agent.run((ua, now) => act(ua, leg, now))
    return true
  }

  const invite = (offer: string) => {
    if (!outgoing) return true
    const { target, headers, replaces } = outgoing
    runner.leg = agent.run((ua, now) => {
      const options = { target, offer, headers, callId: runner.model.uuid }
      // Facts of this leg are drained right after: the leg must be known by then.
      runner.leg = ua.invite(replaces ? { ...options, replaces } : options, now)
      return runner.leg
    })
    return true
  }

  const refer = (effect: CallEffect & { type: 'send-refer' }) => {
    const other = effect.kind === 'attended' ? host.legOf(effect.target) : undefined
    const to = other === undefined ? { target: uriFromNumber(effect.target, host.domain) } : { other }
    return withLeg((ua, leg, now) => ua.refer(leg, to, now))
  }

  const carryOut = (effect: CallEffect): boolean => {
    switch (effect.type) {
      case 'invite':
        return invite(effect.offer)
      case 'ring-back':
        return withLeg((ua, leg, now) => ua.progress(leg, 180, now))
      case 'accept':
        return withLeg((ua, leg, now) => ua.accept(leg, effect.sdp, now))
      case 'reject': {
        const { status, q850, cause } = effect
        const reasons = [{ protocol: 'Q.850', cause: q850, text: cause }]
        return withLeg((ua, leg, now) => ua.reject(leg, status, now, { reasons }))
      }
      case 'bye':
        return withLeg((ua, leg, now) => ua.hangup(leg, now))
      case 'reoffer':
        return withLeg((ua, leg, now) => ua.reoffer(leg, effect.sdp, now))
      case 'answer-reoffer':
        return withLeg((ua, leg, now) => ua.answerOffer(leg, effect.sdp, now))
      case 'refuse-reoffer':
        return withLeg((ua, leg, now) => ua.refuseOffer(leg, effect.status, now))
      case 'send-info': {
        const body = formatDtmfRelay(effect)
        return withLeg((ua, leg, now) => ua.info(leg, DTMF_RELAY, body, now))
      }
      case 'send-refer':
        return refer(effect)
      case 'accept-refer':
        return withLeg((ua, leg, now) => ua.acceptRefer(leg, now))
      case 'refuse-refer':
        return withLeg((ua, leg, now) => ua.refuseRefer(leg, effect.status, now))
      case 'notify-refer': {
        const phrase = phrases[effect.status] ?? 'Result'
        return withLeg((ua, leg, now) => ua.notifyRefer(leg, effect.status, phrase, now))
      }
      default:
        return false
    }
  }
  return { carryOut }
}
