import type { Strings } from '../locales/strings.ts'
import type { Send } from '../requests/request-map.ts'
import type { PhoneUiOptions } from '../ui-options.ts'
import type { UiState } from '../ui-state.ts'
import type { ViewState } from '../view/view-state.ts'

/** What every screen is given. */
export interface ScreenInput {
  readonly view: ViewState
  readonly ui: UiState
  readonly options: PhoneUiOptions
  readonly t: Strings
  readonly send: Send
  readonly format: (number: string) => string
}
