/** Everything that a user can ask for. Templates send these and nothing else. */
import type { ErrorCode } from '../../errors.ts'
import type { Webphone, ZorioCall } from '../../phone-api.ts'
import type { UiBrowser } from '../browser-port.ts'
import type { PhoneUiOptions } from '../ui-options.ts'
import type { DeviceRole, Pane, Tab, UiState } from '../ui-state.ts'

export interface RequestMap {
  'set-tab': Tab
  'open-pane': Pane
  'close-pane': void
  'toggle-status': void
  'set-minimised': boolean
  'switch-side': void
  'dial-text': string
  'dial-key': string
  'dial-erase': void
  'dial-call': void
  'move-suggestion': 1 | -1
  'pick-suggestion': number
  'call-number': string
  answer: string
  'answer-hold': string
  'answer-end': string
  decline: string
  silence: string
  hangup: string
  'toggle-mute': string
  'toggle-hold': string
  'switch-to': string
  'send-digits': string
  'open-contact': string
  'transfer-text': string
  'transfer-now': void
  'transfer-ask': void
  'transfer-complete': void
  'transfer-cancel': void
  'dismiss-result': void
  'edit-number': void
  redial: void
  'clear-log': void
  connect: void
  'unlock-audio': void
  'retry-microphone': void
  'dismiss-banner': string
  'use-here': void
  'set-device': { readonly role: DeviceRole; readonly deviceId: string }
  'toggle-microphone-test': void
  'play-sound': 'test' | 'ring'
  'ask-notification': void
  'run-checks': void
  'finish-checks': void
  copy: string
  'toggle-recording': void
  'toggle-entry': string
  'take-back': void
  'end-offer': void
}

export type RequestName = keyof RequestMap

export type TransferRequestName = 'transfer-now' | 'transfer-ask' | 'transfer-complete' | 'transfer-cancel'

/** Those whose rows lie in the later chunk. */
export type LaterRequestName = DeviceRequestName | OfferRequestName | RecordRequestName | TransferRequestName

export type OfferRequestName = 'take-back' | 'end-offer'

export type RecordRequestName = 'copy' | 'toggle-recording'

export type DeviceRequestName =
  | 'set-device'
  | 'toggle-microphone-test'
  | 'play-sound'
  | 'ask-notification'
  | 'retry-microphone'
  | 'run-checks'
  | 'finish-checks'

export type Send = <N extends RequestName>(
  name: N,
  ...argument: RequestMap[N] extends void ? [] : [RequestMap[N]]
) => void

export interface RequestContext {
  readonly phone: Webphone
  readonly browser: UiBrowser
  options(): PhoneUiOptions
  get(): UiState
  set(patch: Partial<UiState>): void
  /** The live call, or undefined when it has ended meanwhile. */
  callBy(uuid: string | null | undefined): ZorioCall | undefined
  /** The call on the screen. */
  shownCall(): ZorioCall | undefined
  fail(code: ErrorCode): void
  /** Keeps what must be stopped at the end or before the next of its kind. */
  keep(name: 'microphone', stop: (() => void) | null): void
}

export type RequestTable<N extends RequestName> = {
  readonly [K in N]: (context: RequestContext, argument: RequestMap[K]) => void | Promise<void>
}
