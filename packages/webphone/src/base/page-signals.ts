/** `PageSignals` of a real page. */
import type { PageSignal, PageSignals } from './page-signals-port.ts'

export const browserPageSignals: PageSignals = (listener) => {
  const abort = new AbortController()
  const { signal } = abort
  const tell = (target: EventTarget, name: string, read: (event: Event) => PageSignal | undefined) =>
    target.addEventListener(
      name,
      (event) => {
        const fact = read(event)
        if (fact) listener(fact)
      },
      { signal },
    )
  for (const name of ['online', 'offline', 'pagehide'] as const) tell(window, name, () => name)
  tell(window, 'pageshow', (event) => ('persisted' in event && event.persisted ? 'pageshow' : undefined))
  tell(document, 'visibilitychange', () => (document.visibilityState === 'hidden' ? 'hidden' : 'visible'))
  for (const name of ['freeze', 'resume'] as const) tell(document, name, () => name)
  return () => abort.abort()
}
