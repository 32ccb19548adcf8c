import { answerCall } from './answer-call.ts'
import { reasonHeaders } from './bye.ts'
import { startCall } from './call-uac.ts'
import { rejectCall } from './call-uas.ts'
import type { Core } from './core.ts'
import { hangup } from './hangup.ts'
import { info } from './info.ts'
import type { Leg } from './leg.ts'
import { answerOffer, refuseOffer } from './peer-offer.ts'
import { acceptRefer, notifyRefer, refer, refuseRefer } from './refer.ts'
import { reoffer } from './reoffer.ts'
import { respondToInvite } from './respond-invite.ts'
import type { LegId, UserAgent } from './user-agent-port.ts'

type CallCommands = Pick<
  UserAgent,
  | 'invite'
  | 'progress'
  | 'accept'
  | 'reject'
  | 'hangup'
  | 'reoffer'
  | 'answerOffer'
  | 'refuseOffer'
  | 'info'
  | 'refer'
  | 'acceptRefer'
  | 'refuseRefer'
  | 'notifyRefer'
  | 'respond'
  | 'moveLeg'
>

export function callCommands(core: Core, payDebts: (core: Core) => void): CallCommands {
  const { setNow } = core.timers
  const withLeg = (id: LegId, now: number, run: (leg: Leg) => void): void => {
    setNow(now)
    const leg = core.legs.get(id)
    if (leg) run(leg)
  }
  /** `nowAt`: which argument behind the leg is the time. */
  const onLeg =
    <A extends unknown[]>(nowAt: number, run: (core: Core, leg: Leg, ...args: A) => void) =>
    (id: LegId, ...args: A): void =>
      withLeg(id, Number(args[nowAt]), (leg) => run(core, leg, ...args))
  return {
    invite: (options, now) => {
      setNow(now)
      return startCall(core, options)
    },
    progress: (id, status, now, body = '') =>
      withLeg(id, now, (leg) => {
        if (leg.state === 'ringing') respondToInvite(core, leg, { status, body })
      }),
    accept: onLeg(1, answerCall),
    reject: (id, status, now, { reasons = [], headers = [] } = {}) =>
      withLeg(id, now, (leg) =>
        rejectCall(core, leg, { status, headers: [...reasonHeaders(reasons), ...headers] }),
      ),
    hangup: (id, now, reasons = []) => withLeg(id, now, (leg) => hangup(core, leg, reasons)),
    reoffer: onLeg(1, reoffer),
    answerOffer: onLeg(1, answerOffer),
    refuseOffer: onLeg(1, refuseOffer),
    info: onLeg(2, info),
    refer: onLeg(1, refer),
    acceptRefer: onLeg(0, acceptRefer),
    refuseRefer: onLeg(1, refuseRefer),
    notifyRefer: onLeg(2, notifyRefer),
    respond: (id, response, now) => {
      setNow(now)
      core.servers.find(id)?.respond({ toTag: core.identity.token(), ...response })
    },
    moveLeg: (id, flow) => {
      const leg = core.legs.get(id)
      if (leg) leg.flow = flow
      payDebts(core)
    },
  }
}
