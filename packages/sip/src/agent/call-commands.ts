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
  | 'dialogOf'
>

export function callCommands(core: Core, payDebts: (core: Core) => void): CallCommands {
  const withLeg = (id: LegId, now: number, run: (leg: Leg) => void): void => {
    core.timers.setNow(now)
    const leg = core.legs.get(id)
    if (leg) run(leg)
  }
  return {
    invite: (options, now) => {
      core.timers.setNow(now)
      return startCall(core, options)
    },
    progress: (id, status, now, answer) =>
      withLeg(id, now, (leg) => {
        const body = answer === undefined ? {} : { body: answer }
        if (leg.state === 'ringing') respondToInvite(core, leg, { status, ...body })
      }),
    accept: (id, sdp, now) => withLeg(id, now, (leg) => answerCall(core, leg, sdp)),
    reject: (id, status, now, options) =>
      withLeg(id, now, (leg) => {
        const headers = [...reasonHeaders(options?.reasons ?? []), ...(options?.headers ?? [])]
        rejectCall(core, leg, { status, headers })
      }),
    hangup: (id, now, reasons = []) => withLeg(id, now, (leg) => hangup(core, leg, reasons)),
    reoffer: (id, offer, now) => withLeg(id, now, (leg) => reoffer(core, leg, offer)),
    answerOffer: (id, sdp, now) => withLeg(id, now, (leg) => answerOffer(core, leg, sdp)),
    refuseOffer: (id, status, now) => withLeg(id, now, (leg) => refuseOffer(core, leg, status)),
    info: (id, contentType, body, now) => withLeg(id, now, (leg) => info(core, leg, contentType, body)),
    refer: (id, to, now) =>
      withLeg(id, now, (leg) => {
        const other = 'other' in to ? core.legs.get(to.other) : undefined
        if ('target' in to) refer(core, leg, to)
        else if (other) refer(core, leg, { other })
      }),
    acceptRefer: (id, now) => withLeg(id, now, (leg) => acceptRefer(core, leg)),
    refuseRefer: (id, status, now) => withLeg(id, now, (leg) => refuseRefer(leg, status)),
    notifyRefer: (id, status, reason, now) =>
      withLeg(id, now, (leg) => notifyRefer(core, leg, { status, reason })),
    respond: (id, response, now) => {
      core.timers.setNow(now)
      core.servers.find(id)?.respond({ toTag: core.identity.token(), ...response })
    },
    moveLeg: (id, flow) => {
      const leg = core.legs.get(id)
      if (leg) leg.flow = flow
      payDebts(core)
    },
    dialogOf: (id) => {
      const dialog = core.legs.get(id)?.dialog
      return dialog && { callId: dialog.callId, toTag: dialog.remoteTag, fromTag: dialog.localTag }
    },
  }
}
