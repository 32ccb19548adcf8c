/** What an application sees of a phone. `phone.ts` implements it; UI and bindings are written against it. */
import type { CallSnapshot, ZorioCall } from './call-api.ts'
import type { WebphoneEventName, WebphoneEvents } from './events.ts'
import type { CallOptions } from './options.ts'
import type { PhoneStatus } from './phone-status.ts'

export type * from './call-api.ts'
export type * from './phone-status.ts'

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

export interface Webphone {
  readonly status: PhoneStatus
  /** `1001` */
  readonly extension: string
  readonly displayName: string
  readonly calls: readonly ZorioCall[]
  /** False while another tab is the phone (`tabs: 'shared'`): its status and calls are shown here, its audio and ring are there. */
  readonly isLeading?: boolean

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
  /** Stops the sound of the calls that ring now; they stay answerable. Absent where the phone cannot: then the UI does not offer it. */
  silenceRing?(): void
}

export interface AudioDevice {
  readonly kind: 'audioinput' | 'audiooutput'
  readonly deviceId: string
  readonly label: string
}
