import { html, nothing, type TemplateResult } from 'lit/html.js'
import type { LogEntry } from '../call-log.ts'
import { fill, type Strings } from '../locales/strings.ts'
import { copyButton } from '../parts/controls.ts'
import { icon } from '../parts/icon.ts'
import type { ScreenInput } from '../parts/screen-input.ts'
import { durationText } from '../view/duration-text.ts'
import { endingFor } from '../view/hangup-text.ts'

export function recentsScreen(input: ScreenInput): TemplateResult {
  const { ui, t, send } = input
  if (!ui.log.length) {
    return html`<div class="screen empty" part="recents">
      ${icon('clock')}
      <h2 tabindex="-1" data-first>${t.recentsEmpty}</h2>
      <p>${t.recentsEmptyHint}</p>
    </div>`
  }
  return html`<div class="screen recents" part="recents">
    <div class="title-row">
      <h2 tabindex="-1" data-first>${t.navRecents}</h2>
      <button class="link" @click=${() => send('clear-log')}>${t.clearHistory}</button>
    </div>
    <ul class="log">
      ${ui.log.map((entry) => row(input, entry))}
    </ul>
  </div>`
}

function row(input: ScreenInput, entry: LogEntry): TemplateResult {
  const { t, send, format, options, ui } = input
  const number = format(entry.number)
  const name = entry.name || number
  const time = timeTexts(entry.startedAt, options.locale ?? 'vi')
  const isOpen = ui.openEntry === entry.uuid
  const way = entry.direction === 'incoming' ? t.incoming : t.outgoing
  return html`<li class=${entry.isMissed ? 'missed' : ''}>
    <span class="way" title=${way}>${icon(entry.direction === 'incoming' ? 'arrowIn' : 'arrowOut')}</span>
    <button class="log-who" aria-expanded=${isOpen} @click=${() => send('toggle-entry', entry.uuid)}>
      <b>${name}</b>
      <span
        >${entry.isMissed ? t.missed : way}${outcome(entry, t)}${entry.name ? ` · ${number.replaceAll(' ', '\u00a0')}` : ''}</span
      >
    </button>
    <time datetime=${new Date(entry.startedAt).toISOString()} title=${time.full}>${time.short}</time>
    <button
      class="icon-button accent"
      aria-label=${fill(t.callNumber, { name })}
      title=${fill(t.callNumber, { name })}
      @click=${() => send('call-number', entry.number)}
    >
      ${icon('phone')}
    </button>
    ${isOpen ? details(input, entry, time.full) : nothing}
  </li>`
}

function details(input: ScreenInput, entry: LogEntry, time: string): TemplateResult {
  const { t } = input
  const ending = t[endingFor(entry.reason, entry.direction, entry.billsec > 0)]
  return html`<div class="log-detail">
    <p>${time}</p>
    <p>
      ${ending}${entry.billsec > 0 ? ` · ${fill(t.talkTime, { time: durationText(entry.billsec) })}` : ''}
    </p>
    <p class="log-number">${entry.number}${copyButton(input, entry.number)}</p>
  </div>`
}

function outcome(entry: LogEntry, t: Strings): string {
  if (entry.isMissed) return ''
  return ` · ${entry.billsec > 0 ? durationText(entry.billsec) : t[endingFor(entry.reason, entry.direction, false)]}`
}

function timeTexts(startedAt: number, locale: string): { readonly short: string; readonly full: string } {
  const date = new Date(startedAt)
  const isToday = date.toDateString() === new Date().toDateString()
  const short = new Intl.DateTimeFormat(
    locale,
    isToday ? { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' } : { day: 'numeric', month: 'short' },
  )
  return {
    short: short.format(date),
    full: date.toLocaleString(locale, { dateStyle: 'full', timeStyle: 'short' }),
  }
}
