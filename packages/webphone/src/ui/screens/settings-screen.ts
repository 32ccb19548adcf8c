import { html, nothing, type TemplateResult } from 'lit/html.js'
import type { AudioDevice } from '../../phone-api.ts'
import type { Strings } from '../locales/strings.ts'
import { button } from '../parts/controls.ts'
import { icon } from '../parts/icon.ts'
import type { ScreenInput } from '../parts/screen-input.ts'
import type { DeviceRole } from '../ui-state.ts'
import { backRow } from './dial-screen.ts'

export function settingsScreen(input: ScreenInput): TemplateResult {
  const { t, send, view } = input
  return html`<div class="screen settings" part="settings">
    ${view.hasBack ? backRow(input, t.audio) : html`<h2 tabindex="-1" data-first>${t.navSettings}</h2>`}
    ${deviceRow(input, 'input')} ${meterRow(input)} ${deviceRow(input, 'output')} ${soundRow(input, 'test')}
    ${deviceRow(input, 'ring')}
    <p class="hint">${t.ringerHint}</p>
    ${soundRow(input, 'ring')} ${view.hasBack ? nothing : notificationRow(input)}
    ${view.hasBack ? nothing : html`<button class="link wide" @click=${() => send('open-pane', 'duty')}>${icon('check')}${t.dutyTitle}</button>`}
    ${view.hasBack ? nothing : html`<button class="link wide" @click=${() => send('open-pane', 'shortcuts')}>${icon('keyboard')}${t.shortcuts}</button>`}
  </div>`
}

const roles: Record<
  DeviceRole,
  { readonly kind: AudioDevice['kind']; readonly label: 'microphone' | 'speaker' | 'ringer' }
> = {
  input: { kind: 'audioinput', label: 'microphone' },
  output: { kind: 'audiooutput', label: 'speaker' },
  ring: { kind: 'audiooutput', label: 'ringer' },
}

function deviceRow({ ui, t, send }: ScreenInput, role: DeviceRole): TemplateResult {
  const { kind, label } = roles[role]
  const devices = ui.devices.filter(
    (device) => device.kind === kind && device.deviceId !== 'default' && device.deviceId !== '',
  )
  const onChange = (event: Event): void => {
    if (event.target instanceof HTMLSelectElement) send('set-device', { role, deviceId: event.target.value })
  }
  return html`<div class="field">
    <span id="label-${role}">${t[label]}</span>
    <select aria-labelledby="label-${role}" @change=${onChange}>
      <option value="default" ?selected=${ui.chosen[role] === 'default'}>${t.systemDefault}</option>
      ${devices.map((device, index) => html`<option value=${device.deviceId} ?selected=${ui.chosen[role] === device.deviceId}>${device.label || `${t[label]} ${index + 1}`}</option>`)}</select
    >${icon('down')}
  </div>`
}

function meterRow(input: ScreenInput): TemplateResult {
  const { ui, t, send } = input
  const level = ui.microphoneLevel
  const isTest = level !== null && ui.recording === null
  const words = { recording: t.recording, playing: t.playing }
  return html`<div class="test-row">
      <button class="link" @click=${() => send('toggle-microphone-test')}>
        ${icon('mic')}${isTest ? t.stopTest : t.testMicrophone}
      </button>
      ${isTest ? meter(level, t) : nothing}
    </div>
    <div class="test-row">
      <button class="link" @click=${() => send('toggle-recording')}>
        ${icon(ui.recording ? 'close' : 'record')}${ui.recording ? t.stopTest : t.recordTest}
      </button>
      ${ui.recording ? html`<span class="hint" role="status">${words[ui.recording]}</span>` : nothing}
      ${level !== null && ui.recording ? meter(level, t) : nothing}
    </div>`
}

function meter(level: number, t: Strings): TemplateResult {
  const percent = Math.round(level * 100)
  return html`<span
    class="meter"
    role="meter"
    aria-label=${t.microphoneLevel}
    aria-valuemin="0"
    aria-valuemax="100"
    aria-valuenow=${percent}
  >
    ${Array.from({ length: 12 }, (_, index) => html`<i class=${percent > index * 8 ? 'on' : ''}></i>`)}
  </span>`
}

function soundRow({ t, send }: ScreenInput, kind: 'test' | 'ring'): TemplateResult {
  return html`<div class="test-row">
    <button class="link" @click=${() => send('play-sound', kind)}>
      ${icon(kind === 'ring' ? 'bell' : 'speaker')}${kind === 'ring' ? t.testRing : t.testSound}
    </button>
  </div>`
}

function notificationRow({ ui, t, send }: ScreenInput): TemplateResult | typeof nothing {
  if (ui.notification === 'unsupported') return nothing
  const words = { granted: t.notificationsOn, denied: t.notificationsBlocked, default: t.notificationsOff }
  return html`<div class="field-row">
    <span><b>${t.notifications}</b><span class="hint">${words[ui.notification]}</span></span>
    ${ui.notification === 'default' ? button({ tone: 'plain', label: t.turnOn, onClick: () => send('ask-notification') }) : nothing}
  </div>`
}
