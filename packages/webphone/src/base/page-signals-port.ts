/** What the page lives through, as far as a phone cares. */
export type PageSignal =
  'online' | 'offline' | 'visible' | 'hidden' | 'freeze' | 'resume' | 'pagehide' | 'pageshow'

/** `pageshow` only when the page came back from the back-forward cache. Returns the unsubscribe. */
export type PageSignals = (listener: (signal: PageSignal) => void) => () => void
