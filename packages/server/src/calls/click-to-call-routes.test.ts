import { beforeEach, expect, test } from 'vitest'
import { openTestServer, postJson } from '../testing/test-server.ts'
import type { TestServer } from '../testing/test-server.ts'

let server: TestServer
beforeEach(async () => {
  server = await openTestServer()
  server.pbx.registered = ['1001', '2001']
})
const click = (body: unknown) => server.ask('/api/pbx/click-to-call', postJson(body))
const good = { from_extension: '1001', to_phone: '0987654321' }

test('the call is queued', async () => {
  const { status, body, headers } = await click(good)
  expect(status).toBe(202)
  expect(body).toEqual({ data: { call_uuid: 'call-of-fake', status: 'queued', ...good } })
  expect(headers.get('X-RateLimit-Limit')).toBe('10')
  expect(server.pbx.asked).toEqual([['connectCall', { extension: '1001', destination: '0987654321' }]])
})

test.each([
  [{}, 'from_extension'],
  [{ ...good, from_extension: '12' }, 'from_extension'],
  [{ ...good, from_extension: '1001x' }, 'from_extension'],
  [{ ...good, to_phone: 'sip:evil' }, 'to_phone'],
  [{ ...good, to_phone: '12' }, 'to_phone'],
  [{ ...good, to_phone: '1'.repeat(33) }, 'to_phone'],
])('%j is 422 for %s', async (body, field) => {
  expect(await click(body)).toMatchObject({
    status: 422,
    body: { errors: { [field]: [expect.any(String)] } },
  })
})

test('an extension of another account is answered like one that never was', async () => {
  const foreign = await click({ ...good, from_extension: '2001' })
  const unknown = await click({ ...good, from_extension: '3001' })
  expect(foreign.status).toBe(422)
  expect(foreign.body).toEqual(unknown.body)
  expect(server.pbx.asked).toEqual([])
})

test('without a phone it is 409', async () => {
  server.pbx.registered = []
  expect((await click(good)).status).toBe(409)
})

test('ten a minute', async () => {
  for (let i = 0; i < 10; i++) expect((await click(good)).status).toBe(202)
  const { status, headers } = await click(good)
  expect(status).toBe(429)
  expect(headers.get('Retry-After')).toBe('60')
  server.clock.advance(60_000)
  expect((await click(good)).status).toBe(202)
})

test('with an engine that is not ours, 503 in words', async () => {
  const other = await openTestServer({ pbx: () => undefined })
  expect(await other.ask('/api/pbx/click-to-call', postJson(good))).toMatchObject({
    status: 503,
    body: { message: 'Calls cannot be controlled with this engine.' },
  })
})
