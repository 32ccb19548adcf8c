import { isSearchText, normaliseDialText } from '../dial-text.ts'
import type { Suggestion } from '../ui-state.ts'
import type { ViewInput } from './view-input.ts'

export interface DialView {
  /** What the box shows: formatted number, or the text of a search. */
  readonly text: string
  readonly isEmpty: boolean
  readonly canCall: boolean
  /** Calls that number; with an empty box the last one is only recalled. */
  readonly callLabel: string
  readonly suggestions: readonly (Suggestion & {
    readonly isCurrent: boolean
    readonly shownNumber: string
  })[]
}

export function dialFrom({ phone, ui, strings, format }: ViewInput): DialView {
  const isSearch = isSearchText(ui.dialText)
  const isEmpty = ui.dialText === ''
  return {
    text: isSearch ? ui.dialText : format(normaliseDialText(ui.dialText)),
    isEmpty,
    canCall:
      phone.status === 'registered' &&
      (isEmpty ? ui.lastDialled !== '' : !isSearch || ui.suggestions.length > 0),
    callLabel: isEmpty && ui.lastDialled ? strings.callLast : strings.call,
    suggestions: ui.suggestions.map((found, index) => ({
      ...found,
      shownNumber: format(found.number),
      isCurrent: index === ui.suggestionIndex,
    })),
  }
}
