/** Writes what the PBX tells into the store: one write after the other, so that a hang-up never overtakes its answer. */
import { createHash } from 'node:crypto'
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
      tail = tail
        .then(() => keep(store, event, accountId))
        .then((kept) => options.onStored?.(kept, accountId))
        .catch(options.onError)
    },
    settled: () => tail,
  }
}

/** The uuid is the Call-ID, which the phone chooses: one that is taken changes no record of another call, and hides none. */
async function keep(store: CallStore, event: PbxCallEvent, accountId: number): Promise<PbxCallEvent> {
  if (await store.save(callRowFromEvent(event, accountId))) return event
  const { callUuid, extension, startedAt } = event
  const name = [accountId, extension, startedAt, callUuid].join(' ')
  const own = { ...event, callUuid: createHash('sha256').update(name).digest('hex').slice(0, 32) }
  await store.save(callRowFromEvent(own, accountId))
  return own
}
