/** The clock belongs to the caller: tests move it by hand. */
export interface Clock {
  /** Milliseconds, monotonic. */
  now(): number
  /** Milliseconds since the epoch, for display only. */
  wallTime(): number
  /** Returns the cancel. */
  setTimer(delayMs: number, run: () => void): () => void
}
