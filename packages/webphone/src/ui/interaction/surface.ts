import type { Send } from '../requests/request-map.ts'
import type { PhoneUiOptions } from '../ui-options.ts'
import type { ViewState } from '../view/view-state.ts'

/** The part of the element that keyboard, focus and drag need. */
export interface Surface extends HTMLElement {
  settings(): PhoneUiOptions
}

/** Runs it with the way up and the view of now, when there is a phone. */
export type WithView = (run: (send: Send, view: ViewState) => void) => void
