/** After a time in which calls could not reach us: how long it was, and which calls were missed. */
import { readMissed } from './read-missed.ts'
import type { WatchedPhone } from './watch-port.ts'
import type { WebphoneEvents } from '../events.ts'

/** Without a lost socket, a gap this long is sleep: a hidden page that works is heard of once a minute. */
const sleptMs = 90_000
/** Records are written when a call ends; the caller may still be ringing when we come back. */
const settleMs = 2000

/** To be called at every change of the line. */
export function watchReachability(phone: WatchedPhone, signal: AbortSignal): () => void {
  const { clock } = phone.ports
  /** Wall clock: it goes on while the machine sleeps. Undefined while nobody expects us to be reachable. */
  let reachableAt: number | undefined
  let wasLost = false
  /** Not told yet: a further gap within `settleMs` is told with it. */
  let pending: { readonly from: number; readonly blindMs: number } | undefined
  let cancel = () => {}
  signal.addEventListener('abort', () => cancel())

  const restored = (since: number) => {
    const to = clock.wallTime()
    const { from, blindMs: before } = pending ?? { from: since, blindMs: 0 }
    const blindMs = before + to - since
    pending = { from, blindMs }
    cancel()
    cancel = clock.setTimer(settleMs, () => {
      pending = undefined
      void fetchMissed(phone, { from, to }, signal).then((found) => {
        if (!signal.aborted) phone.reporter.emit('reachability_restored', { blind_ms: blindMs, ...found })
      })
    })
  }

  const onLine = () => {
    const { state, status } = phone.line
    const now = clock.wallTime()
    if (!state.wantsRegistration) reachableAt = undefined
    else if (status !== 'registered') return void (wasLost ||= status !== 'stale')
    else {
      if (reachableAt !== undefined && (wasLost || now - reachableAt > sleptMs)) restored(reachableAt)
      reachableAt = now
    }
    wasLost = false
  }
  onLine()
  return onLine
}

async function fetchMissed(
  { ports, first }: WatchedPhone,
  { from, to }: { from: number; to: number },
  signal: AbortSignal,
): Promise<Omit<WebphoneEvents['reachability_restored'], 'blind_ms'>> {
  const query = new URLSearchParams({
    from: new Date(from).toISOString(),
    to: new Date(to + 1).toISOString(),
    per_page: '100',
  })
  const body = await ports.api.ask(`api/pbx/cdr?${query}`, { signal })
  // That nobody called may only be said by who keeps the records.
  return body === undefined
    ? { missed: [], missed_unknown: true }
    : { missed: readMissed(body, first.extension) }
}
