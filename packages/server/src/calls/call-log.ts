/** Writes what the PBX tells into the store: one write after the other, so that a hang-up never overtakes its answer. */
import type { PbxCallEvent } from '@zorio/pbx'
import { callRowFromEvent } from './call-record.ts'
import type { CallStore } from './call-store.ts'

export interface CallLog {
  /** Returns at once and never throws. */
  record: (event: PbxCallEvent) => void
  /** Resolves when all that was recorded is stored. */
  settled: () => Promise<void>
}

export function createCallLog(
  store: CallStore,
  options: {
    accountOf: (extension: string) => number | undefined
    onError: (error: unknown) => void
    /** Called in the same order, after each step is stored. */
    onStored?: (event: PbxCallEvent, accountId: number) => Promise<void>
  },
): CallLog {
  let tail = Promise.resolve()
  return {
    record(event) {
      const accountId = options.accountOf(event.extension)
      if (accountId === undefined) return
      const row = callRowFromEvent(event, accountId)
      tail = tail
        .then(() => store.save(row))
        .then(() => options.onStored?.(event, accountId))
        .catch(options.onError)
    },
    settled: () => tail,
  }
}
