import type { PhoneSnapshot, PhoneStatus } from '../../phone-api.ts'
import type { StringKey, Strings } from '../locales/strings.ts'
import type { UiState } from '../ui-state.ts'
import { errorTexts, isMicrophoneError, type ErrorText } from './error-text.ts'

export interface StatusView {
  /** Colour and shape of the mark; the text always says the same in words. */
  readonly tone: 'ok' | 'busy' | 'warn' | 'off'
  readonly text: string
  readonly remedy: string
  /** 1 or 2 of the two steps of connecting, else 0. */
  readonly step: 0 | 1 | 2
  readonly canConnect: boolean
  readonly canRetryMicrophone: boolean
}

interface Row {
  readonly tone: StatusView['tone']
  readonly text: StringKey
  readonly remedy: StringKey
  readonly step?: 1 | 2
}

const rows: Readonly<Record<PhoneStatus, Row>> = {
  connecting: { tone: 'busy', text: 'statusConnecting', remedy: 'remedyConnecting', step: 1 },
  registering: { tone: 'busy', text: 'statusRegistering', remedy: 'remedyRegistering', step: 2 },
  registered: { tone: 'ok', text: 'statusReady', remedy: 'remedyReady' },
  stale: { tone: 'busy', text: 'statusChecking', remedy: 'remedyChecking' },
  reconnecting: { tone: 'warn', text: 'statusReconnecting', remedy: 'remedyReconnecting' },
  unregistered: { tone: 'off', text: 'statusOffline', remedy: 'remedyOffline' },
  disconnected: { tone: 'off', text: 'statusEnded', remedy: 'remedyEnded' },
}

export function statusFrom(phone: PhoneSnapshot, ui: UiState, strings: Strings): StatusView {
  const microphone = phone.status === 'registered' ? microphoneText(ui.error) : undefined
  const row: Row = microphone
    ? { tone: 'warn', text: microphone.title, remedy: microphone.help }
    : statusRow(phone)
  return {
    tone: row.tone,
    text: strings[row.text],
    remedy: strings[row.remedy],
    step: row.step ?? 0,
    canConnect: phone.status === 'unregistered',
    canRetryMicrophone: microphone?.remedy === 'microphone',
  }
}

/** The status line is short: a refusal has a shorter title there. */
function microphoneText(code: UiState['error']): ErrorText | undefined {
  const text = code !== null && isMicrophoneError(code) ? errorTexts[code] : undefined
  const isRefused = code === 'microphone_denied' || code === 'microphone_forbidden'
  return text && (isRefused ? { ...text, title: 'statusMicrophone' } : text)
}

/** A blip of a second or two is normal: the first attempt reads as a check, only the second as a lost connection. */
function statusRow(phone: PhoneSnapshot): Row {
  const isFirstAttempt = phone.status === 'reconnecting' && (phone.reconnect?.attempt ?? 1) < 2
  return isFirstAttempt ? rows.stale : rows[phone.status]
}
