/** What the UI itself remembers, beside the snapshot of the phone. Plain data; changed only by requests and by facts. */
import type { ErrorCode } from '../errors.ts'
import type { AudioDevice, CallOffer, CallSnapshot } from '../phone-api.ts'
import type { LogEntry } from './call-log.ts'
import type { StringKey } from './locales/strings.ts'
import type { Ending } from './view/hangup-text.ts'

export type Tab = 'dial' | 'recents' | 'settings'
/** What lies over the call (or over the tabs): one at a time, left by Back or Esc. */
export type Pane = 'keypad' | 'transfer' | 'add' | 'audio' | 'duty' | 'quality' | 'shortcuts'
export type DeviceRole = 'input' | 'output' | 'ring'
export type CheckName = 'audio' | 'microphone' | 'output' | 'ring' | 'notification'
export type CheckState = 'waiting' | 'running' | 'ok' | 'warning' | 'failed'

export interface EndedCall {
  readonly call: CallSnapshot
  readonly ending: Ending
  readonly billsec: number
}

/** A found person or extension, from the host's search or from the log. */
export interface Suggestion {
  readonly name: string
  readonly number: string
}

/** Something worth a banner that no snapshot tells; in words only when it is drawn, since the language may change. */
export interface Notice {
  readonly id: 'devices' | 'blind' | 'quality' | 'talking'
  readonly tone: 'info' | 'warn'
  readonly text: StringKey
  readonly help?: StringKey
  readonly values?: Readonly<Record<string, string>>
  /** Phone numbers for `{numbers}`. */
  readonly numbers?: readonly string[]
  readonly action?: 'settings' | 'recents' | 'unmute' | 'quality'
}

export type QualityLevel = 1 | 2 | 3

/** What was measured of a call, and the warnings that are on. */
export interface QualityReading {
  readonly level: QualityLevel
  readonly warnings: readonly StringKey[]
  readonly mos: number | null
  readonly lossRatio: number
  readonly jitterMs: number
  readonly roundTripMs: number | null
}

export interface UiState {
  readonly tab: Tab
  readonly pane: Pane | null
  readonly isStatusOpen: boolean
  readonly isMinimised: boolean
  readonly side: 'start' | 'end'
  /** As typed: a number without separators, or the text of a search. */
  readonly dialText: string
  readonly transferText: string
  readonly suggestions: readonly Suggestion[]
  /** Index in `suggestions` that the arrow keys reached, -1 for none. */
  readonly suggestionIndex: number
  readonly lastDialled: string
  readonly selectedUuid: string | null
  readonly sentDigits: string
  readonly consult: { readonly fromUuid: string; readonly toUuid: string } | null
  readonly silencedUuid: string | null
  readonly canSilence: boolean
  readonly result: EndedCall | null
  readonly log: readonly LogEntry[]
  readonly error: ErrorCode | null
  readonly devices: readonly AudioDevice[]
  readonly chosen: Readonly<Record<DeviceRole, string>>
  /** 0-1 while the microphone is being tested, else null. */
  readonly microphoneLevel: number | null
  readonly checks: Readonly<Record<CheckName, CheckState>>
  readonly isDutyDone: boolean
  readonly notification: 'default' | 'granted' | 'denied' | 'unsupported'
  readonly isActiveElsewhere: boolean
  readonly notices: readonly Notice[]
  /** Calls of the page before a reload, undecided. */
  readonly offers: readonly CallOffer[]
  /** By call. */
  readonly readings: Readonly<Record<string, QualityReading>>
  /** The number that was copied last, until the screen changes. */
  readonly copied: string
  readonly recording: 'recording' | 'playing' | null
  /** The call in the list whose details are open. */
  readonly openEntry: string
}

export const initialUiState: UiState = {
  tab: 'dial',
  pane: null,
  isStatusOpen: false,
  isMinimised: false,
  side: 'end',
  dialText: '',
  transferText: '',
  suggestions: [],
  suggestionIndex: -1,
  lastDialled: '',
  selectedUuid: null,
  sentDigits: '',
  consult: null,
  silencedUuid: null,
  canSilence: false,
  result: null,
  log: [],
  error: null,
  devices: [],
  chosen: { input: 'default', output: 'default', ring: 'default' },
  microphoneLevel: null,
  checks: {
    audio: 'waiting',
    microphone: 'waiting',
    output: 'waiting',
    ring: 'waiting',
    notification: 'waiting',
  },
  isDutyDone: false,
  notification: 'default',
  isActiveElsewhere: false,
  notices: [],
  offers: [],
  readings: {},
  copied: '',
  recording: null,
  openEntry: '',
}
