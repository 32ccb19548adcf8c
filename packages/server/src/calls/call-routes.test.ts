import type { PbxCallEvent } from '@zorio/pbx'
import { beforeEach, expect, test } from 'vitest'
import { openTestServer } from '../testing/test-server.ts'
import type { TestServer } from '../testing/test-server.ts'
import { createCallLog } from './call-log.ts'
import type { CallLog } from './call-log.ts'

let server: TestServer
let log: CallLog
const startedAt = Date.parse('2026-11-22T07:00:00Z')

beforeEach(async () => {
  server = await openTestServer()
  const accounts: Record<string, number> = { 1001: server.ours.accountId, 2001: server.theirs.accountId }
  log = createCallLog(server.calls, {
    accountOf: (extension) => accounts[extension],
    onError: (error) => {
      throw error
    },
  })
})

const event = (changes: Partial<PbxCallEvent> = {}): PbxCallEvent => ({
  step: 'ringing',
  callUuid: 'c1',
  direction: 'outbound',
  callerNumber: '1001',
  destinationNumber: '9200',
  extension: '1001',
  startedAt,
  ...changes,
})

test('a call is one record that fills up as the call goes on', async () => {
  log.record(event())
  await log.settled()
  expect((await server.ask('/api/pbx/cdr/c1')).body).toMatchObject({
    data: { answer_time: null, end_time: null, duration: 0, billsec: 0, result: null, hangup_cause: null },
  })
  log.record(event({ step: 'answered', answeredAt: startedAt + 2000 }))
  log.record(
    event({
      step: 'hangup',
      answeredAt: startedAt + 2000,
      endedAt: startedAt + 9900,
      cause: 'NORMAL_CLEARING',
    }),
  )
  await log.settled()
  const record = {
    uuid: 'c1',
    direction: 'outbound',
    source_type: 'outbound_webphone',
    caller_number: '1001',
    destination_number: '9200',
    extension_number: '1001',
    start_time: '2026-11-22T14:00:00.000+07:00',
    answer_time: '2026-11-22T14:00:02.000+07:00',
    end_time: '2026-11-22T14:00:09.900+07:00',
    duration: 9,
    billsec: 7,
    result: 'answered',
    hangup_cause: 'NORMAL_CLEARING',
  }
  expect((await server.ask('/api/pbx/cdr/c1')).body).toEqual({ data: record })
  expect((await server.ask('/api/pbx/cdr')).body).toEqual({
    current_page: 1,
    data: [record],
    last_page: 1,
    per_page: 50,
    total: 1,
  })
})

test.each([
  ['USER_BUSY', 'busy'],
  ['NO_ANSWER', 'no_answer'],
  ['CALL_REJECTED', 'rejected'],
  ['ORIGINATOR_CANCEL', 'cancelled'],
  ['UNALLOCATED_NUMBER', 'failed'],
  ['constructor', 'failed'],
])('%s before the answer is %s', async (cause, result) => {
  log.record(event({ step: 'hangup', endedAt: startedAt + 1000, cause }))
  await log.settled()
  expect((await server.ask('/api/pbx/cdr/c1')).body).toMatchObject({ data: { result, billsec: 0 } })
})

test('calls of another account are 404 alone and absent from the list', async () => {
  log.record(event({ callUuid: 'theirs', extension: '2001', callerNumber: '2001' }))
  log.record(event({ callUuid: 'nobody', extension: '3001' }))
  await log.settled()
  expect(await server.ask('/api/pbx/cdr/theirs')).toMatchObject({
    status: 404,
    body: { message: 'Resource not found.' },
  })
  expect((await server.ask('/api/pbx/cdr')).body).toMatchObject({ total: 0, data: [], last_page: 1 })
  const seenByThem = await server.ask('/api/pbx/cdr', { token: server.theirs.token })
  expect(seenByThem.body).toMatchObject({ total: 1, data: [{ uuid: 'theirs' }] })
})

test('another account cannot overwrite a record by sending the same uuid', async () => {
  log.record(event())
  log.record(event({ extension: '2001', step: 'hangup', endedAt: startedAt + 1, cause: 'USER_BUSY' }))
  await log.settled()
  expect((await server.ask('/api/pbx/cdr/c1')).body).toMatchObject({ data: { result: null } })
})

test('a call with the Call-ID of another is a record of its own, and webhooks hear it under its own uuid', async () => {
  const told: string[] = []
  const ours = server.ours.accountId
  const both = createCallLog(server.calls, {
    accountOf: (extension) => (extension === '2001' ? server.theirs.accountId : ours),
    onError: (error) => {
      throw error
    },
    onStored: async ({ callUuid, step }) => void told.push(`${callUuid} ${step}`),
  })
  const long = { answeredAt: startedAt + 1000, endedAt: startedAt + 601_000, cause: 'NORMAL_CLEARING' }
  both.record(event({ step: 'hangup', ...long }))
  const later = { callUuid: 'c1', startedAt: startedAt + 700_000 }
  both.record(event({ ...later, extension: '1002', callerNumber: '1002' }))
  const short = { step: 'hangup', endedAt: startedAt + 701_000, cause: 'USER_BUSY' } as const
  both.record(event({ ...later, ...short, extension: '1002', callerNumber: '1002' }))
  both.record(event({ ...later, ...short, extension: '2001', callerNumber: '2001' }))
  await both.settled()
  expect((await server.ask('/api/pbx/cdr/c1')).body).toMatchObject({
    data: { caller_number: '1001', billsec: 600, result: 'answered' },
  })
  expect((await server.ask('/api/pbx/cdr')).body).toMatchObject({
    total: 2,
    data: [{ caller_number: '1002', result: 'busy' }, { uuid: 'c1' }],
  })
  const { body } = await server.ask('/api/pbx/cdr', { token: server.theirs.token })
  expect(body).toMatchObject({ total: 1, data: [{ caller_number: '2001', result: 'busy' }] })
  expect(new Set(told.map((line) => line.split(' ')[0])).size).toBe(3)
  expect(told).toHaveLength(4)
})

test('pages, newest first, filtered by extension and time', async () => {
  for (let i = 0; i < 5; i++)
    log.record(
      event({
        callUuid: `c${i}`,
        startedAt: startedAt + i * 1000,
        destinationNumber: i < 2 ? '1003' : '9200',
      }),
    )
  await log.settled()
  const page = await server.ask('/api/pbx/cdr?per_page=2&page=2')
  expect(page.body).toMatchObject({
    current_page: 2,
    last_page: 3,
    per_page: 2,
    total: 5,
    data: [{ uuid: 'c2' }, { uuid: 'c1' }],
  })
  expect((await server.ask('/api/pbx/cdr?extension=1003')).body).toMatchObject({ total: 2 })
  expect((await server.ask('/api/pbx/cdr?from=2026-11-22&to=2026-11-22')).body).toMatchObject({ total: 5 })
  expect((await server.ask('/api/pbx/cdr?from=2026-11-20&to=2026-11-21')).body).toMatchObject({ total: 0 })
  const fromThird = encodeURIComponent('2026-11-22T14:00:02+07:00')
  expect((await server.ask(`/api/pbx/cdr?from=${fromThird}`)).body).toMatchObject({ total: 3 })
})

test.each([
  ['per_page=201', 'per_page'],
  ['per_page=0', 'per_page'],
  ['page=x', 'page'],
  ['extension=abc', 'extension'],
  ['from=yesterday', 'from'],
  ['to=2026-99-99', 'to'],
  ['from=2026-11-22&to=2026-11-01', 'to'],
  ['from=2026-09-01&to=2026-11-01', 'to'],
])('%s is 422 for %s', async (query, field) => {
  const { status, body } = await server.ask(`/api/pbx/cdr?${query}`)
  expect(status).toBe(422)
  expect(body).toMatchObject({ errors: { [field]: [expect.any(String)] } })
})

test('60 a minute', async () => {
  for (let i = 0; i < 60; i++) expect((await server.ask('/api/pbx/cdr')).status).toBe(200)
  expect((await server.ask('/api/pbx/cdr')).status).toBe(429)
})
