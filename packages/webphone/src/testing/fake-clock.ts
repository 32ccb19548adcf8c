/** Virtual time, moved by hand. Promises that are due run between two timers, as they would in a browser. */
import type { Clock } from '../base/clock.ts'

export interface FakeClock extends Clock {
  /** Moves the time on, firing what falls due in order. */
  advance(ms: number): Promise<void>
  /** The page sleeps: time passes, and everything that fell due fires late, at its end. */
  sleep(ms: number): Promise<void>
  readonly pendingTimers: number
}

interface Timer {
  readonly at: number
  readonly run: () => void
}

export function createFakeClock(): FakeClock {
  let now = 1000
  const timers = new Set<Timer>()
  const firstDue = (until: number) =>
    [...timers].filter((one) => one.at <= until).sort((a, b) => a.at - b.at)[0]

  const advance = async (ms: number, isAsleep: boolean) => {
    const until = now + ms
    if (isAsleep) now = until
    await settlePromises()
    for (let due = firstDue(until); due; due = firstDue(until)) {
      timers.delete(due)
      now = Math.max(now, due.at)
      due.run()
      await settlePromises()
    }
    now = until
  }

  return {
    now: () => now,
    wallTime: () => 1_764_000_000_000 + now,
    setTimer(delayMs, run) {
      const timer = { at: now + Math.max(0, delayMs), run }
      timers.add(timer)
      return () => timers.delete(timer)
    },
    advance: (ms) => advance(ms, false),
    sleep: (ms) => advance(ms, true),
    get pendingTimers() {
      return timers.size
    },
  }
}

/** Lets every promise chain that is ready run to its end. By a message, since test frameworks replace `setTimeout`. */
export function settlePromises(): Promise<void> {
  const { port1, port2 } = new MessageChannel()
  return new Promise((resolve) => {
    port1.addEventListener('message', () => {
      port1.close()
      resolve()
    })
    port1.start()
    port2.postMessage(null)
  })
}
