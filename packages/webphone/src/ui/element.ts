/** `<zorio-webphone api-base token>` for pages without a line of script. The entry hands in how a phone is connected. */
import type { ConnectOptions } from '../options.ts'
import type { Webphone } from '../phone-api.ts'
import { WebphoneElement, elementName } from './webphone-element.ts'

export type Connect = (options: ConnectOptions) => Promise<Webphone>

/**
 * Registers the element. It connects when it has both attributes and is on the page, and disconnects when removed.
 * Fires `phone` with the connected phone as `detail`, or `phone-error` with the error.
 */
export function defineConnectedElement(connect: Connect): void {
  if (customElements.get(elementName)) return
  class ConnectedWebphoneElement extends WebphoneElement {
    static override readonly observedAttributes = [...WebphoneElement.observedAttributes, 'api-base', 'token']
    /** Replies of a connection that is no longer wanted are closed, not shown. */
    #generation = 0
    #own: Webphone | null = null
    /** On the page. Still so on the way to the small window or back, which is not the end of a call. */
    #isOpen = false

    override connectedCallback(): void {
      super.connectedCallback()
      if (!this.#isOpen) void this.#connect()
      this.#isOpen = true
    }

    override disconnectedCallback(): void {
      super.disconnectedCallback()
      queueMicrotask(() => {
        if (this.isConnected || !this.#isOpen) return
        this.#isOpen = false
        this.#generation++
        void this.#own?.disconnect()
        this.#own = this.phone = null
      })
    }

    /** An address or token that comes later, as frameworks set them, or a new one. */
    override attributeChangedCallback(name?: string): void {
      super.attributeChangedCallback()
      // An element that stood in the page before its class was known is told of its attributes first.
      if (!this.#isOpen || (name !== 'api-base' && name !== 'token')) return
      void this.#own?.disconnect()
      void this.#connect()
    }

    async #connect(): Promise<void> {
      const generation = ++this.#generation
      const [apiBase, token, ringtoneUrl] = ['api-base', 'token', 'ringtone-url'].map((name) =>
        this.getAttribute(name),
      )
      if (!apiBase || !token) return
      try {
        const phone = await connect({ apiBase, token, ...(ringtoneUrl ? { ringtoneUrl } : {}) })
        if (generation !== this.#generation) return void phone.disconnect()
        this.#own = this.phone = phone
        this.dispatchEvent(new CustomEvent('phone', { detail: phone }))
      } catch (error) {
        this.dispatchEvent(new CustomEvent('phone-error', { detail: error }))
      }
    }
  }
  customElements.define(elementName, ConnectedWebphoneElement)
}
