import { html, nothing, type TemplateResult } from 'lit/html.js'
import { button, iconButton } from '../parts/controls.ts'
import { keyPad } from '../parts/key-pad.ts'
import type { ScreenInput } from '../parts/screen-input.ts'

export function dialScreen(input: ScreenInput): TemplateResult {
  const { view, t, send } = input
  const { dial } = view
  return html`<div class="screen dial" part="dial">
    ${view.hasBack ? backRow(input, t.addCall) : nothing} ${numberBox(input)}
    ${keyPad(t, true, (key) => send('dial-key', key))}
    <div class="call-row">
      ${button({
        tone: 'call',
        icon: 'phone',
        label: dial.callLabel,
        isDisabled: !dial.canCall,
        part: 'call-button',
        onClick: () => send('dial-call'),
      })}
    </div>
  </div>`
}

function numberBox({ view: { dial }, t, send }: ScreenInput): TemplateResult {
  const isOpen = dial.suggestions.length > 0
  const current = dial.suggestions.findIndex((found) => found.isCurrent)
  return html`<div class="number-box">
    <input
      class="number"
      part="number"
      data-first
      data-number="dial-text"
      type="text"
      inputmode="tel"
      autocomplete="off"
      autocapitalize="off"
      spellcheck="false"
      role="combobox"
      aria-label=${t.numberLabel}
      aria-autocomplete="list"
      aria-expanded=${isOpen}
      aria-controls=${isOpen ? 'suggestions' : nothing}
      aria-activedescendant=${current < 0 ? nothing : `suggestion-${current}`}
      placeholder=${t.numberHint}
      data-value=${dial.text}
    />
    ${dial.isEmpty ? nothing : iconButton({ icon: 'erase', label: t.erase, onClick: () => send('dial-erase') })}
    ${
      isOpen
        ? html`<ul
            class="suggestions"
            id="suggestions"
            part="suggestions"
            role="listbox"
            aria-label=${t.suggestions}
          >
            ${dial.suggestions.map(
              (found, index) =>
                html`<li
                  id="suggestion-${index}"
                  role="option"
                  aria-selected=${found.isCurrent}
                  @click=${() => send('pick-suggestion', index)}
                >
                  <b>${found.name}</b><span>${found.shownNumber}</span>
                </li>`,
            )}
          </ul>`
        : nothing
    }
  </div>`
}

export function backRow({ t, send }: ScreenInput, title: string): TemplateResult {
  return html`<div class="back-row">
    ${iconButton({ icon: 'back', label: t.back, onClick: () => send('close-pane') })}
    <h2 tabindex="-1">${title}</h2>
  </div>`
}
