/** What the phone reports, as changes of the UI's own state. */
import type { ErrorCode } from '../errors.ts'
import type { CallSnapshot } from '../phone-api.ts'
import { addEntry, entryFrom } from './call-log.ts'
import type { RequestContext } from './requests/request-map.ts'
import type { UiState } from './ui-state.ts'
import { errorTexts, isMicrophoneError } from './view/error-text.ts'
import { endingFor } from './view/hangup-text.ts'

/** Returns the end of following. */
export function followPhone(context: RequestContext): () => void {
  const { phone, set, get, browser } = context
  let known: readonly CallSnapshot[] = phone.getSnapshot().calls
  const stops = [
    phone.on('call_hangup', ({ call, reason, billsec }) => {
      const isLast = phone
        .getSnapshot()
        .calls.every(({ uuid, state }) => uuid === call.uuid || state === 'ended')
      set(ended(get(), call.getSnapshot(), { reason, billsec, isLast }))
    }),
    phone.on('incoming_call', () => set({ isMinimised: false })),
    // An answered call has a microphone, whatever was wrong before.
    phone.on('call_answered', () => {
      if (isMicrophoneError(get().error)) set({ error: null })
    }),
    phone.on('error', ({ code }) => {
      if (errorTexts[code]) set({ error: code })
    }),
    phone.on('registered', () => {
      const { error } = get()
      if (error && connectionErrors.includes(error)) set({ error: null })
    }),
    phone.on('status_changed', ({ status }) => {
      if (status === 'disconnected') browser.clearLog(phone.extension)
    }),
    phone.subscribe(() => {
      const { calls } = phone.getSnapshot()
      const isNew = calls.some((call) => !known.some(({ uuid }) => uuid === call.uuid))
      known = calls
      if (isNew) context.keep('microphone', null)
      set(isNew ? { result: null, isMinimised: false, microphoneLevel: null } : {})
    }),
    browser.onDevicesChanged(() => void refreshDevices(context)),
  ]
  return () => stops.forEach((stop) => stop())
}

const connectionErrors: readonly ErrorCode[] = [
  'bootstrap_failed',
  'token_rejected',
  'registration_rejected',
  'registration_failed',
  'reconnect_failed',
  'not_registered',
]

/** `isLast`: no other call goes on. */
type End = { readonly reason: string; readonly billsec: number; readonly isLast: boolean }

function ended(ui: UiState, call: CallSnapshot, { reason, billsec, isLast }: End): Partial<UiState> {
  const { consult } = ui
  const isConsultation = call.uuid === consult?.toUuid
  const isShown = ui.selectedUuid === call.uuid || isLast
  return {
    result: { call, billsec, ending: endingFor(reason, call.direction, billsec) },
    log: addEntry(ui.log, entryFrom(call, reason, billsec)),
    consult: isConsultation || call.uuid === consult?.fromUuid ? null : consult,
    selectedUuid: isConsultation ? consult.fromUuid : isShown ? null : ui.selectedUuid,
    ...(isShown ? { pane: null, sentDigits: '', transferText: '' } : {}),
    ...(ui.silencedUuid === call.uuid ? { silencedUuid: null } : {}),
  }
}

/** A microphone that came back, or was allowed meanwhile, takes its message away by itself. */
async function refreshDevices({ phone, get, set, browser }: RequestContext): Promise<void> {
  const devices = await phone.listDevices().catch(() => [])
  const { error } = get()
  const isBack = devices.some(({ kind, label }) => kind === 'audioinput' && label !== '')
  set({
    devices,
    notification: browser.notificationState(),
    ...(isBack && error?.startsWith('microphone_') ? { error: null } : {}),
  })
}
