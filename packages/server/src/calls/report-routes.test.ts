import { expect, test } from 'vitest'
import { openTestServer, postJson } from '../testing/test-server.ts'

const ringing = {
  ...{ step: 'ringing', direction: 'outgoing', number: '0987654321' },
  ...{ started_ms_ago: 1000, answered_ms_ago: null, ended_ms_ago: null, cause: null },
}
const answered = { ...ringing, step: 'answered', started_ms_ago: 5000, answered_ms_ago: 0 }
const ended = {
  ...{ ...answered, step: 'hangup', started_ms_ago: 65_000, answered_ms_ago: 60_000, ended_ms_ago: 0 },
  cause: 'NORMAL_CLEARING',
}
const path = '/api/webphone/calls/call-1/report'

async function open() {
  const server = await openTestServer({ pbx: () => undefined })
  const tell = async (body: object, token = server.ours.token, to = path) =>
    (await server.ask(to, { ...postJson(body), token })).status
  const records = async (token = server.ours.token) =>
    ((await server.ask('/api/pbx/cdr', { token })).body as { data: Record<string, unknown>[] }).data
  return { ...server, tell, records }
}

test('a call as its phone tells it becomes a record, on the clock of the server', async () => {
  const { tell, records, clock } = await open()
  expect(await tell(ringing)).toBe(200)
  clock.nowMs += 4000
  expect(await tell(answered)).toBe(200)
  clock.nowMs += 60_000
  expect(await tell(ended)).toBe(200)
  expect(await records()).toMatchObject([
    {
      ...{ uuid: 'call-1', source_type: 'outbound_webphone', caller_number: '1001', result: 'answered' },
      ...{ destination_number: '0987654321', extension_number: '1001', duration: 65, billsec: 60 },
    },
  ])
})

test('what comes late, twice or out of order changes nothing that is known', async () => {
  const { tell, records } = await open()
  for (const report of [ended, ringing, answered, { ...ended, cause: 'USER_BUSY', answered_ms_ago: null }])
    expect(await tell(report)).toBe(200)
  expect(await records()).toMatchObject([
    { hangup_cause: 'NORMAL_CLEARING', billsec: 60, result: 'answered' },
  ])
})

test('webhooks are told of each step once', async () => {
  const server = await open()
  const { accountId } = server.ours
  await server.endpoints.create({
    ...{ accountId, name: 'CRM', url: 'http://127.0.0.1:9/hook', secret: 's', createdAt: 0 },
    events: ['pbx.call.ringing', 'pbx.call.answered', 'pbx.call.hangup', 'pbx.cdr.created'],
  })
  for (const report of [ringing, ringing, answered, answered, ended, ended]) await server.tell(report)
  const list = await server.ask('/api/pbx/webhook-deliveries')
  const { data } = list.body as { data: { event: string }[] }
  expect(data.map(({ event }) => event).sort()).toEqual([
    ...['pbx.call.answered', 'pbx.call.hangup', 'pbx.call.ringing', 'pbx.cdr.created'],
  ])
  await server.webhooks.close(0)
})

test('of a call between two of the account the caller tells; another account and user change nothing', async () => {
  const server = await open()
  const { accountId } = server.ours
  const id = await server.users.createUser({
    ...{ accountId, username: 'two', fullName: 'Two', extension: '1002', passwordHash: 'none' },
  })
  const token = await server.login.issueToken(id, 'test')
  const internal = { ...ringing, number: '1002' }
  expect(await server.tell(internal)).toBe(200)
  expect(await server.tell({ ...ended, direction: 'incoming', number: '1001' }, token)).toBe(200)
  expect(await server.tell(ended, server.theirs.token)).toBe(200)
  expect(await server.tell(ended, token)).toBe(200)
  expect(await server.records()).toMatchObject([
    { direction: 'internal', end_time: null, caller_number: '1001' },
  ])
  expect(await server.records(server.theirs.token)).toEqual([])
})

test('a PBX of our own knows better; nonsense is refused', async () => {
  const own = await openTestServer()
  expect((await own.ask(path, postJson(ringing))).status).toBe(409)
  const { tell } = await open()
  for (const wrong of [{ number: 'a b' }, { started_ms_ago: -1 }, { cause: 'x y' }, { step: 'over' }])
    expect(await tell({ ...ringing, ...wrong })).toBe(422)
})
