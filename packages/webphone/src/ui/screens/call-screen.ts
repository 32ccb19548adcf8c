import { html, nothing, type TemplateResult } from 'lit/html.js'
import { avatar, button, copyButton, roundControl } from '../parts/controls.ts'
import { icon } from '../parts/icon.ts'
import type { LaterParts } from '../parts/later-parts.ts'
import type { ScreenInput } from '../parts/screen-input.ts'
import type { CallPanelView } from '../view/call-view.ts'

export function callScreen(
  input: ScreenInput,
  call: CallPanelView,
  later: LaterParts | null,
): TemplateResult {
  return html`<div class="screen talk ${call.isCompact ? 'compact' : ''}" part="call">
    ${later?.otherCalls(input, call.others)} ${who(input, call)}
    ${call.transferText ? html`<p class="progress">${icon('forward')}${call.transferText}</p>` : nothing}
    ${call.transferFailed ? html`<p class="progress failed">${icon('warn')}${call.transferFailed}</p>` : nothing}
    ${call.consult ? later?.consultRow(input, call) : controls(input, call)} ${hangupRow(input, call)}
  </div>`
}

function who(input: ScreenInput, call: CallPanelView): TemplateResult {
  const { t, options, send } = input
  const canOpen = call.contactId !== null && options.onOpenContact
  return html`<div class="who ${call.isHeld ? 'held' : ''}">
    ${avatar(t, call.name, 'large')}
    <h2 class="name" tabindex="-1" data-first>
      ${canOpen ? html`<button class="name-link" aria-label="${t.openContact}: ${call.name}" @click=${() => send('open-contact', call.uuid)}>${call.name}</button>` : call.name}
    </h2>
    <p class="detail">
      ${call.number ? html`${call.number} · ` : nothing}${call.directionText}${copyButton(input, call.dialled)}
    </p>
    <p class="meter-row">
      ${call.timer ? html`<span class="timer" part="timer" role="timer" aria-label=${t.callDuration}>${call.timer}</span>` : nothing}
      ${call.quality ? qualityBars(input, call.quality) : nothing}
    </p>
    <p class="state ${call.isHeld ? 'is-held' : ''}">
      ${call.isHeld ? icon('pause') : call.isMuted && call.canControl ? icon('micOff') : nothing}<span>${call.stateText}</span>${call.holdTimer ? html`<span class="timer">${call.holdTimer}</span>` : nothing}
    </p>
    ${call.receivedText ? html`<p class="received">${call.receivedText}</p>` : nothing}
  </div>`
}

function qualityBars(
  { t, send }: ScreenInput,
  { level, text }: NonNullable<CallPanelView['quality']>,
): TemplateResult {
  return html`<button
    class="bars level-${level}"
    part="quality"
    aria-label="${text}. ${t.details}"
    title=${text}
    @click=${() => send('open-pane', 'quality')}
  >
    <i></i><i></i><i></i>
  </button>`
}

function controls({ t, send }: ScreenInput, call: CallPanelView): TemplateResult {
  const { uuid } = call
  const isDisabled = !call.canControl
  return html`<div class="controls" part="controls">
    ${roundControl({ icon: call.isMuted ? 'micOff' : 'mic', label: t.mute, isPressed: call.isMuted, isDisabled, onClick: () => send('toggle-mute', uuid) })}
    ${roundControl({ icon: call.isHeld ? 'play' : 'pause', label: call.isHeld ? t.resume : t.hold, isPressed: call.isHeld, isDisabled, onClick: () => send('toggle-hold', uuid) })}
    ${roundControl({ icon: 'keypad', label: t.keypad, isDisabled: !call.canSendDigits, onClick: () => send('open-pane', 'keypad') })}
    ${roundControl({ icon: 'forward', label: t.transfer, isDisabled, onClick: () => send('open-pane', 'transfer') })}
    ${roundControl({ icon: 'add', label: t.addCall, isDisabled, onClick: () => send('open-pane', 'add') })}
    ${roundControl({ icon: 'speaker', label: t.audio, onClick: () => send('open-pane', 'audio') })}
  </div>`
}

export function hangupRow({ t, send }: ScreenInput, call: CallPanelView): TemplateResult {
  return html`<div class="hangup-row">
    ${button({ tone: 'danger', icon: 'hangup', label: t.hangup, part: 'hangup', onClick: () => send('hangup', call.uuid) })}
  </div>`
}
