import { html, nothing, type TemplateResult } from 'lit/html.js'
import { dialKeys } from '../dial-text.ts'
import type { Strings } from '../locales/strings.ts'

const longPressMs = 500

/** Twelve keys, one Tab stop; the arrows move between them (`keyboard.ts`). Held down, 0 becomes +. */
export function keyPad(strings: Strings, hasPlus: boolean, onKey: (key: string) => void): TemplateResult {
  const labels: Readonly<Record<string, string>> = { '*': strings.keyStar, '#': strings.keyHash }
  return html`<div class="pad" part="pad" role="group" aria-label=${strings.keypad}>
    ${dialKeys.map(({ key, letters }, index) => {
      const shown = key === '0' && !hasPlus ? '' : letters
      const press =
        key === '0' && hasPlus
          ? longPress(
              () => onKey('+'),
              () => onKey('0'),
            )
          : null
      return html`<button
        class="key"
        part="key"
        tabindex=${index === 0 ? 0 : -1}
        aria-label=${labels[key] ?? (shown === '+' ? `0, ${strings.plusKey}` : nothing)}
        @pointerdown=${press?.down}
        @pointerleave=${press?.cancel}
        @click=${press?.click ?? (() => onKey(key))}
      >
        <span class="digit">${key === '*' ? '∗' : key}</span
        ><span class="letters" aria-hidden="true">${shown}</span>
      </button>`
    })}
  </div>`
}

interface Press {
  readonly down: (event: PointerEvent) => void
  readonly cancel: () => void
  readonly click: () => void
}

/** The state of one press lies in the timer; a press that has become long swallows its click. */
function longPress(onLong: () => void, onShort: () => void): Press {
  const cancel = (): void => clearTimeout(running.timer)
  return {
    cancel,
    down: () => {
      running.isLong = false
      cancel()
      running.timer = setTimeout(() => {
        running.isLong = true
        onLong()
      }, longPressMs)
    },
    click: () => {
      cancel()
      if (!running.isLong) onShort()
      running.isLong = false
    },
  }
}

/** One finger, one press: it outlives the renders between its down and its click. */
const running: { timer: ReturnType<typeof setTimeout> | undefined; isLong: boolean } = {
  timer: undefined,
  isLong: false,
}
