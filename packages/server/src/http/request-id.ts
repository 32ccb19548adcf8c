/** One id a request, in its answer and in the log: the one that a proxy gave it, or a new one. */
import { randomUUID } from 'node:crypto'

/** Anything else could forge lines of the log. */
const usable = /^[\w.:-]{1,64}$/

export function requestIdFrom(given: string | undefined): string {
  return given !== undefined && usable.test(given) ? given : randomUUID()
}
