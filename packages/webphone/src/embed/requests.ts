/** Questions over a port and their answers. Every question is answered, or fails with a code. */
import { EmbedError } from './embed-error.ts'

export interface Requests {
  /** Sends what `message` makes of the fresh id; rejects after `limitMs`. */
  ask(message: (id: number) => unknown, limitMs: number): Promise<unknown>
  resolve(id: number, value: unknown): void
  reject(id: number, error: Error): void
  /** All that is under way; later questions are refused as well until `open()`. */
  close(error: Error): void
  open(): void
}

interface Pending {
  readonly resolve: (value: unknown) => void
  readonly reject: (error: Error) => void
  readonly timer: ReturnType<typeof setTimeout>
}

export function createRequests(send: (message: unknown) => void): Requests {
  const pending = new Map<number, Pending>()
  let lastId = 0
  let closed: Error | undefined

  const take = (id: number): Pending | undefined => {
    const one = pending.get(id)
    pending.delete(id)
    clearTimeout(one?.timer)
    return one
  }

  return {
    ask: (message, limitMs) =>
      new Promise((resolve, reject) => {
        if (closed) return reject(closed)
        const id = (lastId += 1)
        const timer = setTimeout(() => {
          take(id)?.reject(new EmbedError('embed_timeout', `No answer within ${limitMs / 1000} s.`))
        }, limitMs)
        pending.set(id, { resolve, reject, timer })
        try {
          send(message(id))
        } catch (cause) {
          // What cannot be cloned cannot cross.
          take(id)?.reject(cause instanceof Error ? cause : new Error(String(cause)))
        }
      }),
    resolve: (id, value) => take(id)?.resolve(value),
    reject: (id, error) => take(id)?.reject(error),
    close(error) {
      closed = error
      for (const id of [...pending.keys()]) take(id)?.reject(error)
    },
    open() {
      closed = undefined
    },
  }
}
