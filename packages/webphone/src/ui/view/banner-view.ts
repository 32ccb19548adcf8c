import type { CallSnapshot } from '../../phone-api.ts'
import { fill } from '../locales/strings.ts'
import type { Notice } from '../ui-state.ts'
import { nameOf } from './call-view.ts'
import { durationText } from './duration-text.ts'
import { errorTexts } from './error-text.ts'
import type { ViewInput } from './view-input.ts'

export type BannerAction =
  | 'unlock-audio'
  | 'take-back'
  | 'end-offer'
  | 'retry-microphone'
  | 'connect'
  | 'settings'
  | 'recents'
  | 'unmute'
  | 'quality'
  | 'use-here'
  | 'open-duty'

export interface BannerView {
  readonly id: 'audio' | 'offer' | 'error' | 'reconnect' | 'tab' | 'duty' | 'consult-result' | Notice['id']
  readonly tone: 'info' | 'warn' | 'danger'
  readonly text: string
  readonly help: string
  /** The whole banner is one button when it has an action without a label. */
  readonly action: { readonly request: BannerAction; readonly label: string } | null
  /** The other way out; both are buttons of their own then. */
  readonly otherAction?: { readonly request: BannerAction; readonly label: string }
  readonly canDismiss: boolean
  /** Told to screen readers when it appears. */
  readonly isSaid?: boolean
}

const plain = { help: '', action: null, canDismiss: false }

/** Most urgent first; at most two are shown, so that the controls of a call never leave the screen. */
export function bannersFrom(input: ViewInput, call: CallSnapshot | null): readonly BannerView[] {
  const all = [
    audioBanner(input),
    offerBanner(input),
    errorBanner(input),
    endedBanner(input, call),
    tabBanner(input),
    // What the open pane says itself is not said twice.
    ...input.ui.notices.filter(({ id }) => id !== input.ui.pane).map((notice) => noticeBanner(input, notice)),
    reconnectBanner(input),
    dutyBanner(input, call),
  ]
  return all.filter((banner) => banner !== null).slice(0, 2)
}

function audioBanner({ phone, strings, isFollower }: ViewInput): BannerView | null {
  // A click unlocks the sound of its own page only.
  if (!phone.isAudioBlocked || isFollower) return null
  return {
    ...plain,
    id: 'audio',
    tone: 'warn',
    text: strings.audioBanner,
    action: { request: 'unlock-audio', label: '' },
  }
}

/** A call of the page before a reload, with somebody in it who hears silence. One after the other. */
function offerBanner({ phone, ui, strings, format, now }: ViewInput): BannerView | null {
  const isLive = (uuid: string): boolean => phone.calls.some((call) => call.uuid === uuid)
  const offer = ui.offers.find(({ uuid, expiresAt }) => expiresAt > now && !isLive(uuid))
  if (!offer) return null
  const number = format(offer.number).replaceAll(' ', '\u00a0')
  const name = offer.displayName ? `${offer.displayName}, ${number}` : number
  const time = durationText(Math.ceil((offer.expiresAt - now) / 1000))
  return {
    id: 'offer',
    tone: 'warn',
    text: fill(strings.offerBanner, { name }),
    // The clock stays out of the text: that is told again whenever it changes.
    help: fill(strings.offerHelp, { time }),
    action: { request: 'take-back', label: strings.takeBack },
    otherAction: { request: 'end-offer', label: strings.endOffer },
    canDismiss: false,
  }
}

function errorBanner({ ui, strings }: ViewInput): BannerView | null {
  const text = ui.error === null ? undefined : errorTexts[ui.error]
  if (!text) return null
  const actions = {
    microphone: { request: 'retry-microphone', label: strings.retry },
    register: { request: 'connect', label: strings.retry },
    settings: { request: 'settings', label: strings.navSettings },
  } as const
  return {
    id: 'error',
    tone: 'danger',
    text: strings[text.title],
    help: strings[text.help],
    action: text.remedy ? actions[text.remedy] : null,
    canDismiss: true,
  }
}

/** One of several calls ended: said above those that go on. */
function endedBanner({ ui, strings, format }: ViewInput, call: CallSnapshot | null): BannerView | null {
  if (!ui.result || !call) return null
  const name = nameOf(ui.result.call, { strings, format })
  return {
    ...plain,
    id: 'consult-result',
    tone: 'info',
    text: `${name}: ${strings[ui.result.ending]}`,
    canDismiss: true,
  }
}

function tabBanner({ phone, ui, strings, isFollower }: ViewInput): BannerView | null {
  if (isFollower && phone.calls.length > 0)
    return phone.isAudioBlocked
      ? { ...plain, id: 'tab', tone: 'warn', text: strings.soundWaitsElsewhere }
      : { ...plain, id: 'tab', tone: 'info', text: strings.soundElsewhere }
  if (!ui.isActiveElsewhere) return null
  const action = { request: 'use-here', label: strings.useHere } as const
  return { ...plain, id: 'tab', tone: 'info', text: strings.otherTabBanner, action }
}

function noticeBanner({ strings, format }: ViewInput, notice: Notice): BannerView {
  const { id, tone, text, help, action } = notice
  // A number is read in one piece.
  const numbers = notice.numbers?.map((number) => format(number).replaceAll(' ', '\u00a0')).join(', ') ?? ''
  const values = { ...notice.values, numbers }
  const labels = {
    settings: strings.navSettings,
    recents: strings.navRecents,
    unmute: strings.unmute,
    quality: strings.details,
  }
  return {
    id,
    tone,
    text: fill(strings[text], values),
    help: help ? fill(strings[help], values) : '',
    action: action ? { request: action, label: labels[action] } : null,
    canDismiss: true,
    isSaid: true,
  }
}

function reconnectBanner({ phone, strings }: ViewInput): BannerView | null {
  const attempt = phone.reconnect?.attempt ?? 0
  if (attempt < 2) return null
  return { ...plain, id: 'reconnect', tone: 'warn', text: fill(strings.reconnectBanner, { attempt }) }
}

function dutyBanner({ phone, ui, strings }: ViewInput, call: CallSnapshot | null): BannerView | null {
  const isWanted =
    !ui.isDutyDone &&
    phone.status === 'registered' &&
    !call &&
    ui.tab === 'dial' &&
    ui.pane === null &&
    !ui.result
  if (!isWanted) return null
  const action = { request: 'open-duty', label: strings.check } as const
  return { ...plain, id: 'duty', tone: 'info', text: strings.dutyBanner, action, canDismiss: true }
}
