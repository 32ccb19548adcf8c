import { html, nothing, type TemplateResult } from 'lit/html.js'
import type { Strings } from '../locales/strings.ts'
import { icon, type IconName } from './icon.ts'
import type { ScreenInput } from './screen-input.ts'

export interface ControlInit {
  readonly icon: IconName
  readonly label: string
  readonly onClick: () => void
  /** Undefined: not a toggle. */
  readonly isPressed?: boolean
  readonly isDisabled?: boolean
  readonly part?: string
}

/** A round button with its word below it. */
export function roundControl({
  icon: name,
  label,
  onClick,
  isPressed,
  isDisabled,
  part,
}: ControlInit): TemplateResult {
  return html`<button
    class="control"
    part="control ${part ?? ''}"
    ?disabled=${isDisabled}
    aria-pressed=${isPressed === undefined ? nothing : isPressed}
    @click=${onClick}
  >
    <span class="disc">${icon(name)}</span><span class="word">${label}</span>
  </button>`
}

/** A small square button; the label is for the ear and the tooltip. */
export function iconButton({ icon: name, label, onClick, part }: ControlInit): TemplateResult {
  return html`<button
    class="icon-button"
    part=${part ?? nothing}
    aria-label=${label}
    title=${label}
    @click=${onClick}
  >
    ${icon(name)}
  </button>`
}

export type ButtonTone = 'call' | 'danger' | 'plain' | 'strong'

export interface ButtonInit {
  readonly tone: ButtonTone
  readonly label: string
  readonly onClick: () => void
  readonly icon?: IconName
  readonly isDisabled?: boolean
  readonly part?: string
  /** Receives the focus when its screen appears while the phone has it. */
  readonly isFirst?: boolean
}

export function button({
  tone,
  label,
  onClick,
  icon: name,
  isDisabled,
  part,
  isFirst,
}: ButtonInit): TemplateResult {
  return html`<button
    class="button ${tone}"
    part="button ${part ?? ''}"
    ?disabled=${isDisabled}
    ?data-first=${isFirst}
    @click=${onClick}
  >
    ${name ? icon(name) : nothing}<span>${label}</span>
  </button>`
}

/** Initials of a name; a mark for a bare number, or for nobody known. */
export function avatar(t: Strings, name: string, size: 'small' | 'large'): TemplateResult {
  const words = (name === t.unknownCaller ? '' : name).split(/\s+/).filter((word) => /^\p{L}/u.test(word))
  // Vietnamese given names come last: first and last word serve both orders.
  const initials = [words[0], words.length > 1 ? words.at(-1) : undefined]
    .map((word) => Array.from((word ?? '').normalize())[0] ?? '')
    .join('')
  return html`<span class="avatar ${size}" aria-hidden="true"
    >${initials ? initials.toLocaleUpperCase() : icon('phone')}</span
  >`
}

/** A mark in place of a word that comes and goes; the copying itself is told to screen readers. */
export function copyButton({ t, send, view }: ScreenInput, number: string): TemplateResult | typeof nothing {
  if (number === '') return nothing
  const isCopied = view.copied === number
  return iconButton({
    icon: isCopied ? 'check' : 'copy',
    label: isCopied ? t.copied : t.copyNumber,
    part: 'copy',
    onClick: () => send('copy', number),
  })
}
