/** A clock that stands still until told. */
import type { Clock } from '../clock.ts'

export interface FakeClock extends Clock {
  nowMs: number
  /** Runs what falls due on the way, in order. */
  advance(ms: number): void
}

export function createFakeClock(nowMs = Date.parse('2026-11-22T08:00:00Z')): FakeClock {
  const timers = new Set<{ at: number; run: () => void }>()
  const clock: FakeClock = {
    nowMs,
    now: () => clock.nowMs,
    after(delayMs, run) {
      const timer = { at: clock.nowMs + delayMs, run }
      timers.add(timer)
      return () => void timers.delete(timer)
    },
    advance(ms) {
      const end = clock.nowMs + ms
      for (;;) {
        const [next] = [...timers].filter((timer) => timer.at <= end).sort((a, b) => a.at - b.at)
        if (!next) break
        timers.delete(next)
        clock.nowMs = next.at
        next.run()
      }
      clock.nowMs = end
    },
  }
  return clock
}
