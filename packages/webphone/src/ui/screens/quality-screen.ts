/** What the bars mean, the numbers behind them, and what to do. */
import { html, type TemplateResult } from 'lit/html.js'
import { button } from '../parts/controls.ts'
import { icon } from '../parts/icon.ts'
import type { ScreenInput } from '../parts/screen-input.ts'
import type { StringKey } from '../locales/strings.ts'
import type { QualityReading } from '../ui-state.ts'
import type { CallPanelView } from '../view/call-view.ts'
import { backRow } from './dial-screen.ts'

const rows: readonly (readonly [StringKey, (reading: QualityReading) => string])[] = [
  ['qualityMos', ({ mos }) => (mos === null ? '–' : `${mos.toFixed(1)} / 4.5`)],
  ['qualityLoss', ({ lossRatio }) => `${(lossRatio * 100).toFixed(1)} %`],
  ['qualityJitter', ({ jitterMs }) => `${Math.round(jitterMs)} ms`],
  ['qualityDelay', ({ roundTripMs }) => (roundTripMs === null ? '–' : `${Math.round(roundTripMs)} ms`)],
]

export function qualityScreen(input: ScreenInput, call: CallPanelView): TemplateResult {
  const { t, ui, send } = input
  const reading = ui.readings[call.uuid]
  const { quality } = call
  const report = reading ? reportOf(input, call, reading) : ''
  return html`<div class="screen quality-detail" part="quality-pane">
    ${backRow(input, quality?.text ?? t.qualityTitle)}
    <ul class="meaning">
      ${([3, 2, 1] as const).map(
        (level) =>
          html`<li class=${quality?.level === level ? 'current' : ''}>
            <span class="bars level-${level}" aria-hidden="true"><i></i><i></i><i></i></span
            ><span>${t[meanings[level]]}</span>
          </li>`,
      )}
    </ul>
    ${reading?.warnings.map((text) => html`<p class="progress failed">${icon('warn')}<span>${t[text]}</span></p>`)}
    ${
      reading
        ? html`<dl class="shortcuts">
              ${rows.map(
                ([name, show]) =>
                  html`<div>
                    <dt>${t[name]}</dt>
                    <dd>${show(reading)}</dd>
                  </div>`,
              )}
            </dl>
            <div class="call-row">
              ${button({
                tone: 'plain',
                icon: ui.copied === report ? 'check' : 'copy',
                label: ui.copied === report ? t.copied : t.copyReport,
                onClick: () => send('copy', report),
              })}
            </div>`
        : html`<p class="help">${t.qualityWait}</p>`
    }
  </div>`
}

const meanings = { 1: 'meaningPoor', 2: 'meaningFair', 3: 'meaningGood' } as const

/** For support: what was measured, and of which call. */
function reportOf({ t }: ScreenInput, call: CallPanelView, reading: QualityReading): string {
  const numbers = rows.map(([name, show]) => `${t[name]}: ${show(reading)}`)
  return [
    `call ${call.uuid}`,
    call.quality?.text ?? '',
    ...numbers,
    ...reading.warnings.map((text) => t[text]),
  ]
    .filter(Boolean)
    .join('\n')
}
