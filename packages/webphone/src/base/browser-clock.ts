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

export const browserClock: Clock = {
  now: () => performance.now(),
  wallTime: () => Date.now(),
  setTimer(delayMs, run) {
    if (delayMs > 0 && delayMs <= soonMs && globalThis.document?.hidden) return soon(run)
    const timer = setTimeout(run, Math.min(Math.max(0, delayMs), longestMs))
    return () => clearTimeout(timer)
  },
}
