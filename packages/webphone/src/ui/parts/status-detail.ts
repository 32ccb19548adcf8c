/** What opens under the status: what it means, and the way out. */
import { html, nothing, type TemplateResult } from 'lit/html.js'
import { button } from './controls.ts'
import type { ScreenInput } from './screen-input.ts'

export function statusDetail({ view: { status }, t, send }: ScreenInput): TemplateResult {
  return html`<div class="status-detail" part="status-detail">
    ${status.step ? html`<span class="steps" aria-hidden="true"><i class="on"></i><i class=${status.step === 2 ? 'on' : ''}></i></span>` : nothing}
    <p>${status.remedy}</p>
    ${status.canConnect ? button({ tone: 'strong', label: t.connect, onClick: () => send('connect') }) : nothing}
    ${status.canRetryMicrophone ? button({ tone: 'strong', label: t.retry, onClick: () => send('retry-microphone') }) : nothing}
  </div>`
}
