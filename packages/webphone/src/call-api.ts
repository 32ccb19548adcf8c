/** What an application sees of a call. `call/call.ts` implements it. */
import type { ContactBody } from '@zorio/contract'
import type { HangupDetail } from './call/hangup-reason.ts'
import type { SendDtmfOptions } from './options.ts'

export type Contact = ContactBody
export type { HangupDetail }

export type CallChange = 'hold' | 'remote_hold' | 'mute' | 'contact' | 'transfer' | 'media' | 'display_name'

export type CallDirection = 'incoming' | 'outgoing'
export type CallState = 'dialing' | 'ringing' | 'answering' | 'answered' | 'ended'

export interface TransferProgress {
  readonly kind: 'blind' | 'attended'
  readonly target: string
  readonly state: 'pending' | 'ringing' | 'completed' | 'failed'
  /** Last SIP status that the far end reported. */
  readonly sipStatus?: number
}

/** Immutable picture of a call; a new object for each change, the same object as long as nothing changed. */
export interface CallSnapshot {
  readonly uuid: string
  readonly number: string
  /** Text from the network, untrusted: show as text only. Empty when none was sent. */
  readonly displayName: string
  readonly direction: CallDirection
  readonly state: CallState
  readonly contact: Contact | null
  readonly isMuted: boolean
  readonly isHeld: boolean
  /** The far end put us on hold. */
  readonly isRemoteHeld: boolean
  /** Milliseconds of `Date.now()` for display; durations never come from it. */
  readonly createdAt: number
  readonly answeredAt: number | null
  readonly endedAt: number | null
  readonly heldAt: number | null
  /** Media path: `none` before it is set up, `interrupted` while ICE is down. */
  readonly media: 'none' | 'connecting' | 'connected' | 'interrupted'
  readonly transferProgress: TransferProgress | null
  readonly hangupDetail: HangupDetail | null
  /** Digits received from the far end so far. */
  readonly receivedDigits: string
}

/** A call that the page before this one was in. */
export interface CallOffer extends Pick<
  CallSnapshot,
  'uuid' | 'number' | 'displayName' | 'direction' | 'createdAt' | 'isHeld' | 'isMuted'
> {
  readonly answeredAt: number
  /** `Date.now()` at which the other side is hung up. */
  readonly expiresAt: number
  /**
   * INVITE with Replaces (RFC 3891). Resolves when the audio's way is open again, with a call of the same uuid, muted and held as
   * it was. Rejects with `not_registered`, `invalid_state` when it is over or was decided before, or what `call()` rejects with.
   */
  takeBack(): Promise<ZorioCall>
  /** Ends it for the other side. */
  hangup(): Promise<void>
}

export interface ZorioCall extends CallSnapshot {
  /** Whole seconds since the answer by a monotonic clock; 0 before. Stands still after the end. */
  readonly billsec: number
  /** An immutable picture of this moment. */
  getSnapshot(): CallSnapshot

  /** Incoming, ringing. Resolves with `call_answered`: our 200 is out and the far end acknowledged it. */
  answer(): Promise<void>
  /** Ends, cancels or declines, whatever the state asks for; a second call is harmless. Resolves at once when offline; the far end is told on recovery. */
  hangup(): Promise<void>
  hold(): Promise<void>
  unhold(): Promise<void>
  mute(): Promise<void>
  unmute(): Promise<void>
  /** `0-9 * # A-D`, `,` pauses 2 s. RFC 4733, SIP INFO where the far end took no telephone-event. */
  sendDtmf(digits: string, options?: SendDtmfOptions): Promise<void>
  /** Blind transfer (RFC 3515): resolves when the far end reported success; the call then ends by itself. */
  transfer(number: string): Promise<void>
  /** Attended transfer (RFC 3891): joins the far end of this call to the far end of `other`. */
  transferTo(other: ZorioCall): Promise<void>
}
