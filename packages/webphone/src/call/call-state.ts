/**
 * A call: what it can be, what it hears, and what it asks for. The rules are in `call-step.ts`; docs/states.md draws
 * them.
 */
import type { DialogId, LegEnd } from '@zorio/sip'
import type { CallChange, CallDirection, CallState, Contact, TransferProgress } from '../call-api.ts'
import type { Failure } from '../line/failure-rules.ts'
import type { MediaDirection, MediaFact } from '../media/media-port.ts'
import type { DigitJob, HeardDigit } from './digit-rules.ts'
import type { HangupDetail } from './hangup-reason.ts'

export type CallStage =
  | 'preparing' // outgoing, microphone and offer under way; nobody sees the call yet
  | 'arriving' // incoming, contact being looked up; nobody sees the call yet
  | CallState

export type CallTimer =
  'settle' | 'lookup' | 'survival' | 'repair' | 'media-grace' | 'media-deadline' | 'digits'

/** One offer and its answer, or the wait for one. Facts of older rounds are ignored. */
export interface Negotiation {
  readonly by: 'local' | 'remote'
  readonly step: 'offering' | 'sent' | 'applying'
  readonly round: number
  /** What `isHeld` is when it succeeds. */
  readonly holds: boolean
}

export interface CallModel {
  readonly stage: CallStage
  readonly direction: CallDirection
  /** What the application is told instead: a call to us that we took back with an INVITE of ours. */
  readonly seenAs?: CallDirection
  readonly uuid: string
  readonly number: string
  readonly displayName: string
  readonly contact: Contact | null
  readonly policy: CallPolicy

  /** The offer of an incoming call; absent when the far end wants ours. */
  readonly offer: string | undefined
  readonly isSettled: boolean
  readonly isLookupOver: boolean
  /** INVITE with Replaces: answered by itself. */
  readonly isTakeover: boolean
  readonly has200: boolean
  readonly wasRinging: boolean
  readonly early: { readonly fork: string; readonly answer: string } | null

  readonly createdAt: number
  readonly answeredAt: number | null
  readonly endedAt: number | null
  readonly heldAt: number | null
  /** By the monotonic clock; billsec comes from these. */
  readonly answeredTick: number | null
  readonly endedTick: number | null

  readonly isMuted: boolean
  readonly isHeld: boolean
  readonly wantsHeld: boolean
  readonly isRemoteHeld: boolean
  readonly negotiation: Negotiation | null
  readonly round: number
  readonly queuedOffer: { readonly offer: string | undefined } | null
  readonly needsRepair: boolean
  readonly needsRestart: boolean
  readonly restarts: number

  readonly isLineUp: boolean
  readonly media: 'none' | 'connecting' | 'connected' | 'interrupted'
  readonly isAudioBlocked: boolean
  readonly toldBlocked: boolean

  readonly digitJobs: readonly DigitJob[]
  readonly isSendingDigits: boolean
  readonly heardDigits: readonly HeardDigit[]
  readonly receivedDigits: string

  readonly transfer: TransferProgress | null
  /** The far end's REFER is being carried out by another call of ours. */
  readonly isReferring: boolean
  /** We were called into being by a REFER on another call. */
  readonly isReferred: boolean
  readonly waiting: Readonly<Record<WaitFor, readonly number[]>>
  readonly hangup: HangupDetail | null
}

/** What a promise of the public API can wait for. */
export type WaitFor = 'dial' | 'answer' | 'hold' | 'transfer'

export interface CallPolicy {
  readonly contactLookupMs: number
  readonly survivalMs: number
}

export type MediaOp = 'input' | 'offer' | 'answer' | 'accept-early' | 'accept'

export type CallInput =
  // commands; `id` names the promise
  | { readonly type: 'dial'; readonly id: number }
  | { readonly type: 'answer'; readonly id: number }
  /** `isLeaving`: the phone goes, the user did not refuse this call. */
  | { readonly type: 'hangup'; readonly id: number; readonly isLeaving?: boolean | undefined }
  | { readonly type: 'hold'; readonly id: number; readonly isHeld: boolean }
  | { readonly type: 'mute'; readonly id: number; readonly isMuted: boolean }
  | { readonly type: 'send-digits'; readonly job: DigitJob }
  | {
      readonly type: 'transfer'
      readonly id: number
      readonly kind: 'blind' | 'attended'
      readonly target: string
    }
  // the wire
  | { readonly type: 'arrive' }
  | { readonly type: 'announced' }
  | {
      readonly type: 'progress'
      readonly status: number
      readonly answer?: string | undefined
      readonly fork: string
    }
  | { readonly type: 'accepted'; readonly answer?: string | undefined; readonly fork: string }
  | { readonly type: 'confirmed'; readonly answer?: string | undefined }
  | { readonly type: 'reoffer'; readonly offer?: string | undefined }
  | { readonly type: 'reoffer-answered'; readonly answer: string }
  | { readonly type: 'reoffer-failed'; readonly status: number }
  | { readonly type: 'info'; readonly contentType: string; readonly body: string }
  | { readonly type: 'info-answered'; readonly status: number }
  | { readonly type: 'refer'; readonly target: string; readonly replaces?: DialogId | undefined }
  | { readonly type: 'refer-progress'; readonly status: number; readonly final: boolean }
  | { readonly type: 'ended'; readonly end: LegEnd }
  /** The call that we made for the far end's REFER. */
  | { readonly type: 'referral'; readonly status: number; readonly isFinal: boolean }
  // media
  | { readonly type: 'media'; readonly fact: MediaFact }
  | {
      readonly type: 'media-done'
      readonly op: MediaOp
      readonly round: number
      readonly sdp?: string | undefined
    }
  | {
      readonly type: 'media-failed'
      readonly op: MediaOp
      readonly round: number
      readonly failure: Failure
    }
  | { readonly type: 'tones-sent'; readonly isSent: boolean }
  | { readonly type: 'ring-blocked' }
  | { readonly type: 'audio-unlocked' }
  // the line, the back end, the clock
  | { readonly type: 'line-lost' }
  | { readonly type: 'line-restored' }
  | { readonly type: 'contact'; readonly contact: Contact | null }
  | { readonly type: 'timer'; readonly name: CallTimer }

export type CallEvent =
  | { readonly name: 'incoming_call' | 'call_ringing' | 'call_answered' | 'audio_autoplay_blocked' }
  | { readonly name: 'call_hangup'; readonly detail: HangupDetail; readonly billsec: number }
  | { readonly name: 'dtmf'; readonly digit: string; readonly source: 'rtp' | 'info' }
  | { readonly name: 'call_updated'; readonly changed: readonly CallChange[] }

export type CallEffect =
  // SIP
  | { readonly type: 'invite'; readonly offer: string }
  | { readonly type: 'ring-back' } // 180
  | { readonly type: 'accept'; readonly sdp: string }
  /** With the cause that the PBX derives from the status. */
  | { readonly type: 'reject'; readonly status: number }
  | { readonly type: 'bye' } // BYE or CANCEL, whatever the leg asks for
  | { readonly type: 'reoffer'; readonly sdp: string }
  | { readonly type: 'answer-reoffer'; readonly sdp: string }
  | { readonly type: 'refuse-reoffer'; readonly status: number }
  | { readonly type: 'send-info'; readonly digit: string; readonly durationMs: number }
  | { readonly type: 'send-refer'; readonly kind: 'blind' | 'attended'; readonly target: string }
  | { readonly type: 'accept-refer' }
  | { readonly type: 'refuse-refer'; readonly status: number }
  | { readonly type: 'notify-refer'; readonly status: number }
  // media
  | { readonly type: 'open-media' }
  | { readonly type: 'prepare-answer'; readonly offer: string }
  | {
      readonly type: 'media-op'
      readonly op: MediaOp
      readonly round: number
      readonly sdp?: string | undefined
      readonly iceRestart?: boolean | undefined
    }
  | { readonly type: 'rollback' }
  | { readonly type: 'set-direction'; readonly direction: MediaDirection }
  | { readonly type: 'set-muted'; readonly isMuted: boolean }
  | {
      readonly type: 'send-tones'
      readonly digits: string
      readonly durationMs: number
      readonly gapMs: number
    }
  | { readonly type: 'close-media' }
  // the phone around it
  | { readonly type: 'ring'; readonly isOn: boolean }
  /** From here on the application sees the call. */
  | { readonly type: 'appear' }
  /** Nothing of the call is left. */
  | { readonly type: 'gone' }
  | { readonly type: 'look-up-contact' }
  | {
      readonly type: 'dial-referred'
      readonly number: string
      readonly target?: string | undefined
      readonly replaces?: DialogId | undefined
    }
  | { readonly type: 'tell-referrer'; readonly status: number; readonly isFinal: boolean }
  | { readonly type: 'raise'; readonly input: CallInput }
  | { readonly type: 'emit'; readonly event: CallEvent }
  | { readonly type: 'error'; readonly failure: Failure }
  | { readonly type: 'settle'; readonly id: number; readonly failure?: Failure | undefined }
  | { readonly type: 'timer'; readonly name: CallTimer; readonly delayMs: number | null }
  | { readonly type: 'clear-timers' }

type Inputs = { readonly [I in CallInput as I['type']]: I }
/** A rule for every input. */
export type CallRules<Turn> = {
  readonly [T in keyof Inputs]: (turn: Turn, input: Inputs[T]) => void
}

export interface NewCall {
  readonly direction: CallDirection
  readonly uuid: string
  readonly number: string
  readonly displayName: string
  readonly offer?: string | undefined
  readonly isTakeover?: boolean
  readonly isReferred?: boolean
  /** `Date.now()`. */
  readonly createdAt: number
  readonly policy: CallPolicy
  /** What a call that was taken back after a reload has behind it. */
  readonly past?: Partial<CallModel> | undefined
}

export function initialCall({ past, ...call }: NewCall): CallModel {
  return {
    ...nothingYet,
    ...call,
    ...past,
    stage: call.direction === 'outgoing' ? 'preparing' : 'arriving',
  }
}

const nothingYet = {
  offer: undefined,
  isTakeover: false,
  isReferred: false,
  contact: null,
  isSettled: false,
  isLookupOver: false,
  has200: false,
  wasRinging: false,
  early: null,
  answeredAt: null,
  endedAt: null,
  heldAt: null,
  answeredTick: null,
  endedTick: null,
  isMuted: false,
  isHeld: false,
  wantsHeld: false,
  isRemoteHeld: false,
  negotiation: null,
  round: 0,
  queuedOffer: null,
  needsRepair: false,
  needsRestart: false,
  restarts: 0,
  isLineUp: true,
  media: 'none',
  isAudioBlocked: false,
  toldBlocked: false,
  digitJobs: [],
  isSendingDigits: false,
  heardDigits: [],
  receivedDigits: '',
  transfer: null,
  isReferring: false,
  waiting: { dial: [], answer: [], hold: [], transfer: [] },
  hangup: null,
} as const

/** Nobody has seen the call yet, or will any more. */
export function isHidden(call: CallModel): boolean {
  return call.stage === 'preparing' || call.stage === 'arriving'
}

/** Whole seconds from the answer to the end, or to `now`. */
export function billsecOf(call: CallModel, now: number): number {
  if (call.answeredTick === null) return 0
  return Math.max(0, Math.floor(((call.endedTick ?? now) - call.answeredTick) / 1000))
}
