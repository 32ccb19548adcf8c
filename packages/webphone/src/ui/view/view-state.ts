/** Phone snapshot + UI state -> what is on the screen. Pure: same input, same view; the templates decide nothing. */
import { fill } from '../locales/strings.ts'
import type { Pane, Tab, UiState } from '../ui-state.ts'
import { bannersFrom, type BannerView } from './banner-view.ts'
import { callPanelFrom, nameOf, pickCall, type CallPanelView } from './call-view.ts'
import { dialFrom, type DialView } from './dial-view.ts'
import { resultFrom, type ResultView } from './result-view.ts'
import { statusFrom, type StatusView } from './status-view.ts'
import type { ViewInput } from './view-input.ts'

export type Screen = Exclude<Tab | Pane, 'add'> | 'incoming' | 'call' | 'result'

export interface LauncherView {
  readonly label: string
  readonly text: string
  readonly tone: 'ready' | 'ringing' | 'call' | 'off'
}

export interface ViewState {
  readonly screen: Screen
  readonly status: StatusView
  readonly isStatusOpen: boolean
  readonly banners: readonly BannerView[]
  readonly dial: DialView
  readonly call: CallPanelView | null
  readonly incoming: IncomingView | null
  readonly result: ResultView | null
  readonly missedCount: number
  readonly hasTabs: boolean
  /** Dialling out of a call: Back returns to it. */
  readonly hasBack: boolean
  readonly launcher: LauncherView
  /** The number that has just been copied, else empty. */
  readonly copied: string
}

export interface IncomingView {
  readonly uuid: string
  readonly title: string
  readonly name: string
  readonly number: string
  readonly contactId: number | null
  readonly isSecond: boolean
  readonly isSilenced: boolean
}

export function viewState(input: ViewInput): ViewState {
  const { phone, ui } = input
  const ringing = phone.calls.find((call) => call.direction === 'incoming' && call.state === 'ringing')
  const shown = pickCall(phone.calls, ui.selectedUuid)
  const screen = screenFrom(ui, shown !== null, ringing !== undefined)
  const incoming = ringing ? incomingFrom(input, ringing.uuid, shown !== null) : null
  const call = shown ? callPanelFrom(input, shown) : null
  return {
    screen,
    status: statusFrom(phone, ui, input.strings),
    isStatusOpen: ui.isStatusOpen,
    banners: bannersFrom(input, shown),
    dial: dialFrom(input),
    call,
    incoming,
    result: ui.result ? resultFrom(ui.result, input.strings, input.format) : null,
    missedCount: ui.log.filter((entry) => entry.isMissed && !entry.isSeen).length,
    hasTabs: !shown && !incoming && ui.pane === null,
    hasBack: ui.pane !== null && screen !== 'incoming',
    launcher: launcherFrom(input, call, incoming),
    copied: ui.copied,
  }
}

function screenFrom(ui: UiState, hasCall: boolean, isRinging: boolean): Screen {
  if (isRinging && !hasCall) return 'incoming'
  if (ui.pane === 'add') return 'dial'
  if (ui.pane === 'audio' || ui.pane === 'duty' || ui.pane === 'shortcuts') return ui.pane
  if (hasCall) return ui.pane ?? 'call'
  return ui.result ? 'result' : ui.tab
}

function incomingFrom(input: ViewInput, uuid: string, isSecond: boolean): IncomingView | null {
  const call = input.phone.calls.find((known) => known.uuid === uuid)
  if (!call) return null
  const name = nameOf(call, input)
  const number = input.format(call.number)
  return {
    uuid,
    title: isSecond ? input.strings.incomingSecond : input.strings.incomingCall,
    name,
    number: name === number ? '' : number,
    contactId: call.contact?.id ?? null,
    isSecond,
    isSilenced: input.ui.silencedUuid === uuid,
  }
}

function launcherFrom(
  input: ViewInput,
  call: CallPanelView | null,
  incoming: IncomingView | null,
): LauncherView {
  const { strings, phone } = input
  const label = (text: string): string => `${strings.open}: ${text}`
  if (incoming) {
    return {
      label: label(fill(strings.sayIncoming, { name: incoming.name })),
      text: incoming.name,
      tone: 'ringing',
    }
  }
  if (call) {
    const text = call.timer || call.stateText
    return { label: label(`${call.name}, ${text}`), text, tone: 'call' }
  }
  const { text } = statusFrom(phone, input.ui, strings)
  return { label: label(text), text: '', tone: phone.status === 'registered' ? 'ready' : 'off' }
}
