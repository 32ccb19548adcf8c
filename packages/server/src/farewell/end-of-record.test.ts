import { expect, test } from 'vitest'
import { openTestServer } from '../testing/test-server.ts'
import { endOfRecord } from './end-of-record.ts'

const nowMs = 1_795_000_060_000

async function house() {
  const server = await openTestServer()
  const told: unknown[] = []
  const end = endOfRecord({
    ...server,
    webhooks: { publish: async (event) => void told.push([event.step, event.endedAt]) },
    now: () => nowMs,
  })
  const row = {
    ...{ uuid: 'call-1', accountId: server.ours.accountId, direction: 'outbound' as const, cause: null },
    ...{ callerNumber: '1001', destinationNumber: '0987654321', extensionNumber: '1001', endedAt: null },
    ...{ startedAt: 1_795_000_000_000, answeredAt: 1_795_000_010_000 },
  }
  await server.calls.save(row)
  const stored = () => server.calls.byUuid(server.ours.accountId, 'call-1')
  return { end, told, stored, row }
}

test('the record of a call that was ended in place of its page ends, once, and webhooks hear it', async () => {
  const { end, told, stored, row } = await house()
  const farewell = { extension: '1001', callId: 'call-1', frame: '' }
  await end(farewell)
  await end(farewell)
  expect(await stored()).toEqual({ ...row, endedAt: nowMs, cause: 'NORMAL_CLEARING' })
  expect(told).toEqual([['hangup', nowMs]])
})

test('not of another account, nor of a call that nobody told of', async () => {
  const { end, told, stored, row } = await house()
  await end({ extension: '2001', callId: 'call-1', frame: '' })
  await end({ extension: '1001', callId: 'call-2', frame: '' })
  expect([await stored(), told]).toEqual([row, []])
})
