/** The phone UI; `phone.ts` loads this module only when a mount is asked for. */
import type { Webphone } from '../phone-api.ts'
import type { PhoneUiOptions } from './ui-options.ts'
import { defineWebphoneElement, elementName } from './webphone-element.ts'

export type { Strings, StringKey, Locale } from './locales/strings.ts'
export type { PhoneUiOptions, ShortcutMap, ShortcutName } from './ui-options.ts'
export type { Suggestion } from './ui-state.ts'
export { WebphoneElement, defineWebphoneElement, elementName } from './webphone-element.ts'

export interface MountedPhone {
  /** Dials as the key pad does: other calls are put on hold first, and what goes wrong is shown in the phone. */
  call(number: string): void
  /** Changes the given options; the others stay. Layout, theme, locale and strings switch at once, also in a call. */
  update(options: PhoneUiOptions): void
  /** Takes the UI off the page and releases all of it. Calls go on. Harmless when repeated. */
  unmount(): void
}

/** Puts the phone UI at the end of `target`. The phone may be connected, connecting or offline. */
export function mountPhone(phone: Webphone, target: Element, options: PhoneUiOptions = {}): MountedPhone {
  defineWebphoneElement()
  const element = target.ownerDocument.createElement(elementName)
  element.options = { layout: 'docked', theme: 'auto', locale: 'vi', ...options }
  element.phone = phone
  target.append(element)
  return {
    call: (number) => element.call(number),
    update: (changed) => {
      element.options = { ...element.options, ...changed }
    },
    unmount: () => element.remove(),
  }
}
