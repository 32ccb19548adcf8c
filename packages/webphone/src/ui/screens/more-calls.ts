/** A call beside others: who waits, who else is there. */
import { html, nothing, type TemplateResult } from 'lit/html.js'
import { fill } from '../locales/strings.ts'
import { avatar, button } from '../parts/controls.ts'
import { icon } from '../parts/icon.ts'
import type { ScreenInput } from '../parts/screen-input.ts'
import type { CallPanelView, OtherCallView } from '../view/call-view.ts'

export function consultRow({ t, send }: ScreenInput, call: CallPanelView): TemplateResult {
  const consult = call.consult
  return html`<div class="consult" part="consult">
    <p>${icon('pause')}${fill(t.consulting, { name: consult?.waitingName ?? '' })}</p>
    ${button({ tone: 'call', icon: 'forward', label: t.completeTransfer, isDisabled: !consult?.canComplete, onClick: () => send('transfer-complete') })}
    ${button({ tone: 'plain', label: t.cancelTransfer, onClick: () => send('transfer-cancel') })}
  </div>`
}

export function otherCalls(
  { t, send }: ScreenInput,
  others: readonly OtherCallView[],
): TemplateResult | typeof nothing {
  if (!others.length) return nothing
  return html`<ul class="others" part="other-calls" aria-label=${t.otherCalls}>
    ${others.map(
      (other) =>
        html`<li>
          ${avatar(t, other.name, 'small')}
          <span class="other-who"><b>${other.name}</b><span>${other.stateText} ${other.timer}</span></span>
          <button
            class="icon-button accent"
            aria-label=${fill(t.switchToCall, { name: other.name })}
            title=${t.switchTo}
            @click=${() => send('switch-to', other.uuid)}
          >
            ${icon('swap')}
          </button>
          <button
            class="icon-button danger-text"
            aria-label="${t.hangup}: ${other.name}"
            title=${t.hangup}
            @click=${() => send('hangup', other.uuid)}
          >
            ${icon('hangup')}
          </button>
        </li>`,
    )}
  </ul>`
}
