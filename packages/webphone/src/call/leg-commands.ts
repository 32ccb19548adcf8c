/** The SIP effects of a call, as commands of the user agent. */
import { DTMF_RELAY, formatDtmfRelay } from '@zorio/sip'
import { causeFromSipStatus, q850FromCause } from '@zorio/contract'
import { uriFromNumber } from './number-rules.ts'
import type { AgentAccess } from '../line/agent-port.ts'
import type { CallActs, CallHost, CallRunner, Outgoing } from './call-host.ts'
import type { LegId, UserAgent } from '@zorio/sip'

interface LegSetting {
  readonly runner: Pick<CallRunner, 'leg' | 'model'>
  readonly agent: AgentAccess
  readonly host: CallHost
  readonly outgoing: Outgoing | undefined
}

type LegEffect =
  | ('invite' | 'ring-back' | 'accept' | 'reject' | 'bye' | 'send-info' | 'send-refer')
  | ('reoffer' | 'answer-reoffer' | 'refuse-reoffer' | 'accept-refer' | 'refuse-refer' | 'notify-refer')

export function createLegActs({ runner, agent, host, outgoing }: LegSetting): Pick<CallActs, LegEffect> {
  const run = (act: (ua: UserAgent, leg: LegId, now: number) => void) => {
    const { leg } = runner
    if (leg !== undefined) agent.run((ua, now) => act(ua, leg, now))
  }
  return {
    invite: ({ offer }) => {
      if (!outgoing) return
      agent.run((ua, now) => {
        // Facts of this leg are told right after: it must be known by then.
        runner.leg = ua.invite({ callId: runner.model.uuid, ...outgoing, offer }, now)
      })
    },
    'ring-back': () => run((ua, leg, now) => ua.progress(leg, 180, now)),
    accept: ({ sdp }) => run((ua, leg, now) => ua.accept(leg, sdp, now)),
    reject: ({ status }) => run((ua, leg, now) => reject(ua, leg, now, status)),
    bye: () => run((ua, leg, now) => ua.hangup(leg, now)),
    reoffer: ({ sdp }) => run((ua, leg, now) => ua.reoffer(leg, sdp, now)),
    'answer-reoffer': ({ sdp }) => run((ua, leg, now) => ua.answerOffer(leg, sdp, now)),
    'refuse-reoffer': ({ status }) => run((ua, leg, now) => ua.refuseOffer(leg, status, now)),
    'send-info': (press) => run((ua, leg, now) => ua.info(leg, DTMF_RELAY, formatDtmfRelay(press), now)),
    'send-refer': ({ kind, target }) => {
      const other = kind === 'attended' ? host.legOf(target) : undefined
      const to = other === undefined ? { target: uriFromNumber(target, host.domain) } : { other }
      run((ua, leg, now) => ua.refer(leg, to, now))
    },
    'accept-refer': () => run((ua, leg, now) => ua.acceptRefer(leg, now)),
    'refuse-refer': ({ status }) => run((ua, leg, now) => ua.refuseRefer(leg, status, now)),
    'notify-refer': ({ status }) =>
      run((ua, leg, now) => ua.notifyRefer(leg, status, phrases[status] ?? 'Result', now)),
  }
}

const phrases: Readonly<Record<number, string>> = { 180: 'Ringing', 200: 'OK', 486: 'Busy Here' }

/** With the Reason that the PBX itself would derive from the status. */
export function reject(ua: UserAgent, leg: LegId, now: number, status: number): void {
  const text = causeFromSipStatus(status)
  ua.reject(leg, status, now, { reasons: [{ protocol: 'Q.850', cause: q850FromCause(text), text }] })
}
