/** The tag around the framed phone, and what the browser says when it may not be there. */

/** Without `autoplay` the phone could not ring, without `microphone` not talk; the rest is for devices and headset keys. */
const allow = 'microphone; autoplay; speaker-selection; hid; clipboard-write'

export interface FramePlace {
  readonly target: Element
  readonly url: URL
  readonly title: string
}

export function createFrame({ target, url, title }: FramePlace): HTMLIFrameElement {
  const frame = target.ownerDocument.createElement('iframe')
  frame.allow = allow
  frame.title = title
  // Sizes and border are the host's: an attribute loses against any style sheet.
  frame.width = '380'
  frame.height = '560'
  frame.setAttribute('frameborder', '0')
  // Only the origin: the server compares it with those of the token and can say so in words.
  frame.referrerPolicy = 'strict-origin-when-cross-origin'
  frame.src = url.href
  target.append(frame)
  return frame
}

/** Calls back when this page's own policy keeps the frame from loading (CSP frame-src). Returns the end of it. */
export function onFrameBlocked(frame: HTMLIFrameElement, run: () => void): () => void {
  const { ownerDocument } = frame
  const { origin } = new URL(frame.src)
  const look = (event: SecurityPolicyViolationEvent): void => {
    if (!/^(frame|child|default)-src/.test(event.effectiveDirective)) return
    if (event.blockedURI.startsWith(origin)) run()
  }
  ownerDocument.addEventListener('securitypolicyviolation', look)
  return () => ownerDocument.removeEventListener('securitypolicyviolation', look)
}

/** What a page has to send so that a frame of that origin may use the microphone. */
export function microphoneHeader(origin: string): string {
  return `Permissions-Policy: microphone=(self "${origin}"), autoplay=(self "${origin}")`
}
