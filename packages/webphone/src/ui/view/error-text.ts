/** Which words an error gets. A code that is absent here is for the developer, not for the agent, and is not shown. */
import type { ErrorCode } from '../../errors.ts'
import type { StringKey } from '../locales/strings.ts'

export interface ErrorText {
  readonly title: StringKey
  readonly help: StringKey
  /** What the button does: ask for the microphone again, register again, open the settings. */
  readonly remedy: 'microphone' | 'register' | 'settings' | null
}

export const errorTexts: Partial<Record<ErrorCode, ErrorText>> = {
  microphone_denied: {
    title: 'microphoneDenied',
    help: 'microphoneDeniedHelp',
    remedy: 'microphone',
  },
  microphone_not_found: {
    title: 'microphoneNotFound',
    help: 'microphoneNotFoundHelp',
    remedy: 'microphone',
  },
  microphone_in_use: { title: 'microphoneInUse', help: 'microphoneInUseHelp', remedy: 'microphone' },
  microphone_forbidden: { title: 'microphoneForbidden', help: 'microphoneForbiddenHelp', remedy: null },
  microphone_lost: { title: 'microphoneLost', help: 'microphoneLostHelp', remedy: 'settings' },
  bootstrap_failed: { title: 'errorConnect', help: 'errorConnectHelp', remedy: 'register' },
  token_rejected: { title: 'errorSignIn', help: 'errorSignInHelp', remedy: null },
  registration_rejected: { title: 'errorSignIn', help: 'errorSignInHelp', remedy: null },
  reconnect_failed: { title: 'errorReconnect', help: 'errorReconnectHelp', remedy: null },
  not_registered: { title: 'errorNotReady', help: 'errorNotReadyHelp', remedy: null },
  invalid_number: { title: 'errorNumber', help: 'errorNumberHelp', remedy: null },
  too_many_calls: { title: 'errorTooMany', help: 'errorTooManyHelp', remedy: null },
  media_failed: { title: 'errorMedia', help: 'errorMediaHelp', remedy: null },
  device_failed: { title: 'errorDevice', help: 'errorDeviceHelp', remedy: 'settings' },
  hold_failed: { title: 'errorAction', help: 'errorActionHelp', remedy: null },
  dtmf_failed: { title: 'errorAction', help: 'errorActionHelp', remedy: null },
  invalid_state: { title: 'errorAction', help: 'errorActionHelp', remedy: null },
  internal: { title: 'errorAction', help: 'errorActionHelp', remedy: null },
}

export const isMicrophoneError = (code: ErrorCode | null): boolean =>
  code !== null && code.startsWith('microphone_')
