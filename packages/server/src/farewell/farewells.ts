/** Ends calls in the place of pages that went and did not come back. A try that fails is made again for a minute. */
import type { Clock } from '../clock.ts'
import type { Farewell } from './farewell.ts'
import type { FarewellStore, WaitingFarewell } from './farewell-store.ts'
import type { SendFrame } from './send-frame.ts'

export interface FarewellParts {
  readonly clock: Clock
  readonly farewells: FarewellStore
  readonly send: SendFrame
  /** A call that was still on is over. */
  readonly onEnded: (farewell: Farewell) => Promise<void>
  readonly onError: (error: unknown) => void
}

export interface Farewells {
  /** What waited when the last process ended. */
  start(): void
  /** Said after so long, unless another one is given by then. */
  keep(farewell: Farewell, seconds: number): Promise<void>
  /** Said at once. */
  say(farewell: Farewell): Promise<void>
  /** One that waits is said at once; false where none does. */
  sayWaiting(call: Pick<Farewell, 'extension' | 'callId'>): Promise<boolean>
  /** Resolves when nothing is under way. */
  settled(): Promise<void>
  /** What is cut stays in the database. */
  close(): Promise<void>
}

const againMs = 10_000
const giveUpMs = 60_000

export function createFarewells(parts: FarewellParts): Farewells {
  const { clock, farewells, onError } = parts
  const closing = new AbortController()
  const underWay = new Set<Promise<void>>()
  let nextAt = Number.POSITIVE_INFINITY
  let cancelTimer = (): void => undefined

  const track = (work: Promise<void>): void => {
    const done: Promise<void> = work.catch(onError).finally(() => underWay.delete(done))
    underWay.add(done)
  }
  const lookAt = (atMs: number): void => {
    if (closing.signal.aborted || atMs >= nextAt) return
    cancelTimer()
    nextAt = atMs
    cancelTimer = clock.after(Math.max(0, atMs - clock.now()), () => {
      nextAt = Number.POSITIVE_INFINITY
      track(look())
    })
  }
  const look = async (): Promise<void> => {
    const nowMs = clock.now()
    for (const one of await farewells.claim(nowMs, nowMs + againMs)) track(say(parts, one, closing.signal))
    const next = await farewells.nextAt()
    if (next !== undefined) lookAt(next)
  }
  const sayNow = (): void => track(look())
  return {
    start: sayNow,
    async keep(farewell, seconds) {
      const untilMs = clock.now() + seconds * 1000
      await farewells.keep(farewell, untilMs)
      lookAt(untilMs)
    },
    async say(farewell) {
      await farewells.hurry(farewell, clock.now())
      sayNow()
    },
    async sayWaiting(call) {
      const isThere = await farewells.hurryWaiting(call, clock.now())
      if (isThere) sayNow()
      return isThere
    },
    async settled() {
      while (underWay.size > 0) await Promise.all(underWay)
    },
    async close() {
      closing.abort()
      cancelTimer()
      await Promise.all(underWay)
    },
  }
}

async function say(parts: FarewellParts, farewell: WaitingFarewell, signal: AbortSignal): Promise<void> {
  const { clock, farewells, send, onEnded } = parts
  try {
    const status = await send(farewell.frame, signal)
    const isOver = status < 300
    // 481: it was over before, or the page that came back has replaced it.
    if (!isOver && status !== 481) throw new Error(`a farewell was refused with ${status}`)
    await farewells.remove(farewell)
    if (isOver) await onEnded(farewell)
  } catch (error) {
    if (signal.aborted) return
    if (clock.now() - farewell.wantedAt >= giveUpMs) await farewells.remove(farewell)
    throw error
  }
}
