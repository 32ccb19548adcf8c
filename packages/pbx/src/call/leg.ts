import type { DialogId, FlowId, HeaderField, LegId, Output, ReasonField, UserAgent } from '@zorio/sip'
import type { SipLoop } from '../sip-loop.ts'

/** What happens on one leg after its beginning. */
export type LegFact = Exclude<Extract<Output, { readonly leg: LegId }>, { readonly type: 'incoming' }>

/** The phone at the far end of a leg, so that the leg can follow it to a new socket. */
export interface LegOwner {
  readonly extension: string
  readonly flow: FlowId
  /** Key of its contact (see `Binding.key`); undefined for a caller that never registered. */
  readonly contactKey: string | undefined
  /** The call it belongs to, as records name it. */
  readonly callUuid: string
}

/** One leg, as calls see it: no flow, no clock. Commands that come too late do nothing. */
export interface Leg {
  readonly id: LegId
  readonly extension: string
  /** `Call-ID` on the wire. */
  readonly callId: string
  /** Call-ID of the caller's leg, or what stands in `X-Call-UUID`. */
  readonly callUuid: string
  /** True when the phone lost its socket and did not come back in time. */
  readonly isLost: boolean
  readonly hasEnded: boolean
  /** Who is told; replaced when a leg changes calls. */
  onFact: (fact: LegFact) => void
  progress(status: number, answer?: string): void
  accept(sdp: string): void
  reject(
    status: number,
    options?: { reasons?: readonly ReasonField[]; headers?: readonly HeaderField[] },
  ): void
  hangUp(reasons?: readonly ReasonField[]): void
  reoffer(offer: string): void
  answerOffer(sdp: string): void
  refuseOffer(status: number): void
  info(contentType: string, body: string): void
  refer(target: string): void
  acceptRefer(): void
  refuseRefer(status: number): void
  notifyRefer(status: number, reason: string): void
  dialog(): DialogId | undefined
}

interface LegParts {
  readonly id: LegId
  readonly callId: string
  readonly callUuid: string
  readonly extension: string
  readonly loop: SipLoop
  readonly stateOf: () => Pick<Leg, 'isLost' | 'hasEnded'>
}

/** The wrapper around one leg of the agent. */
export function createLeg({ id, callId, callUuid, extension, loop, stateOf }: LegParts): Leg {
  const run = (command: (agent: UserAgent, now: number) => void) => {
    loop.run(command)
  }
  return {
    id,
    callId,
    callUuid,
    extension,
    get isLost() {
      return stateOf().isLost
    },
    get hasEnded() {
      return stateOf().hasEnded
    },
    onFact: () => undefined,
    progress: (status, answer) => run((agent, now) => agent.progress(id, status, now, answer)),
    accept: (sdp) => run((agent, now) => agent.accept(id, sdp, now)),
    reject: (status, options) => run((agent, now) => agent.reject(id, status, now, options)),
    hangUp: (reasons) => run((agent, now) => agent.hangup(id, now, reasons)),
    reoffer: (offer) => run((agent, now) => agent.reoffer(id, offer, now)),
    answerOffer: (sdp) => run((agent, now) => agent.answerOffer(id, sdp, now)),
    refuseOffer: (status) => run((agent, now) => agent.refuseOffer(id, status, now)),
    info: (contentType, body) => run((agent, now) => agent.info(id, contentType, body, now)),
    refer: (target) => run((agent, now) => agent.refer(id, { target }, now)),
    acceptRefer: () => run((agent, now) => agent.acceptRefer(id, now)),
    refuseRefer: (status) => run((agent, now) => agent.refuseRefer(id, status, now)),
    notifyRefer: (status, reason) => run((agent, now) => agent.notifyRefer(id, status, reason, now)),
    dialog: () => loop.run((agent) => agent.dialogOf(id)),
  }
}
