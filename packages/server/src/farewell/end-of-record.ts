/** A call that was ended in the place of its page has a record that no phone will finish. */
import type { PbxCallEvent } from '@zorio/pbx'
import type { UserStore } from '../auth/user-store.ts'
import { callRowFromEvent } from '../calls/call-record.ts'
import type { CallStore } from '../calls/call-store.ts'
import type { Farewell } from './farewell.ts'

export interface RecordParts {
  readonly calls: CallStore
  readonly users: Pick<UserStore, 'accountOfExtension'>
  readonly webhooks: { publish(event: PbxCallEvent, accountId: number): Promise<void> }
  readonly now: () => number
}

export function endOfRecord(parts: RecordParts): (farewell: Farewell) => Promise<void> {
  const { calls, users, webhooks, now } = parts
  return async ({ callId, extension }) => {
    const accountId = await users.accountOfExtension(extension)
    const row = accountId === undefined ? undefined : await calls.byUuid(accountId, callId)
    if (accountId === undefined || !row || row.endedAt !== null) return
    const event: PbxCallEvent = {
      step: 'hangup',
      callUuid: row.uuid,
      direction: row.direction,
      callerNumber: row.callerNumber,
      destinationNumber: row.destinationNumber,
      extension: row.extensionNumber,
      startedAt: row.startedAt,
      ...(row.answeredAt !== null && { answeredAt: row.answeredAt }),
      endedAt: now(),
      cause: 'NORMAL_CLEARING',
    }
    if (await calls.saveReport(callRowFromEvent(event, accountId))) await webhooks.publish(event, accountId)
  }
}
