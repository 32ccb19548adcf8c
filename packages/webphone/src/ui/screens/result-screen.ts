import { html, nothing, type TemplateResult } from 'lit/html.js'
import { button, copyButton } from '../parts/controls.ts'
import { icon, type IconName } from '../parts/icon.ts'
import type { ScreenInput } from '../parts/screen-input.ts'
import type { ResultView } from '../view/result-view.ts'

const marks: Record<ResultView['tone'], IconName> = { ok: 'check', warn: 'phone', danger: 'warn' }

export function resultScreen(input: ScreenInput, result: ResultView): TemplateResult {
  const { t, send, view } = input
  const canCall = view.status.tone !== 'off'
  return html`<div class="screen result" part="result">
    <span class="mark ${result.tone}" aria-hidden="true">${icon(marks[result.tone])}</span>
    <h2 class="name" tabindex="-1" data-first>${result.title}</h2>
    <p class="detail">
      ${result.name}${result.number ? html` · ${result.number}` : nothing}${copyButton(input, result.dialled)}
    </p>
    ${result.talkTime ? html`<p class="detail timer">${result.talkTime}</p>` : nothing}
    ${result.help ? html`<p class="help">${result.help}</p>` : nothing}
    ${result.code ? html`<p class="code">${result.code}</p>` : nothing}
    <slot name="after-call"></slot>
    <div class="pair">
      ${button({ tone: 'plain', label: t.done, onClick: () => send('dismiss-result') })}
      ${result.nextStep === 'redial' ? button({ tone: 'call', icon: 'phone', label: t.callAgain, isDisabled: !canCall, onClick: () => send('redial') }) : nothing}
      ${result.nextStep === 'edit' ? button({ tone: 'call', icon: 'keypad', label: t.editNumber, onClick: () => send('edit-number') }) : nothing}
    </div>
  </div>`
}
