/** `<zorio-webphone>`: draws the view state of a phone and sends requests. Holds no truth about calls. */
import { LitElement, html, nothing, type PropertyValues, type TemplateResult } from 'lit'
import type { Webphone } from '../phone-api.ts'
import { createBrowser } from './browser/browser.ts'
import { canPopOut, popOut } from './browser/picture-in-picture.ts'
import { createPresence, type Presence } from './browser/presence.ts'
import { drawPhone } from './draw-phone.ts'
import { createInteraction, type Interaction } from './interaction/interaction.ts'
import { stringsFor, type Strings } from './locales/strings.ts'
import { styles } from './styles/styles.ts'
import type { PhoneUiOptions } from './ui-options.ts'
import { createUiStore, type UiStore } from './ui-store.ts'
import { announcementFrom } from './view/announcement.ts'
import { viewState, type ViewState } from './view/view-state.ts'

type Format = (number: string) => string

export class WebphoneElement extends LitElement {
  static override properties = {
    phone: { attribute: false },
    options: { attribute: false },
    layout: { reflect: true },
    theme: { reflect: true },
    locale: {},
    startMinimised: { attribute: 'start-minimised', type: Boolean },
  }
  static override styles = styles

  declare phone: Webphone | null
  /** Everything that has no attribute of its own; attributes win over it. */
  declare options: PhoneUiOptions
  declare layout: PhoneUiOptions['layout'] | null
  declare theme: PhoneUiOptions['theme'] | null
  declare locale: PhoneUiOptions['locale'] | null
  declare startMinimised: boolean

  #store: UiStore | null = null
  #view: ViewState | null = null
  #polite = ''
  #assertive = ''
  #format: Format = (number) => number
  readonly #popOut = canPopOut() ? (): void => void popOut(this).catch(() => undefined) : undefined
  #tick: ReturnType<typeof setInterval> | undefined
  #presence: Presence | null = null
  #interaction: Interaction | null = null

  constructor() {
    super()
    this.phone = null
    this.options = {}
    this.layout = null
    this.theme = null
    this.locale = null
    this.startMinimised = false
  }

  override connectedCallback(): void {
    super.connectedCallback()
    this.#interaction = createInteraction(
      this,
      () => this.#store?.send,
      () => this.#view,
    )
    this.requestUpdate('phone')
    // A chunk of its own: nobody waits for it, numbers are merely plain until it is there.
    import('./format/format-number.ts').then(
      ({ formatNumber }) => {
        this.#format = formatNumber
        this.requestUpdate()
      },
      () => undefined,
    )
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback()
    this.#interaction?.dispose()
    // On the way to another document it is back at once, and its state with it.
    queueMicrotask(() => {
      if (!this.isConnected) this.#close()
    })
  }

  /** Style sheets belong to one document and are dropped on the way into another. */
  adoptedCallback(): void {
    const view = this.ownerDocument.defaultView
    if (!view || !this.shadowRoot) return
    this.shadowRoot.adoptedStyleSheets = WebphoneElement.elementStyles.map((style) => {
      const sheet = new view.CSSStyleSheet()
      sheet.replaceSync('cssText' in style ? style.cssText : '')
      return sheet
    })
  }

  protected override willUpdate(changed: PropertyValues): void {
    if (changed.has('phone') && this.isConnected && this.#store?.phone !== this.phone) {
      this.#close()
      if (this.phone) this.#open(this.phone)
    }
    if (changed.size > 0) this.#store?.setOptions(this.settings())
    this.#interaction?.beforeRender()
    this.#advance()
  }

  protected override render(): TemplateResult | typeof nothing {
    const view = this.#view
    const store = this.#store
    if (!view || !store || !this.phone) return nothing
    const options = this.settings()
    const screen = {
      view,
      ui: store.get(),
      options,
      t: this.#strings(),
      send: store.send,
      format: this.#format,
    }
    return html`<div class="root ${options.layout}" part="root" lang=${options.locale}>
      ${drawPhone(screen, this.phone, this.#popOut)}
      <div class="sr" role="status" aria-live="polite">${this.#polite}</div>
      <div class="sr" role="alert" aria-live="assertive">${this.#assertive}</div>
    </div>`
  }

  protected override updated(): void {
    const ui = this.#store?.get()
    this.toggleAttribute('minimised', this.settings().layout === 'overlay' && ui?.isMinimised === true)
    this.setAttribute('side', ui?.side ?? 'end')
    this.#interaction?.afterRender()
    if (this.#view && this.phone) this.#presence?.update(this.#view, this.#strings())
  }

  /** The options in force, defaults filled in. */
  settings(): PhoneUiOptions & { readonly layout: string; readonly locale: 'vi' | 'en' } {
    const { options } = this
    return {
      ...options,
      layout: this.layout ?? options.layout ?? 'docked',
      theme: this.theme ?? options.theme ?? 'auto',
      locale: this.locale ?? options.locale ?? 'vi',
      startMinimised: this.startMinimised || options.startMinimised === true,
    }
  }

  #open(phone: Webphone): void {
    const onChange = (): void => this.requestUpdate()
    this.#store = createUiStore({ phone, browser: createBrowser(), options: this.settings(), onChange })
    this.#presence = createPresence(this.#store.send)
    this.#tick = setInterval(() => {
      if (phone.getSnapshot().calls.length > 0) this.requestUpdate()
    }, 500)
  }

  #close(): void {
    clearInterval(this.#tick)
    this.#presence?.dispose()
    this.#store?.dispose()
    this.#store = this.#presence = this.#view = null
  }

  #strings(): Strings {
    const { locale, strings } = this.settings()
    return stringsFor(locale, strings)
  }

  /** Next view, and what is to be said about the change. */
  #advance(): void {
    const { phone } = this
    const store = this.#store
    if (!phone || !store) return
    const { quality } = this.settings()
    const strings = this.#strings()
    const billsecs = Object.fromEntries(phone.calls.map((call) => [call.uuid, call.billsec]))
    const next = viewState({
      phone: phone.getSnapshot(),
      ui: store.get(),
      strings,
      now: Date.now(),
      billsecs,
      format: this.#format,
      ...(quality ? { quality } : {}),
    })
    if (this.#view) {
      const { polite, assertive } = announcementFrom(this.#view, next, strings)
      if (polite) this.#polite = polite
      if (assertive) this.#assertive = assertive
    }
    this.#view = next
  }
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
