/** One operation after the other; `close` rejects what runs and what waits (a closed peer connection never settles its promises). */

export interface Sequence {
  run<T>(operation: () => Promise<T>): Promise<T>
  close(reason: Error): void
}

export function createSequence(): Sequence {
  let tail: Promise<unknown> = Promise.resolve()
  let closedBy: Error | undefined
  const pending = new Set<(reason: Error) => void>()

  function run<T>(operation: () => Promise<T>): Promise<T> {
    const result = new Promise<T>((resolve, reject) => {
      if (closedBy) return reject(closedBy)
      pending.add(reject)
      tail = tail
        .then(() => (closedBy ? Promise.reject(closedBy) : operation()))
        .then(resolve, reject)
        .finally(() => pending.delete(reject))
    })
    return result
  }

  function close(reason: Error): void {
    closedBy = reason
    for (const reject of pending) reject(reason)
    pending.clear()
  }

  return { run, close }
}
