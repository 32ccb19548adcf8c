/** The browser's clocks. */
import type { Clock } from './clock.ts'

/** setTimeout counts in 32 bits; longer means at once. */
const longestMs = 2 ** 31 - 1

export const browserClock: Clock = {
  now: () => performance.now(),
  wallTime: () => Date.now(),
  setTimer(delayMs, run) {
    const timer = setTimeout(run, Math.min(Math.max(0, delayMs), longestMs))
    return () => clearTimeout(timer)
  },
}
