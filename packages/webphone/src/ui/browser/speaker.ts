/**
 * Says texts to screen readers by `ariaNotify()` (ARIA 1.3; Chromium 140 and later), which no hidden region can swallow. In a
 * frame of another page a permissions policy may silence it without a word, so there the live regions stay.
 */
type Notifying = Element & { ariaNotify(text: string, options: { priority: 'high' | 'normal' }): void }

export interface Said {
  readonly polite: string
  readonly assertive: string
}

export const canNotify = (element: Element): element is Notifying =>
  'ariaNotify' in element && window.top === window

export function createSpeaker(element: Element): ((said: Said) => void) | null {
  if (!canNotify(element)) return null
  let last: Said = { polite: '', assertive: '' }
  return ({ polite, assertive }) => {
    if (assertive !== last.assertive) element.ariaNotify(assertive, { priority: 'high' })
    if (polite !== last.polite) element.ariaNotify(polite, { priority: 'normal' })
    last = { polite, assertive }
  }
}
