/** `<zorio-webphone>`: draws the view state of a phone and sends requests. Holds no truth about calls. */
import { html, nothing, render, type TemplateResult } from 'lit/html.js'
import type { Webphone } from '../phone-api.ts'
import { canPopOut } from './browser/can-pop-out.ts'
import type { Presence } from './browser/presence.ts'
import { drawPhone, type Later } from './draw-phone.ts'
import { createInteraction, type Interaction } from './interaction/interaction.ts'
import { createLoadedParts, type LoadedParts } from './loaded-parts.ts'
import type { Strings } from './locales/strings.ts'
import { createPhoneSession, type PhoneSession } from './phone-session.ts'
import { adoptInto } from './styles/adopt-into.ts'
import { stylesWith } from './styles/styles.ts'
import type { PhoneUiOptions } from './ui-options.ts'
import { UpdatingElement } from './updating-element.ts'

type Settings = PhoneUiOptions & Required<Pick<PhoneUiOptions, 'layout' | 'theme' | 'locale'>>

/** `layout`, `theme`, `locale` and `start-minimised` are attributes; setting `options` writes the first three. */
export class WebphoneElement extends UpdatingElement {
  static readonly observedAttributes: readonly string[] = ['layout', 'theme', 'locale', 'start-minimised']

  #phone: Webphone | null = null
  #options: PhoneUiOptions = {}
  #session: PhoneSession | null = null
  #parts: LoadedParts | null = null
  #presence: Presence | null = null
  #interaction: Interaction | null = null
  /** Undefined until it is known whether the browser has one. */
  #speak: ReturnType<Later['createSpeaker']> | undefined
  #adopted: readonly string[] = []
  readonly #popOut = canPopOut() ? (): void => void this.#openWindow() : undefined

  get phone(): Webphone | null {
    return this.#phone
  }

  set phone(phone: Webphone | null) {
    this.#phone = phone
    this.requestUpdate()
  }

  get options(): PhoneUiOptions {
    return this.#options
  }

  set options(options: PhoneUiOptions) {
    this.#options = options
    for (const name of ['layout', 'theme', 'locale'] as const) {
      const value = options[name]
      if (value) this.setAttribute(name, value)
    }
    this.requestUpdate()
  }

  /** Dials as the key pad does; nothing happens while there is no phone. */
  call(number: string): void {
    this.#session?.store.send('call-number', number)
  }

  override connectedCallback(): void {
    this.upgrade(['phone', 'options'])
    this.#parts ??= createLoadedParts(() => this.requestUpdate())
    const send = (): PhoneSession['store']['send'] | undefined => this.#session?.store.send
    this.#interaction = createInteraction(this, send, () => this.#session?.view ?? null)
    super.connectedCallback()
  }

  disconnectedCallback(): void {
    this.#interaction?.dispose()
    // On the way to another document it is back at once, and its state with it.
    queueMicrotask(() => {
      if (!this.isConnected) this.#close()
    })
  }

  /** On the way to the small window or back: the style sheets are left behind. */
  adoptedCallback(): void {
    this.#adopted = []
  }

  /** The options in force, defaults filled in. */
  settings(): Settings {
    return {
      ...this.#options,
      layout: oneOf(['docked', 'overlay', 'fullscreen'], this.getAttribute('layout')),
      theme: oneOf(['auto', 'light', 'dark'], this.getAttribute('theme')),
      locale: oneOf(['vi', 'en'], this.getAttribute('locale')),
      startMinimised: this.hasAttribute('start-minimised') || this.#options.startMinimised === true,
    }
  }

  protected override update(): void {
    const settings = this.settings()
    this.#follow(settings)
    this.#parts?.want(settings.locale)
    this.#interaction?.beforeRender()
    const strings = this.#strings()
    if (strings && this.#parts) this.#session?.advance(strings, this.#parts.format, settings.quality)
    render(this.#draw(settings), this.root, { host: this })
    this.#afterDrawing(settings)
  }

  /** One session a phone; a new phone gets a new one. */
  #follow(settings: Settings): void {
    const phone = this.#phone
    if ((this.#session?.phone ?? null) !== phone) {
      this.#close()
      this.#session = phone && createPhoneSession(phone, settings, () => this.requestUpdate())
    }
    this.#session?.store.setOptions(settings)
  }

  #draw(options: Settings): TemplateResult | typeof nothing {
    const session = this.#session
    const parts = this.#parts
    const t = this.#strings()
    if (!session?.view || !t || !parts?.words) return nothing
    const { view, store, phone } = session
    const input = { view, ui: store.get(), options, t, send: store.send, format: parts.format }
    return html`<div class="root ${options.layout}" part="root" lang=${parts.words.locale}>
      ${drawPhone(input, { phone, later: parts.later, popOut: this.#popOut })}
      ${
        // Spoken by the browser itself, and not once more by regions.
        this.#speak ? nothing : liveRegions(session)
      }
    </div>`
  }

  #afterDrawing(settings: Settings): void {
    const session = this.#session
    const later = this.#parts?.later
    const strings = this.#strings()
    const ui = session?.store.get()
    this.#adopt(stylesWith(later?.laterStyles ?? []))
    this.toggleAttribute('minimised', settings.layout === 'overlay' && ui?.isMinimised === true)
    this.setAttribute('side', ui?.side ?? 'end')
    this.#interaction?.afterRender()
    if (!session?.view || !later || !strings) return
    this.#presence ??= later.createPresence(session.store.send)
    this.#presence.update(session.view, strings, settings)
    this.#speak ??= later.createSpeaker(this)
    this.#speak?.(session)
  }

  #adopt(wanted: readonly string[]): void {
    if (this.#adopted.length === wanted.length) return
    this.#adopted = wanted
    adoptInto(this.root, wanted)
  }

  #strings(): Strings | null {
    const strings = this.#parts?.words?.strings
    const own = this.#options.strings
    return strings ? (own ? { ...strings, ...own } : strings) : null
  }

  /** Refused without a click, or when another small window is open: then the phone stays where it is. */
  async #openWindow(): Promise<void> {
    await this.#parts?.later?.popOut(this).catch(() => undefined)
  }

  #close(): void {
    this.#presence?.dispose()
    this.#session?.dispose()
    this.#session = this.#presence = null
  }
}

const liveRegions = ({ polite, assertive }: PhoneSession): TemplateResult =>
  html`<div class="sr" role="status" aria-live="polite">${polite}</div>
    <div class="sr" role="alert" aria-live="assertive">${assertive}</div>`

/** The attribute's value when it is one of these, else the first. */
function oneOf<T extends string>(values: readonly [T, ...T[]], value: string | null): T {
  return values.find((known) => known === value) ?? values[0]
}

declare global {
  interface HTMLElementTagNameMap {
    'zorio-webphone': WebphoneElement
  }
}

export const elementName = 'zorio-webphone'

/** Harmless when called again, also by a second copy of this module. */
export function defineWebphoneElement(): void {
  if (!customElements.get(elementName)) customElements.define(elementName, WebphoneElement)
}
