import { jwtVerify } from 'jose'
import { beforeAll, expect, test } from 'vitest'
import { openTestServer, postJson } from '../testing/test-server.ts'
import type { TestServer } from '../testing/test-server.ts'

let server: TestServer
beforeAll(async () => {
  server = await openTestServer()
})
const ask = (body: unknown) => server.ask('/api/webphone/embed-token', postJson(body))
const key = new TextEncoder().encode('embed secret that is long enough')

test('a token for five minutes, signed, usable once, for the origins asked for', async () => {
  const { status, body } = await ask({ origins: ['https://crm.example'] })
  expect(status).toBe(200)
  expect(body).toEqual({ embed_token: expect.any(String), expires_at: '2026-11-22T15:05:00.000+07:00' })
  const token = (body as { embed_token: string }).embed_token
  const { payload, protectedHeader } = await jwtVerify(token, key, {
    algorithms: ['HS256'],
    audience: 'zorio-webphone-embed',
    currentDate: new Date(server.clock.nowMs),
  })
  expect(protectedHeader.alg).toBe('HS256')
  expect(payload).toMatchObject({
    ext: '1001',
    acc: server.ours.accountId,
    sub: String(server.ours.id),
    origins: ['https://crm.example'],
    jti: expect.stringMatching(/^[\w-]{36}$/),
    exp: server.clock.nowMs / 1000 + 300,
  })
})

test('no body means the defaults; each token has its own jti', async () => {
  const first = await server.ask('/api/webphone/embed-token', { method: 'POST' })
  const second = await ask({ ttl_seconds: 300 })
  expect(first.status).toBe(200)
  expect((first.body as { embed_token: string }).embed_token).not.toBe(
    (second.body as { embed_token: string }).embed_token,
  )
})

test('the asked life', async () => {
  expect((await ask({ ttl_seconds: 30 })).body).toMatchObject({ expires_at: '2026-11-22T15:00:30.000+07:00' })
})

test.each([
  { ttl_seconds: 29 },
  { ttl_seconds: 601 },
  { ttl_seconds: '300' },
  { ttl_seconds: 1.5 },
  { ttl_seconds: -1 },
  { origins: 'https://crm.example' },
  { origins: ['crm.example'] },
  { origins: ['https://crm.example/path'] },
  { origins: ['javascript:alert(1)'] },
  { origins: ['null'] },
  { origins: ['https://crm.example; script-src *'] },
  { origins: Array.from({ length: 21 }, () => 'https://crm.example') },
])('%j is 422', async (body) => {
  expect((await ask(body)).status).toBe(422)
})

test('needs a token of its own', async () => {
  expect((await server.ask('/api/webphone/embed-token', { method: 'POST', token: '' })).status).toBe(401)
})
