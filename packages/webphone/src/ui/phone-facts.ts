/** What the phone reports, as changes of the UI's own state. */
import type { ErrorCode } from '../errors.ts'
import type { CallState, PhoneStatus, Webphone, ZorioCall } from '../phone-api.ts'
import { addEntry, entryFrom } from './call-log.ts'
import type { RequestContext } from './requests/request-map.ts'
import type { UiState } from './ui-state.ts'
import { errorTexts, isMicrophoneError } from './view/error-text.ts'
import { endingFor } from './view/hangup-text.ts'

/**
 * Follows snapshots and not events: `phone.off(name)` of the host takes all listeners of an event away, and the phone on
 * the page must not miss the end of a call by that. Only errors have no snapshot. Returns the end of following.
 */
export function followPhone(context: RequestContext): () => void {
  const { phone, set, browser } = context
  let before = pictureOf(phone)
  const stops = [
    phone.on('error', ({ code }) => {
      if (errorTexts[code]) set({ error: code })
    }),
    // Here and not in the later chunk: without a handler there is no offer, and the call is ended.
    phone.on('call_recoverable', ({ offer }) => set({ offers: [...context.get().offers, offer] })),
    phone.subscribe(() => {
      const after = pictureOf(phone)
      const known = before
      before = after
      onStatus(context, known.status, after.status)
      onCalls(context, known, after)
    }),
    browser.onDevicesChanged(() => void refreshDevices(context)),
  ]
  return () => stops.forEach((stop) => stop())
}

interface Picture {
  readonly status: PhoneStatus
  readonly calls: readonly ZorioCall[]
  /** States by `uuid`: the calls themselves live on. */
  readonly states: ReadonlyMap<string, CallState>
}

function pictureOf({ status, calls }: Webphone): Picture {
  return { status, calls: [...calls], states: new Map(calls.map(({ uuid, state }) => [uuid, state])) }
}

function onStatus(
  { phone, get, set, browser }: RequestContext,
  before: PhoneStatus,
  after: PhoneStatus,
): void {
  if (before === after) return
  const { error } = get()
  if (after === 'registered' && error && connectionErrors.includes(error)) set({ error: null })
  if (after === 'disconnected') browser.clearLog(phone.extension)
}

function onCalls(context: RequestContext, before: Picture, after: Picture): void {
  const { set, get, keep } = context
  if (after.calls.some(({ uuid }) => !before.states.has(uuid))) {
    keep('microphone', null)
    set({ result: null, isMinimised: false, microphoneLevel: null })
  }
  const answered = after.calls.some(
    ({ uuid, state }) => state === 'answered' && before.states.get(uuid) !== state,
  )
  // An answered call has a microphone, whatever was wrong before.
  if (answered && isMicrophoneError(get().error)) set({ error: null })
  for (const call of before.calls) {
    if (call.state !== 'ended' || before.states.get(call.uuid) === 'ended') continue
    const isLast = after.calls.every(({ uuid, state }) => uuid === call.uuid || state === 'ended')
    set(afterEnd(get(), call, isLast))
  }
  // Any other change must be drawn as well.
  set({})
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
function afterEnd(ui: UiState, ended: ZorioCall, isLast: boolean): Partial<UiState> {
  const call = ended.getSnapshot()
  const { billsec } = ended
  const wasAnswered = call.answeredAt !== null
  const isTransferred = call.transferProgress?.state === 'completed'
  const reason = call.hangupDetail?.reason ?? 'normal_unspecified'
  const { consult } = ui
  const isConsultation = call.uuid === consult?.toUuid
  const isCaller = call.uuid === consult?.fromUuid
  // Both legs of a completed transfer end; the caller's is the one to tell of, whichever comes first.
  const isTold = isConsultation && ui.result?.ending === 'endTransferred'
  const isShown = ui.selectedUuid === call.uuid || isLast
  const ending = isTransferred ? 'endTransferred' : endingFor(reason, call.direction, wasAnswered)
  return {
    result: isTold ? ui.result : { call, billsec, ending },
    log: addEntry(ui.log, entryFrom(call, reason, billsec)),
    consult: isConsultation || (isCaller && !isTransferred) ? null : consult,
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
