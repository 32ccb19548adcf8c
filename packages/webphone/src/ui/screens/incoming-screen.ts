import { html, nothing, type TemplateResult } from 'lit/html.js'
import { avatar, button } from '../parts/controls.ts'
import { icon } from '../parts/icon.ts'
import type { ScreenInput } from '../parts/screen-input.ts'
import type { IncomingView } from '../view/view-state.ts'

/** Not modal, and never takes the focus from a page that someone is typing in. */
export function incomingScreen(input: ScreenInput, incoming: IncomingView): TemplateResult {
  const { t, send } = input
  const { uuid } = incoming
  return html`<div
    class="screen incoming"
    part="incoming"
    role="alertdialog"
    aria-labelledby="caller"
    aria-describedby="caller-detail"
    tabindex="-1"
    data-first
  >
    <p class="eyebrow">${incoming.title}</p>
    <span class="ring-mark">${avatar(t, incoming.name, 'large')}</span>
    ${callerLines(input, incoming)}
    ${
      incoming.isSilenced
        ? html`<p class="state">${icon('bellOff')}${t.silenced}</p>`
        : input.ui.canSilence
          ? html`<button class="link" @click=${() => send('silence', uuid)}>
              ${icon('bellOff')}${t.silence}
            </button>`
          : nothing
    }
    <div class="answer-row">
      ${button({ tone: 'danger', icon: 'hangup', label: t.decline, part: 'decline', onClick: () => send('decline', uuid) })}
      ${button({ tone: 'call', icon: 'phone', label: t.answer, part: 'answer', onClick: () => send('answer', uuid) })}
    </div>
  </div>`
}

/** Above the call that goes on: listed, not thrown over it. */
export function secondCallCard(input: ScreenInput, incoming: IncomingView): TemplateResult {
  const { t, send, view } = input
  const { uuid } = incoming
  const isTalking = view.call !== null && view.call.canControl
  return html`<div
    class="second"
    part="second-call"
    role="alertdialog"
    aria-labelledby="caller"
    aria-describedby="caller-detail"
    tabindex="-1"
  >
    <div class="second-who">
      ${avatar(t, incoming.name, 'small')}
      <div>${callerLines(input, incoming)}</div>
    </div>
    <div class="second-actions">
      ${button({ tone: 'danger', label: t.decline, part: 'decline', onClick: () => send('decline', uuid) })}
      ${button({ tone: 'plain', label: t.answerEnd, onClick: () => send('answer-end', uuid) })}
      ${isTalking ? button({ tone: 'call', label: t.answerHold, part: 'answer', onClick: () => send('answer-hold', uuid) }) : nothing}
    </div>
  </div>`
}

function callerLines({ t, options, send }: ScreenInput, incoming: IncomingView): TemplateResult {
  const canOpen = incoming.contactId !== null && options.onOpenContact
  return html`<h2 class="name" id="caller">${incoming.name}</h2>
    <p class="detail" id="caller-detail">
      ${incoming.isSecond ? html`<span class="eyebrow">${incoming.title}</span> ` : nothing}${incoming.number || (incoming.isSecond ? '' : t.incoming)}
    </p>
    ${canOpen ? html`<button class="link" @click=${() => send('open-contact', incoming.uuid)}>${icon('popOut')}${t.openContact}</button>` : nothing}`
}
