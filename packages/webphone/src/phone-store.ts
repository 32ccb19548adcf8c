/** The picture of the phone and who watches it. Watchers hear once of all that one turn changed. */
import type { Logger } from './base/logger.ts'
import type { PhoneSnapshot } from './phone-api.ts'
import type { RunQueue } from './base/run-queue.ts'

export interface PhoneStore {
  /** Something may have changed. */
  changed(): void
  get(): PhoneSnapshot
  subscribe(listener: () => void): () => void
  close(): void
}

export function createPhoneStore(
  queue: RunQueue,
  logger: Logger,
  next: (old: PhoneSnapshot | undefined) => PhoneSnapshot,
): PhoneStore {
  const listeners = new Set<{ readonly run: () => void }>()
  let snapshot: PhoneSnapshot | undefined
  let told: PhoneSnapshot | undefined
  let isDue = false

  const get = () => (snapshot = next(snapshot))
  const tell = () => {
    isDue = false
    if (get() === told) return
    told = snapshot
    for (const one of listeners) {
      try {
        one.run()
      } catch (error) {
        logger.error('a subscriber failed', error)
      }
    }
  }

  return {
    changed() {
      if (isDue) return
      isDue = true
      queue(tell)
    },
    get,
    subscribe(run) {
      const entry = { run }
      listeners.add(entry)
      return () => listeners.delete(entry)
    },
    close: () => listeners.clear(),
  }
}
