/** Promises of the public API, by number: a state machine settles them as plain data. */
export interface Waiters {
  /** The promise never becomes an unhandled rejection: a caller may ignore it. */
  add<T>(value: () => T): { readonly id: number; readonly promise: Promise<T> }
  settle(id: number, error?: unknown): void
}

export function createWaiters(): Waiters {
  const waiting = new Map<number, (error?: unknown) => void>()
  let last = 0
  return {
    add<T>(value: () => T) {
      last += 1
      const id = last
      const promise = new Promise<T>((resolve, reject) => {
        waiting.set(id, (error) => (error === undefined ? resolve(value()) : reject(error)))
      })
      promise.catch(() => {})
      return { id, promise }
    },
    settle(id, error) {
      const done = waiting.get(id)
      waiting.delete(id)
      done?.(error)
    },
  }
}
