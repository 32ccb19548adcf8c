import { beforeEach, expect, test } from 'vitest'
import { openTestServer, postJson } from '../testing/test-server.ts'
import type { TestServer } from '../testing/test-server.ts'
import type { Scope } from './scope.ts'

let server: TestServer
beforeEach(async () => {
  server = await openTestServer()
})

test('a user sees the own tokens, without their secrets', async () => {
  const expiresAt = server.clock.nowMs + 60_000
  await server.login.issueToken(server.ours.id, 'CRM', { scopes: ['pbx.read'], expiresAt })
  const { body } = await server.ask('/api/auth/tokens')
  expect(body).toEqual({
    data: [
      {
        id: expect.any(Number),
        device_name: 'CRM',
        scopes: ['pbx.read'],
        created_at: '2026-11-22T15:00:00.000+07:00',
        expires_at: '2026-11-22T15:01:00.000+07:00',
        is_current: false,
      },
      expect.objectContaining({ device_name: 'test', scopes: ['*'], expires_at: null, is_current: true }),
    ],
  })
})

test('a revoked token is over at once; tokens of others are 404', async () => {
  const token = await server.login.issueToken(server.ours.id, 'CRM')
  const id = token.split('|')[0]
  const revoke = (who: string) => server.ask(`/api/auth/tokens/${id}`, { method: 'DELETE', token: who })
  expect((await revoke(server.theirs.token)).status).toBe(404)
  expect((await server.ask('/api/auth/me', { token })).status).toBe(200)
  expect((await revoke(server.ours.token)).status).toBe(204)
  expect((await server.ask('/api/auth/me', { token })).status).toBe(401)
  expect((await revoke(server.ours.token)).status).toBe(404)
})

test('a token ends at its time', async () => {
  const token = await server.login.issueToken(server.ours.id, 'x', { expiresAt: server.clock.nowMs + 1000 })
  expect((await server.ask('/api/auth/me', { token })).status).toBe(200)
  server.clock.advance(1000)
  expect((await server.ask('/api/auth/me', { token })).status).toBe(401)
  expect(await server.users.deleteExpiredTokens(server.clock.nowMs)).toBe(1)
})

const routes: [Scope, 'GET' | 'POST', string][] = [
  ['webphone', 'GET', '/api/webphone/sip-config'],
  ['webphone', 'GET', '/api/contacts/lookup?number=1'],
  ['webphone', 'POST', '/api/webphone/calls/x/hangup'],
  ['embed', 'POST', '/api/webphone/embed-token'],
  ['pbx.read', 'GET', '/api/pbx/cdr'],
  ['pbx.read', 'GET', '/api/pbx/cdr/x'],
  ['pbx.call', 'POST', '/api/pbx/click-to-call'],
  ['webhooks', 'GET', '/api/pbx/webhooks'],
  ['webhooks', 'GET', '/api/pbx/webhook-deliveries'],
  ['tokens', 'GET', '/api/auth/tokens'],
]

test.each(routes)('%s opens %s %s, no other scope does', async (scope, method, path) => {
  const others = [...new Set(routes.map(([name]) => name))].filter((name) => name !== scope)
  const narrow = await server.login.issueToken(server.ours.id, 'x', { scopes: others })
  const right = await server.login.issueToken(server.ours.id, 'x', { scopes: [scope] })
  expect((await server.ask(path, { method, token: narrow })).status).toBe(403)
  expect((await server.ask(path, { method, token: right })).status).not.toBe(403)
})

test('a scope that is none is 422 at the login', async () => {
  const body = { username: 'a', password: 'b', scopes: ['root'] }
  expect((await server.ask('/api/auth/login', { ...postJson(body), token: '' })).status).toBe(422)
})

test('of the tokens of one device the newest stay', async () => {
  for (let i = 0; i < 8; i++) await server.login.issueToken(server.ours.id, 'demo')
  expect(await server.users.deleteOldTokens({ userId: server.ours.id, deviceName: 'demo', keep: 5 })).toBe(3)
  const names = (await server.users.tokensOf(server.ours.id)).map((row) => row.deviceName)
  expect(names).toEqual(['demo', 'demo', 'demo', 'demo', 'demo', 'test'])
})
