/**
 * The receiver of digits as the phone sees it: fetched while the phone starts, so that nothing waits for its code, and
 * calls go without it where it does not come.
 */
import type { DtmfReceiver } from './dtmf-receiver.ts'
import { within } from '../base/within.ts'
import { workersFrom } from '../worker/start-worker.ts'

export interface LoadedDtmfReceiver extends DtmfReceiver {
  /** Resolves when it is known whether there is a worker, at once where none was started, after a second at most. */
  settled: () => Promise<void>
}

/** A call that comes before the worker waits this long for it, rather than go without received digits. */
const settledTimeoutMs = 1_000

export function loadDtmfReceiver(workerUrl: string | undefined): LoadedDtmfReceiver {
  let receiver: DtmfReceiver | undefined
  let isDisposed = false
  let starting = Promise.resolve()

  async function load(onUnavailable: (detail: string) => void): Promise<void> {
    try {
      const { createDtmfReceiver } = await import('./dtmf-receiver.ts')
      if (isDisposed) return
      receiver ??= createDtmfReceiver(workersFrom(workerUrl))
      await receiver.start(onUnavailable)
    } catch (error) {
      onUnavailable(`The worker was refused: ${error instanceof Error ? error.message : String(error)}`)
    }
  }

  return {
    start: (onUnavailable) => (starting = load(onUnavailable)),
    settled: () => within(settledTimeoutMs, starting, () => undefined),
    tap: (to, report) => receiver?.tap(to, report),
    dispose: () => {
      isDisposed = true
      receiver?.dispose()
    },
  }
}
