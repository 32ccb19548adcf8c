/** What an application sees of a phone and of a call. `phone.ts` and `call/call.ts` implement it; UI and bindings are written against it. */
import type { CallOptions, SendDtmfOptions } from './options.ts'
import type { CallChange, Contact, WebphoneEventName, WebphoneEvents } from './events.ts'
import type { HangupReason } from './call/hangup-reason.ts'

/**
 * `registered` is said only while an answered round trip with the registrar is recent; `stale` is between the two: we
 * were registered, and do not know at this moment whether calls can reach us.
 */
export type PhoneStatus =
  | 'connecting' // socket being opened (first time)
  | 'registering' // socket up, REGISTER under way
  | 'registered'
  | 'stale'
  | 'reconnecting' // waiting for, or in, a further attempt
  | 'unregistered' // socket may be up; not registered, not trying
  | 'disconnected' // after disconnect(); final

export type CallDirection = 'incoming' | 'outgoing'
export type CallState = 'dialing' | 'ringing' | 'answering' | 'answered' | 'ended'

export interface TransferProgress {
  readonly kind: 'blind' | 'attended'
  readonly target: string
  readonly state: 'pending' | 'ringing' | 'completed' | 'failed'
  /** Last SIP status that the far end reported. */
  readonly sipStatus?: number
}

/** Why a call ended, in full. `reason` is the public word, `cause` the PBX's name. */
export interface HangupDetail {
  readonly reason: HangupReason
  readonly cause: string
  readonly q850?: number
  readonly sip_status?: number
  readonly sip_reason?: string
  readonly who: 'local' | 'remote' | 'network'
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

/** Immutable picture of the phone, for `useSyncExternalStore` and the UI. */
export interface PhoneSnapshot {
  readonly status: PhoneStatus
  readonly extension: string
  readonly displayName: string
  /** Live calls, oldest first; an ended call leaves with the change after its `call_hangup`. */
  readonly calls: readonly CallSnapshot[]
  /** Attempt number and delay of the running reconnect wait, else null. */
  readonly reconnect: { readonly attempt: number; readonly delayMs: number } | null
  /** A call's audio is blocked until `unlockAudio()` is called in a click. */
  readonly isAudioBlocked: boolean
}

export interface ZorioCall extends CallSnapshot {
  /** Whole seconds since the answer by a monotonic clock; 0 before. Stands still after the end. */
  readonly billsec: number
  /** An immutable picture of this moment. */
  getSnapshot(): CallSnapshot

  /** Incoming, ringing. Resolves when the 200 is out. */
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

export interface Webphone {
  readonly status: PhoneStatus
  /** `1001` */
  readonly extension: string
  readonly displayName: string
  readonly calls: readonly ZorioCall[]

  /** Handlers run synchronously, in order of subscription; one that throws harms only itself. Returns the unsubscribe. Throws TypeError for an unknown name. */
  on<N extends WebphoneEventName>(
    name: N,
    handler: (payload: WebphoneEvents[N]) => void,
    options?: { signal?: AbortSignal },
  ): () => void
  once<N extends WebphoneEventName>(name: N, handler: (payload: WebphoneEvents[N]) => void): () => void
  /** Without a handler: all of that name. */
  off<N extends WebphoneEventName>(name: N, handler?: (payload: WebphoneEvents[N]) => void): void

  /** Rejects at once when offline or not registered (`not_registered`), or with `invalid_number`. Never dials later. */
  call(number: string, options?: CallOptions): Promise<ZorioCall>
  /** After `unregister()` or with `autoRegister: false`. Resolves when registered. */
  register(): Promise<void>
  /** Resolves when the registrar answered or 2 s passed. The socket is closed; live calls are kept on it until they end. */
  unregister(): Promise<void>
  /** Ends calls, un-registers, closes the socket, removes the UI, stops every timer. Final. */
  disconnect(): Promise<void>
  /** Call it inside a click: lets blocked audio play. */
  unlockAudio(): Promise<void>

  /** Called after every change of the snapshot. Returns the unsubscribe. */
  subscribe(listener: () => void): () => void
  getSnapshot(): PhoneSnapshot

  /** Devices (W3C mediacapture-main): current and available. Labels are empty until the microphone was granted. */
  listDevices(): Promise<readonly AudioDevice[]>
  /** Also during a call. `default` follows the system. */
  setAudioInput(deviceId: string): Promise<void>
  setAudioOutput(deviceId: string): Promise<void>
  /** A ring device apart from the call's. */
  setRingOutput(deviceId: string): Promise<void>
}

export interface AudioDevice {
  readonly kind: 'audioinput' | 'audiooutput'
  readonly deviceId: string
  readonly label: string
}

export type { CallChange }
