import type { Dialog } from '../dialog/dialog.ts'
import type { SipRequest } from '../message/message.ts'
import type { ClientTransaction } from '../transaction/client.ts'
import type { ResponseParts } from '../transaction/response.ts'
import type { ServerTransaction } from '../transaction/server.ts'
import type { CancelTimer } from '../transaction/timers.ts'
import type { LegId, ReasonField } from './user-agent-port.ts'

/**
 * ```
 * calling ──2xx──────────────► up ──BYE, time-out, 481──► ended
 * ringing ──2xx──► answering ──ACK──► up
 * calling, ringing, answering ──────────────────────────► ended
 * ```
 * `calling`: our INVITE has no final response. `ringing`: we gave none. `answering`: our 2xx has no ACK. Nothing leaves
 * `ended`, and everything that ends a leg goes through `endLeg`.
 */
export type LegState = 'calling' | 'ringing' | 'answering' | 'up' | 'ended'

export type LegTimer = 'ring' | 'glare' | 'refresh' | 'expiry' | 'offer' | 'refer'

/** One callee that a proxy forked our INVITE to. */
export interface Fork {
  readonly dialog: Dialog
  /** Newest RSeq seen (RFC 3262). */
  rseq: number
  /** Set once it answered, so that a repeated 2xx gets the same ACK. */
  ack?: SipRequest
}

/** A 2xx of ours on its way to an ACK (RFC 3261 13.3.1.4). */
export interface AwaitedAck {
  readonly transaction: ServerTransaction
  /** The 2xx carried an offer of ours: the ACK has the answer. */
  readonly isOffer: boolean
  readonly onAck: (ack: SipRequest) => void
  stopTimer: CancelTimer
}

/** RFC 4028, as agreed with the peer. */
export interface SessionTimer {
  readonly seconds: number
  readonly isRefresher: boolean
}

export interface Leg {
  readonly id: LegId
  readonly role: 'uac' | 'uas'
  readonly callId: string
  readonly localTag: string
  /** Under which `Core.dialogs` knows it. */
  readonly keys: readonly string[]
  state: LegState
  wasAnswered: boolean
  /** Where the peer was last seen. */
  flow: string
  /** Callee: from the start. Caller: from the 2xx. */
  dialog?: Dialog
  /** SDP we sent last: what a session refresh by re-INVITE repeats. */
  localSdp: string
  readonly timers: Map<LegTimer, CancelTimer>

  // caller
  readonly forks: Map<string, Fork>
  invite?: ClientTransaction
  /** Hung up before the answer: a CANCEL is owed or sent. */
  cancel?: { readonly reasons: readonly ReasonField[]; isSent: boolean }

  // callee
  incoming?: ServerTransaction
  /** What the INVITE was told last. */
  lastResponse?: ResponseParts
  /** Our leg that this one takes the place of (RFC 3891). */
  replaced?: LegId

  awaitedAck?: AwaitedAck | undefined
  /** Hung up before the ACK: the BYE follows it (RFC 3261 15). */
  owedBye?: { readonly reasons: readonly ReasonField[] } | undefined
  /** The peer's re-INVITE or UPDATE that waits for our answer. */
  peerOffer?: { readonly transaction: ServerTransaction; readonly sdp: string | undefined } | undefined
  /** Our re-INVITE under way. */
  ownOffer?: object | undefined
  /** SDP of the re-INVITE to send as soon as it may be. */
  nextOffer?: string | undefined
  glareTries: number

  peerAllowsUpdate: boolean
  peerReplaces: boolean
  session?: SessionTimer | undefined
  minSeconds: number

  /** Our REFER: NOTIFYs are expected. */
  referral?: 'active' | 'done' | undefined
  /** The peer's REFER: NOTIFYs are owed when it wants them. */
  referred?:
    { readonly transaction: ServerTransaction; readonly isSilent: boolean; isAccepted: boolean } | undefined
}
