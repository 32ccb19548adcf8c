import { html, nothing, type TemplateResult } from 'lit/html.js'
import type { StringKey } from '../locales/strings.ts'
import { button } from '../parts/controls.ts'
import { icon, type IconName } from '../parts/icon.ts'
import type { ScreenInput } from '../parts/screen-input.ts'
import type { CheckName, CheckState } from '../ui-state.ts'
import { backRow } from './dial-screen.ts'

const rows: readonly (readonly [CheckName, StringKey])[] = [
  ['audio', 'dutyAudio'],
  ['microphone', 'dutyMicrophone'],
  ['output', 'dutyOutput'],
  ['ring', 'dutyRing'],
  ['notification', 'dutyNotification'],
]

const states: Record<CheckState, readonly [IconName | null, StringKey]> = {
  waiting: [null, 'checkWaiting'],
  running: [null, 'checkRunning'],
  ok: ['check', 'checkOk'],
  warning: ['info', 'checkWarning'],
  failed: ['warn', 'checkFailed'],
}

export function dutyScreen(input: ScreenInput): TemplateResult {
  const { ui, t, send } = input
  const all = Object.values(ui.checks)
  const isRunning = all.includes('running')
  const isFresh = all.every((state) => state === 'waiting')
  const isGood = !isFresh && all.every((state) => state === 'ok' || state === 'warning')
  return html`<div class="screen duty" part="readiness">
    ${backRow(input, t.dutyTitle)}
    <p class="help">${t.dutyHint}</p>
    <ul class="checks">
      ${rows.map(([name, text]) => {
        const [mark, word] = states[ui.checks[name]]
        return html`<li class=${ui.checks[name]}>
          <span class="check-mark" aria-hidden="true">${mark ? icon(mark) : nothing}</span
          ><span>${t[text]}</span><span class="check-word">${t[word]}</span>
        </li>`
      })}
    </ul>
    <div class="call-row">
      ${
        isGood
          ? button({ tone: 'call', icon: 'check', label: t.dutyGo, onClick: () => send('finish-checks') })
          : button({
              tone: 'call',
              label: isFresh ? t.dutyStart : t.dutyAgain,
              isDisabled: isRunning,
              isFirst: true,
              onClick: () => send('run-checks'),
            })
      }
    </div>
  </div>`
}
