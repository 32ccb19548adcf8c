/** Has the alarm fetched and set for as long as the page is hidden and the phone listens to it. */
import type { PageSignals } from '../base/page-signals-port.ts'

export interface HiddenTime {
  readonly isHidden: () => boolean
  /** Resolves to the end of the alarm. May reject: the page's own timers go on. */
  readonly startAlarm: () => Promise<() => void>
}

export function timeWhileHidden(page: PageSignals, { isHidden, startAlarm }: HiddenTime): PageSignals {
  return (listener) => {
    let alarm: Promise<(() => void) | undefined> | undefined
    const start = () => (alarm ??= startAlarm().catch(() => undefined))
    const stop = () => {
      void alarm?.then((end) => end?.())
      alarm = undefined
    }
    const leave = page((signal) => {
      if (signal === 'hidden') void start()
      if (signal === 'visible' || signal === 'pagehide') stop()
      listener(signal)
    })
    if (isHidden()) {
      void start()
      // No event tells it of a page that was opened in the background; its late timers are no sleep.
      listener('hidden')
    }
    return () => {
      stop()
      leave()
    }
  }
}
