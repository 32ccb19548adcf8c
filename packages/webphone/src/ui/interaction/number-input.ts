/** Formatting as you type without moving the caret: it stays behind the same digit. */
import type { Send } from '../requests/request-map.ts'

const significant = /[\p{L}0-9+*#]/u

/** How many characters that count stand before the caret. */
export function countBefore(text: string, caret: number): number {
  return Array.from(text.slice(0, caret)).filter((character) => significant.test(character)).length
}

/** Where the caret stands behind that many of them. */
export function caretAfter(text: string, count: number): number {
  let left = count
  if (left === 0) return 0
  for (let index = 0; index < text.length; index++) {
    if (significant.test(text.charAt(index)) && --left === 0) return index + 1
  }
  return text.length
}

export interface NumberInputs {
  onInput(event: Event): void
  afterRender(): void
}

export function createNumberInputs(root: ShadowRoot, send: () => Send | undefined): NumberInputs {
  let pending: { readonly input: HTMLInputElement; readonly count: number } | null = null
  return {
    onInput: ({ target }) => {
      if (!(target instanceof HTMLInputElement)) return
      const request = target.dataset['number']
      if (request !== 'dial-text' && request !== 'transfer-text') return
      pending = {
        input: target,
        count: countBefore(target.value, target.selectionStart ?? target.value.length),
      }
      send()?.(request, target.value)
    },
    afterRender: () => {
      for (const input of root.querySelectorAll<HTMLInputElement>('input[data-number]')) {
        const value = input.dataset['value'] ?? ''
        if (input.value === value) continue
        input.value = value
        if (pending?.input === input) {
          const caret = caretAfter(value, pending.count)
          input.setSelectionRange(caret, caret)
        }
      }
      pending = null
    },
  }
}
