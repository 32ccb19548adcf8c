/** One 20 ms beat for all calls. A plain `setInterval(20)` loses 1-4 % of the frames; this one aims at fixed points in time. */
export interface Pacer {
  /** `tick` runs every 20 ms from now on, until the returned function is called. */
  add(tick: () => void): () => void
  close(): void
}

export const FRAME_MS = 20
/** After a longer stall than this the missed beats are dropped: a burst of old frames would only overflow jitter buffers. */
const MAX_CATCH_UP = 10

export function createPacer(now: () => number = () => performance.now()): Pacer {
  const ticks = new Set<() => void>()
  let timer: NodeJS.Timeout | undefined
  let due = 0

  const run = () => {
    const behind = Math.floor((now() - due) / FRAME_MS) + 1
    if (behind > MAX_CATCH_UP) due = now()
    const beats = behind > MAX_CATCH_UP ? 1 : behind
    for (let beat = 0; beat < beats; beat += 1) {
      due += FRAME_MS
      for (const tick of ticks) tick()
    }
    schedule()
  }
  const schedule = () => {
    timer = ticks.size === 0 ? undefined : setTimeout(run, Math.max(0, due - now()))
  }

  return {
    add(tick) {
      ticks.add(tick)
      if (timer === undefined) {
        due = now() + FRAME_MS
        schedule()
      }
      return () => ticks.delete(tick)
    },
    close() {
      ticks.clear()
      clearTimeout(timer)
      timer = undefined
    },
  }
}
