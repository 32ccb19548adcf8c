/** What opens over a call: digits and transfer. */
import { html, type TemplateResult } from 'lit/html.js'
import { fill } from '../locales/strings.ts'
import { button } from '../parts/controls.ts'
import { keyPad } from '../parts/key-pad.ts'
import type { ScreenInput } from '../parts/screen-input.ts'
import type { CallPanelView } from '../view/call-view.ts'
import { hangupRow } from './call-screen.ts'
import { backRow } from './dial-screen.ts'

export function keypadPane(input: ScreenInput, call: CallPanelView): TemplateResult {
  const { t, send } = input
  return html`<div class="screen dial" part="keypad-pane">
    ${backRow(input, call.name)}
    <output class="number sent" part="digits" aria-label=${t.sentDigits}>${call.sentDigits}</output>
    ${keyPad(t, false, (key) => send('send-digits', key))} ${hangupRow(input, call)}
  </div>`
}

export function transferPane(input: ScreenInput, call: CallPanelView): TemplateResult {
  const { t, send, ui, format } = input
  const isDisabled = ui.transferText === ''
  return html`<div class="screen dial" part="transfer-pane">
    ${backRow(input, fill(t.transferTitle, { name: call.name }))}
    <div class="number-box">
      <input
        class="number"
        data-first
        data-number="transfer-text"
        type="text"
        inputmode="tel"
        autocomplete="off"
        aria-label=${t.transferTo}
        placeholder=${t.transferTo}
        data-value=${format(ui.transferText)}
      />
    </div>
    ${keyPad(t, true, (key) => send('transfer-text', ui.transferText + key))}
    <div class="pair">
      ${button({ tone: 'plain', label: t.askFirst, isDisabled, onClick: () => send('transfer-ask') })}
      ${button({ tone: 'call', icon: 'forward', label: t.transferNow, isDisabled, onClick: () => send('transfer-now') })}
    </div>
  </div>`
}
