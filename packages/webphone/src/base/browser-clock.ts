/** The browser's clocks. */
import type { Clock } from './clock.ts'

/** setTimeout counts in 32 bits; longer means at once. */
const longestMs = 2 ** 31 - 1
/** Up to this, what is wanted is that others get their turn first. */
const soonMs = 20

/** The timers of a hidden page wait for the next full second, messages do not: a call must not ring a second late. */
function soon(run: () => void): () => void {
  const { port1, port2 } = new MessageChannel()
  let turns = 5
  port1.addEventListener('message', () => {
    if (--turns > 0) return port2.postMessage(0)
    port1.close()
    run()
  })
  port1.start()
  port2.postMessage(0)
  return () => port1.close()
}

interface Timer {
  readonly dueAt: number
  fire(): void
}

const timers = new Set<Timer>()
const watchers = new Set<() => void>()

/** For whoever wakes the page when the browser does not. */
export interface DueTimers {
  now(): number
  /** When the next timer is due, by `now()`; Infinity when there is none. */
  nextDueAt(): number
  runDue(): void
  /** Calls after each new timer. Returns the end. */
  onAdded(watcher: () => void): () => void
}

export const dueTimers: DueTimers = {
  now: () => performance.now(),
  nextDueAt: () => Math.min(...[...timers].map(({ dueAt }) => dueAt)),
  runDue() {
    const now = performance.now()
    const due = [...timers].filter(({ dueAt }) => dueAt <= now)
    // One that an earlier one has cancelled is no longer there.
    for (const timer of due.sort((a, b) => a.dueAt - b.dueAt)) if (timers.has(timer)) timer.fire()
  },
  onAdded(watcher) {
    watchers.add(watcher)
    return () => watchers.delete(watcher)
  },
}

export const browserClock: Clock = {
  now: () => performance.now(),
  wallTime: () => Date.now(),
  setTimer(delayMs, run) {
    if (delayMs > 0 && delayMs <= soonMs && globalThis.document?.hidden) return soon(run)
    const cancel = () => {
      timers.delete(timer)
      clearTimeout(handle)
    }
    const timer: Timer = {
      dueAt: performance.now() + delayMs,
      fire() {
        cancel()
        run()
      },
    }
    const handle = setTimeout(timer.fire, Math.min(Math.max(0, delayMs), longestMs))
    timers.add(timer)
    watchers.forEach((watcher) => watcher())
    return cancel
  },
}
