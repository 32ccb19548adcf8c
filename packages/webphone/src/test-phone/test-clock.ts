/** Time for tests: one that stands still until it is told, or the page's own. */
import { browserClock } from '../base/browser-clock.ts'
import { createFakeClock } from '../testing/fake-clock.ts'
import type { Clock } from '../base/clock.ts'

export interface TestClock {
  /** Milliseconds of this clock. */
  now(): number
  /** Moves the time on, firing what falls due in order; between two timers promises settle. A real clock waits so long. */
  advance(ms: number): Promise<void>
}

/** Stands still until `advance`. */
export function createTestClock(): TestClock {
  return createFakeClock()
}

/** What the engine runs on, behind a clock that a test may hold. */
export function engineClockOf(clock: TestClock | 'real'): Clock & TestClock {
  if (clock === 'real') return realClock
  if (isEngineClock(clock)) return clock
  throw new TypeError("clock: pass createTestClock(), or 'real'.")
}

const isEngineClock = (clock: TestClock): clock is Clock & TestClock =>
  typeof clock === 'object' && 'setTimer' in clock

const realClock: Clock & TestClock = {
  ...browserClock,
  advance: (ms) => new Promise((resolve) => void browserClock.setTimer(ms, resolve)),
}
