/** Click-to-call: `tel:` links of the host's page dial through the phone. */
import { normaliseDialText } from './dial-text.ts'

/** A phone, or what `mountPhone` gave: then other calls are put on hold, and what goes wrong is shown in the phone. */
export interface Dialler {
  call(number: string): unknown
}

export interface TelLinkOptions {
  /** Told of each click that is dialled, before it is. */
  onDial?: (number: string, link: Element) => void
  /** Told when the call could not be made. Without it such errors are dropped. */
  onError?: (error: unknown) => void
}

/**
 * Clicks on `tel:` links (RFC 3966) inside `root` are dialled, also on links that are added later or lie in open shadow
 * trees. Clicks with a modifier key, and those that the page has handled itself, are left alone. Returns the end of it.
 */
export function captureTelLinks(
  dialler: Dialler,
  root: Document | Element | ShadowRoot = document,
  { onDial, onError = () => {} }: TelLinkOptions = {},
): () => void {
  const onClick = (event: Event): void => {
    const link = event.composedPath().find(isTelLink)
    if (!link || event.defaultPrevented || isModified(event)) return
    const number = numberFrom(link.getAttribute('href') ?? '')
    if (number === '') return
    event.preventDefault()
    onDial?.(number, link)
    // A promise or not: both ways of failing are one.
    void new Promise((done) => done(dialler.call(number))).catch(onError)
  }
  root.addEventListener('click', onClick)
  return () => root.removeEventListener('click', onClick)
}

/** By what it is rather than by its class: frames and small windows have classes of their own. */
const isTelLink = (node: EventTarget): node is Element =>
  'matches' in node && (node as Element).matches('a[href^="tel:" i], area[href^="tel:" i]')

const isModified = (event: Event): boolean => {
  const { button, ctrlKey, metaKey, shiftKey, altKey } = event as MouseEvent
  return button !== 0 || ctrlKey || metaKey || shiftKey || altKey
}

/** Parameters (`;ext=`, `;phone-context=`) are not dialled. */
function numberFrom(href: string): string {
  try {
    return normaliseDialText(decodeURIComponent(href))
  } catch {
    return ''
  }
}
