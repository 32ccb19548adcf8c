/** One phone on the screen: its store, the view of now, what was said last, and the second hand. */
import type { Webphone } from '../phone-api.ts'
import { createBrowser } from './browser/browser.ts'
import type { Strings } from './locales/strings.ts'
import type { PhoneUiOptions } from './ui-options.ts'
import { createUiStore, type UiStore } from './ui-store.ts'
import { announcementFrom } from './view/announcement.ts'
import type { ViewInput } from './view/view-input.ts'
import { viewState, type ViewState } from './view/view-state.ts'

export interface PhoneSession {
  readonly phone: Webphone
  readonly store: UiStore
  readonly view: ViewState | null
  /** Texts of the two live regions. */
  readonly polite: string
  readonly assertive: string
  /** Makes the view of now, and what is to be said about the change. */
  advance(strings: Strings, format: ViewInput['format'], quality: PhoneUiOptions['quality']): void
  dispose(): void
}

/** Twice a second: a timer never shows the same second twice and skips the next. */
const tickMs = 500

export function createPhoneSession(
  phone: Webphone,
  options: PhoneUiOptions,
  onChange: () => void,
): PhoneSession {
  const store = createUiStore({ phone, browser: createBrowser(), options, onChange })
  const tick = setInterval(() => {
    if (phone.getSnapshot().calls.length > 0 || store.get().offers.length > 0) onChange()
  }, tickMs)
  let view: ViewState | null = null
  let said = { polite: '', assertive: '' }
  return {
    phone,
    store,
    get view() {
      return view
    },
    get polite() {
      return said.polite
    },
    get assertive() {
      return said.assertive
    },
    advance: (strings, format, quality) => {
      const billsecs = Object.fromEntries(phone.calls.map((call) => [call.uuid, call.billsec]))
      const now = Date.now()
      // Only where tabs share a phone is there anything to say.
      const isFollower = 'isLeading' in phone && !phone.isLeading
      const input = {
        phone: phone.getSnapshot(),
        ui: store.get(),
        strings,
        now,
        billsecs,
        format,
        isFollower,
      }
      const next = viewState(quality ? { ...input, quality } : input)
      if (view) {
        const { polite, assertive } = announcementFrom(view, next, strings)
        said = { polite: said.polite, assertive: said.assertive }
        if (polite) said.polite = again(polite, said.polite)
        if (assertive) said.assertive = again(assertive, said.assertive)
      }
      view = next
    },
    dispose: () => {
      clearInterval(tick)
      store.dispose()
    },
  }
}

/** The same words twice are no change of a region, and would be said once; a blank at the end makes them another text. */
const again = (text: string, before: string): string => (text === before ? `${text}\u00a0` : text)
