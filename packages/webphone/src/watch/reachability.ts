/** After a time in which calls could not reach us: how long it was, and which calls were missed. */
import { readMissed } from './read-missed.ts'
import type { WatchedPhone } from './watch-port.ts'

/** Without a lost socket, a gap this long is sleep: a hidden page that works is heard of once a minute. */
const sleptMs = 90_000
/** Records are written when a call ends; the caller may still be ringing when we come back. */
const settleMs = 2000

/** To be called at every change of the line. */
export function watchReachability(phone: WatchedPhone, signal: AbortSignal): () => void {
  const { clock } = phone.ports
  let reachableAt = clock.wallTime()
  let wasLost = false
  let cancel = () => {}
  signal.addEventListener('abort', () => cancel())

  const restored = () => {
    const from = reachableAt
    const to = clock.wallTime()
    cancel()
    cancel = clock.setTimer(settleMs, () => {
      void fetchMissed(phone, { from, to }, signal).then((missed) => {
        if (!signal.aborted) phone.reporter.emit('reachability_restored', { blind_ms: to - from, missed })
      })
    })
  }

  return () => {
    const { state, status } = phone.line
    // The application asked for it: nobody was expected.
    if (!state.wantsRegistration) wasLost = false
    else if (status === 'registered') {
      if (wasLost || clock.wallTime() - reachableAt > sleptMs) restored()
      wasLost = false
    } else {
      wasLost ||= status !== 'stale'
      return
    }
    reachableAt = clock.wallTime()
  }
}

async function fetchMissed(
  { ports, first }: WatchedPhone,
  { from, to }: { from: number; to: number },
  signal: AbortSignal,
) {
  const query = new URLSearchParams({
    from: new Date(from).toISOString(),
    to: new Date(to + 1).toISOString(),
    per_page: '100',
  })
  return readMissed(await ports.api.ask(`api/pbx/cdr?${query}`, { signal }), first.extension)
}
