import { html, nothing, type TemplateResult } from 'lit/html.js'
import { fill } from '../locales/strings.ts'
import { avatar, button, roundControl } from '../parts/controls.ts'
import { icon } from '../parts/icon.ts'
import type { ScreenInput } from '../parts/screen-input.ts'
import type { CallPanelView, OtherCallView } from '../view/call-view.ts'

export function callScreen(input: ScreenInput, call: CallPanelView): TemplateResult {
  return html`<div class="screen talk ${call.isCompact ? 'compact' : ''}" part="call">
    ${otherCalls(input, call.others)} ${who(input, call)}
    ${call.transferText ? html`<p class="progress">${icon('forward')}${call.transferText}</p>` : nothing}
    ${call.transferFailed ? html`<p class="progress failed">${icon('warn')}${call.transferFailed}</p>` : nothing}
    ${call.consult ? consultRow(input, call) : controls(input, call)} ${hangupRow(input, call)}
  </div>`
}

function who({ t, options, send }: ScreenInput, call: CallPanelView): TemplateResult {
  const canOpen = call.contactId !== null && options.onOpenContact
  return html`<div class="who ${call.isHeld ? 'held' : ''}">
    ${avatar(call.name, 'large')}
    <h2 class="name" tabindex="-1" data-first>
      ${canOpen ? html`<button class="name-link" aria-label="${t.openContact}: ${call.name}" @click=${() => send('open-contact', call.uuid)}>${call.name}</button>` : call.name}
    </h2>
    <p class="detail">${call.number ? html`${call.number} · ` : nothing}${call.directionText}</p>
    <p class="meter-row">
      ${call.timer ? html`<span class="timer" part="timer" role="timer" aria-label=${t.callDuration}>${call.timer}</span>` : nothing}
      ${call.quality ? qualityBars(call.quality) : nothing}
    </p>
    <p class="state ${call.isHeld ? 'is-held' : ''}">
      ${call.isHeld ? icon('pause') : call.isMuted && call.canControl ? icon('micOff') : nothing}<span>${call.stateText}</span>${call.holdTimer ? html`<span class="timer">${call.holdTimer}</span>` : nothing}
    </p>
    ${call.receivedText ? html`<p class="received">${call.receivedText}</p>` : nothing}
  </div>`
}

function qualityBars({ level, text }: NonNullable<CallPanelView['quality']>): TemplateResult {
  return html`<span class="quality level-${level}" part="quality" role="img" aria-label=${text} title=${text}
    ><i></i><i></i><i></i
  ></span>`
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

function consultRow({ t, send }: ScreenInput, call: CallPanelView): TemplateResult {
  const consult = call.consult
  return html`<div class="consult" part="consult">
    <p>${icon('pause')}${fill(t.consulting, { name: consult?.waitingName ?? '' })}</p>
    ${button({ tone: 'call', icon: 'forward', label: t.completeTransfer, isDisabled: !consult?.canComplete, onClick: () => send('transfer-complete') })}
    ${button({ tone: 'plain', label: t.cancelTransfer, onClick: () => send('transfer-cancel') })}
  </div>`
}

export function hangupRow({ t, send }: ScreenInput, call: CallPanelView): TemplateResult {
  return html`<div class="hangup-row">
    ${button({ tone: 'danger', icon: 'hangup', label: t.hangup, part: 'hangup', onClick: () => send('hangup', call.uuid) })}
  </div>`
}

function otherCalls(
  { t, send }: ScreenInput,
  others: readonly OtherCallView[],
): TemplateResult | typeof nothing {
  if (!others.length) return nothing
  return html`<ul class="others" part="other-calls" aria-label=${t.otherCalls}>
    ${others.map(
      (other) =>
        html`<li>
          ${avatar(other.name, 'small')}
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
