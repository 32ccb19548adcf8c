/**
 * Holds the UI's own state and turns requests into calls of the phone's public methods. Knows no DOM:
 *
 *   phone events, requests -> set(patch) -> listeners -> viewState() -> templates -> requests
 */
import { ZorioWebphoneError, type ErrorCode } from '../errors.ts'
import type { Webphone } from '../phone-api.ts'
import type { UiBrowser } from './browser-port.ts'
import { followPhone } from './phone-facts.ts'
import type { RequestContext, RequestName, Send } from './requests/request-map.ts'
import { requests } from './requests/requests.ts'
import type { PhoneUiOptions } from './ui-options.ts'
import { initialUiState, type UiState } from './ui-state.ts'
import { pickCall } from './view/call-view.ts'

export interface UiStore {
  readonly phone: Webphone
  readonly send: Send
  get(): UiState
  /** Called while drawing: reports no change. */
  setOptions(options: PhoneUiOptions): void
  dispose(): void
}

export interface UiStoreInit {
  readonly phone: Webphone
  readonly browser: UiBrowser
  readonly options: PhoneUiOptions
  readonly onChange: () => void
}

export function createUiStore({ phone, browser, options: first, onChange }: UiStoreInit): UiStore {
  let options = first
  let isDisposed = false
  let state: UiState = {
    ...initialUiState,
    log: first.history === 'memory' ? [] : browser.readLog(phone.extension),
    notification: browser.notificationState(),
    side: browser.readSide(),
    isMinimised: first.layout === 'overlay' && first.startMinimised === true,
    canSilence: phone.silenceRing !== undefined,
    isDutyDone: first.offerReadinessCheck === false,
    isActiveElsewhere: first.isActiveElsewhere === true,
  }
  let stopMicrophone: (() => void) | null = null
  const set = (patch: Partial<UiState>): void => {
    if (isDisposed) return
    const { log } = state
    state = { ...state, ...patch }
    if (state.log !== log && options.history !== 'memory') browser.writeLog(phone.extension, state.log)
    onChange()
  }
  const context: RequestContext = {
    phone,
    browser,
    options: () => options,
    get: () => state,
    set,
    callBy: (uuid) => phone.calls.find((call) => call.uuid === uuid),
    shownCall: () => context.callBy(pickCall(phone.getSnapshot().calls, state.selectedUuid)?.uuid),
    fail: (error: ErrorCode) => set({ error }),
    keep: (_name, stop) => {
      stopMicrophone?.()
      stopMicrophone = stop
      if (isDisposed) stop?.()
    },
  }
  const stops = [followPhone(context)]
  // A phone without it works, and tells less.
  void import('./later.ts').then(
    ({ watchMore }) => isDisposed || stops.push(watchMore(context)),
    () => {},
  )
  return {
    phone,
    send: createSend(context),
    get: () => state,
    setOptions: (next) => {
      options = next
      state = { ...state, isActiveElsewhere: next.isActiveElsewhere === true }
    },
    dispose: () => {
      isDisposed = true
      stops.forEach((stop) => stop())
      stopMicrophone?.()
    },
  }
}

/** Typed digits must not be lost; everything else runs once at a time, so that a double press does nothing twice. */
const repeatable: readonly RequestName[] = [
  'send-digits',
  'dial-key',
  'dial-text',
  'dial-erase',
  'transfer-text',
  'move-suggestion',
]

function createSend(context: RequestContext): Send {
  const running = new Set<string>()
  return (name, ...[argument]) => {
    const key = JSON.stringify([name, argument])
    if (running.has(key)) return
    // The table's row for `name` takes the argument that the signature of Send has checked.
    const row = requests[name] as (context: RequestContext, argument: unknown) => void | Promise<void>
    const work = row(context, argument)
    if (!work) return
    if (!repeatable.includes(name)) running.add(key)
    void work
      .catch((error: unknown) => {
        const { code, details } = ZorioWebphoneError.from(error)
        // The call ended first: its result says so, and there is nothing to try again.
        if (code !== 'invalid_state' || details?.['state'] !== 'ended') context.fail(code)
      })
      .finally(() => running.delete(key))
  }
}
