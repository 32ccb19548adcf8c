/** What the keyboard can do: opened by `?`, closed by Esc. */
import { html, nothing, type TemplateResult } from 'lit/html.js'
import type { StringKey, Strings } from '../locales/strings.ts'
import type { ScreenInput } from '../parts/screen-input.ts'
import { shortcutMapFrom } from '../shortcuts.ts'
import type { ShortcutName } from '../ui-options.ts'
import { backRow } from './dial-screen.ts'

const inside: readonly (readonly [string, StringKey])[] = [
  ['0–9 * #', 'keysDigits'],
  ['Enter', 'keysEnter'],
  ['Backspace', 'erase'],
  ['↑ ↓ ← →', 'keysArrows'],
  ['Esc', 'keysEscape'],
  ['?', 'shortcuts'],
]
const global: Readonly<Record<ShortcutName, StringKey>> = {
  toggleMute: 'shortcutToggleMute',
  toggleHold: 'shortcutToggleHold',
  answer: 'shortcutAnswer',
  hangup: 'shortcutHangup',
}

export function shortcutsScreen(input: ScreenInput): TemplateResult {
  const { t, options } = input
  const map = shortcutMapFrom(options.shortcuts)
  const names = Object.keys(global) as ShortcutName[]
  return html`<div
    class="screen"
    part="shortcuts"
    role="dialog"
    aria-label=${t.shortcuts}
    tabindex="-1"
    data-first
  >
    ${backRow(input, t.shortcuts)}
    <h3>${t.keysInside}</h3>
    ${list(inside, t)}
    ${
      map
        ? html`<h3>${t.keysAnywhere}</h3>
            ${list(
              names.map((name) => [map[name].replace(/Key|Digit/, '').replaceAll('+', ' + '), global[name]]),
              t,
            )}`
        : nothing
    }
  </div>`
}

function list(rows: readonly (readonly [string, StringKey])[], t: Strings): TemplateResult {
  return html`<dl class="shortcuts">
    ${rows.map(
      ([keys, text]) =>
        html`<div>
          <dt>${t[text]}</dt>
          <dd><kbd>${keys}</kbd></dd>
        </div>`,
    )}
  </dl>`
}
