/** RFC 3261 17.1.1.1, in milliseconds. On a reliable transport only the retransmission of a 2xx uses T1 and T2. */
export const T1_MS = 500
export const T2_MS = 4000
/** 64*T1: timers B, F, H, L and M. */
export const GIVE_UP_MS = 64 * T1_MS
/** How long something owed to the peer waits for a flow. */
export const OWED_MS = 120_000

export type CancelTimer = () => void

/** All deadlines of one agent, soonest first. It has no clock of its own: `now` is what the caller last said. */
export interface Timers {
  readonly now: number
  readonly next: number | undefined
  /** Time never runs backwards: an older `now` is taken as the newest one seen. */
  setNow(now: number): void
  after(delayMs: number, run: () => void): CancelTimer
  /** Takes out the next thing that is due, or undefined. */
  takeDue(): (() => void) | undefined
}

export function createTimers(): Timers {
  const queue: { readonly due: number; readonly run: () => void }[] = []
  let now = Number.NEGATIVE_INFINITY
  return {
    get now() {
      return now
    },
    get next() {
      return queue[0]?.due
    },
    setNow: (time) => {
      now = Math.max(now, time)
    },
    after: (delayMs, run) => {
      const entry = { due: now + delayMs, run }
      // From the end: most are due later than all that wait.
      let at = queue.length
      while ((queue[at - 1]?.due ?? now) > entry.due) at--
      queue.splice(at, 0, entry)
      return () => {
        const at = queue.indexOf(entry)
        if (at >= 0) queue.splice(at, 1)
      }
    },
    takeDue: () => (queue[0] && queue[0].due <= now ? queue.shift()?.run : undefined),
  }
}
