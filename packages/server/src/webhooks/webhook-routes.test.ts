import { beforeEach, expect, test } from 'vitest'
import { openTestServer, postJson } from '../testing/test-server.ts'
import type { TestServer } from '../testing/test-server.ts'

let server: TestServer
beforeEach(async () => {
  server = await openTestServer()
})
const path = '/api/pbx/webhooks'
const url = 'https://crm.example/hook'
const create = (body: unknown) => server.ask(path, postJson(body))
const theirs = () => ({ token: server.theirs.token })

test('the secret is shown once', async () => {
  const { status, body } = await create({ url, name: 'CRM', events: ['pbx.cdr.created'] })
  const data = {
    id: expect.any(Number),
    name: 'CRM',
    url,
    events: ['pbx.cdr.created'],
    status: 'active',
    failures_in_a_row: 0,
    created_at: '2026-11-22T15:00:00.000+07:00',
  }
  expect(status).toBe(201)
  expect(body).toEqual({ data: { ...data, secret: expect.stringMatching(/^[A-Za-z0-9]{32}$/) } })
  expect((await server.ask(path)).body).toEqual({ data: [data] })
})

test('all events by default', async () => {
  expect((await create({ url })).body).toMatchObject({
    data: { events: ['pbx.call.ringing', 'pbx.call.answered', 'pbx.call.hangup', 'pbx.cdr.created'] },
  })
})

test.each([
  [{}, 'url'],
  [{ url: 'crm.example' }, 'url'],
  [{ url: 'ftp://crm.example' }, 'url'],
  [{ url: 'http://10.0.0.1/' }, 'url'],
  [{ url: 'http://169.254.169.254/' }, 'url'],
  [{ url, events: [] }, 'events'],
  [{ url, events: ['pbx.call.other'] }, 'events.0'],
])('%j is 422 for %s', async (body, field) => {
  const answer = await create(body)
  expect(answer.status).toBe(422)
  expect(answer.body).toMatchObject({ errors: { [field]: [expect.any(String)] } })
})

test('another account sees nothing and changes nothing', async () => {
  const { body } = await create({ url })
  const { id } = (body as { data: { id: number } }).data
  const { accountId } = server.ours
  const delivery = { id: 'd1', accountId, endpointId: id, event: 'pbx.call.ringing', body: '{}' } as const
  await server.deliveries.add({ ...delivery, createdAt: 0 })
  await server.deliveries.giveUp(id)
  expect((await server.ask(path, theirs())).body).toEqual({ data: [] })
  expect((await server.ask('/api/pbx/webhook-deliveries', theirs())).body).toMatchObject({ total: 0 })
  for (const [method, tried] of [
    ['DELETE', `${path}/${id}`],
    ['POST', `${path}/${id}/resume`],
    ['POST', '/api/pbx/webhook-deliveries/d1/replay'],
  ] as const)
    expect((await server.ask(tried, { method, ...theirs() })).status).toBe(404)
  expect((await server.ask(path)).body).toMatchObject({ data: [{ id }] })
  expect((await server.ask(`${path}/${id}`, { method: 'DELETE' })).status).toBe(204)
  expect((await server.ask('/api/pbx/webhook-deliveries')).body).toMatchObject({ total: 0 })
})

test.each(['0', 'x', '-1', '99999999999999999999', '1e3'])('%s is no webhook', async (id) => {
  expect((await server.ask(`${path}/${id}`, { method: 'DELETE' })).status).toBe(404)
})

test('what is still being tried is not replayed', async () => {
  const { body } = await create({ url })
  const endpointId = (body as { data: { id: number } }).data.id
  const { accountId } = server.ours
  const delivery = { id: 'd1', accountId, endpointId, event: 'pbx.call.ringing', body: '{}' } as const
  await server.deliveries.add({ ...delivery, createdAt: server.clock.nowMs })
  const replayed = await server.ask('/api/pbx/webhook-deliveries/d1/replay', { method: 'POST' })
  expect(replayed.status).toBe(409)
})

test('twenty for an account', async () => {
  for (let i = 0; i < 20; i++) expect((await create({ url })).status).toBe(201)
  expect((await create({ url })).status).toBe(409)
})

test('nobody without a token', async () => {
  for (const asked of [path, '/api/pbx/webhook-deliveries'])
    expect((await server.ask(asked, { token: '' })).status).toBe(401)
})
