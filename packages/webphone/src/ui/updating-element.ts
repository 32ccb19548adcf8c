/** Server rendering loads this module where there is no DOM, and makes no element there: any base class will do. */
const DomElement = globalThis.HTMLElement ?? (Object as unknown as typeof HTMLElement)

/** The little that is needed of an element base: many requests to draw in one go are one drawing, before the next frame. */
export abstract class UpdatingElement extends DomElement {
  protected readonly root: ShadowRoot = this.attachShadow({ mode: 'open' })
  #pending: Promise<void> | null = null

  /** Resolves when what was asked for so far has been drawn. */
  get updateComplete(): Promise<void> {
    return this.#pending ?? Promise.resolve()
  }

  requestUpdate(): void {
    this.#pending ??= Promise.resolve().then(() => {
      this.#pending = null
      if (this.isConnected) this.update()
    })
  }

  connectedCallback(): void {
    this.requestUpdate()
  }

  attributeChangedCallback(): void {
    this.requestUpdate()
  }

  protected abstract update(): void

  /** Properties that were set before the class was known lie on the instance and hide the accessors. */
  protected upgrade(names: readonly string[]): void {
    for (const name of names) {
      const early = Object.getOwnPropertyDescriptor(this, name)
      if (!early) continue
      Reflect.deleteProperty(this, name)
      Reflect.set(this, name, early.value)
    }
  }
}
