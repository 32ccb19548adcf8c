/** Time as whoever waits needs it, so that tests move it by hand. */
export interface Clock {
  /** Milliseconds since the epoch. */
  now(): number
  /** Returns what cancels it. */
  after(delayMs: number, run: () => void): () => void
}

export const realClock: Clock = {
  now: Date.now,
  after(delayMs, run) {
    const timer = setTimeout(run, delayMs)
    return () => clearTimeout(timer)
  },
}
