/** What a screen reader is told when the view changes. Pure: previous and next view in, text out. */
import { fill, type Strings } from '../locales/strings.ts'
import type { BannerView } from './banner-view.ts'
import type { ViewState } from './view-state.ts'

export interface Announcement {
  readonly polite: string
  readonly assertive: string
}

const sentences = (parts: readonly string[]): string =>
  parts
    .filter(Boolean)
    .map((part) => part.replace(/\.$/, ''))
    .join('. ')

export function announcementFrom(before: ViewState, after: ViewState, strings: Strings): Announcement {
  return {
    assertive: sentences([incomingText(before, after, strings), urgentText(before, after)]),
    polite: sentences([
      statusText(before, after),
      resultText(before, after, strings),
      callText(before, after, strings),
      noticeText(before, after),
      after.copied && after.copied !== before.copied ? strings.copied : '',
    ]),
  }
}

function incomingText({ incoming: old }: ViewState, { incoming }: ViewState, strings: Strings): string {
  if (!incoming || old?.uuid === incoming.uuid) return ''
  const name = [incoming.name, incoming.number].filter(Boolean).join(', ')
  return fill(strings.sayIncoming, { name })
}

/** Errors, blocked audio, and a caller who waits; the quieter banners are read when met. */
const urgentText = (before: ViewState, after: ViewState): string =>
  bannerText(before, after, ({ id }) => ['error', 'audio', 'offer'].includes(id))

const noticeText = (before: ViewState, after: ViewState): string =>
  bannerText(before, after, ({ isSaid }) => isSaid === true)

function bannerText(before: ViewState, after: ViewState, isWanted: (banner: BannerView) => boolean): string {
  const known = new Set(before.banners.map((banner) => banner.text))
  const fresh = after.banners.filter((banner) => isWanted(banner) && !known.has(banner.text))
  return fresh.map((banner) => sentences([banner.text, banner.help])).join('. ')
}

function statusText(before: ViewState, after: ViewState): string {
  return before.status.text === after.status.text ? '' : after.status.text
}

function resultText(before: ViewState, after: ViewState, strings: Strings): string {
  const { result } = after
  if (!result || (before.result?.title === result.title && before.result.name === result.name)) return ''
  const text = sentences([result.title, result.talkTime, result.help])
  return after.call || result.tone === 'ok' ? text : fill(strings.sayEnded, { result: text })
}

function callText(before: ViewState, after: ViewState, strings: Strings): string {
  const { call } = after
  if (!call) return ''
  if (before.call?.uuid !== call.uuid) {
    const isKnown = before.call?.consult || before.call?.others.some((other) => other.uuid === call.uuid)
    return call.timer && !isKnown
      ? fill(strings.sayAnswered, { name: call.name })
      : [call.name, call.stateText].filter(Boolean).join(', ')
  }
  if (call.transferFailed && !before.call.transferFailed) return call.transferFailed
  if (!before.call.timer && call.timer) return fill(strings.sayAnswered, { name: call.name })
  if (before.call.isMuted !== call.isMuted) return call.isMuted ? strings.muted : strings.unmuted
  // What got worse is told by its banner.
  if (before.call.quality && call.quality && before.call.quality.level < call.quality.level)
    return call.quality.text
  return before.call.stateText === call.stateText ? '' : call.stateText
}
