import type { PhoneSnapshot } from '../../phone-api.ts'
import type { Strings } from '../locales/strings.ts'
import type { UiState } from '../ui-state.ts'

export interface ViewInput {
  readonly phone: PhoneSnapshot
  readonly ui: UiState
  readonly strings: Strings
  /** Milliseconds since the epoch, for hold timers. */
  readonly now: number
  /** Whole seconds since the answer, by call. */
  readonly billsecs: Readonly<Record<string, number>>
  /** Shows a number as people write it; the identity until the formatter has been loaded. */
  readonly format: (number: string) => string
  /** Another tab is the phone: its calls are shown here, and heard there. */
  readonly isFollower?: boolean
  /** Call quality 1 (poor) to 3 (good), by call, when the host or the phone measures it. */
  readonly quality?: Readonly<Record<string, 1 | 2 | 3>>
}
