/** Named timers: setting one again replaces it; after `clear()` none fires. */
import type { Clock } from './clock.ts'

export interface Timers<Name> {
  /** null: only the old one is cancelled. `lateMs` tells how much later than asked it fired. */
  set(name: Name, delayMs: number | null): void
  clear(): void
}

export function createTimers<Name>(
  clock: Clock,
  onTimer: (name: Name, lateMs: number) => void,
): Timers<Name> {
  const cancels = new Map<Name, () => void>()
  return {
    set(name, delayMs) {
      cancels.get(name)?.()
      cancels.delete(name)
      if (delayMs === null) return
      const dueAt = clock.now() + delayMs
      // Sleep may stop the monotonic clock: the wall clock tells then. It may also jump; a needless probe is harmless.
      const dueWall = clock.wallTime() + delayMs
      const cancel = clock.setTimer(delayMs, () => {
        cancels.delete(name)
        onTimer(name, Math.max(0, clock.now() - dueAt, clock.wallTime() - dueWall))
      })
      cancels.set(name, cancel)
    },
    clear() {
      for (const cancel of cancels.values()) cancel()
      cancels.clear()
    },
  }
}
