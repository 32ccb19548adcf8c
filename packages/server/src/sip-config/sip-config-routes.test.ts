import { createHmac } from 'node:crypto'
import { expect, test } from 'vitest'
import { openTestServer, testSipConfig } from '../testing/test-server.ts'

const hmac = (secret: string, text: string) => createHmac('sha1', secret).update(text).digest('base64')
const path = '/api/webphone/sip-config'
test('all that a phone needs, and nothing that outlives an hour', async () => {
  const server = await openTestServer()
  const { status, body, headers } = await server.ask(path)
  expect(status).toBe(200)
  const username = `${server.clock.nowMs / 1000 + 3600}:1001`
  expect(body).toEqual({
    data: {
      extension: '1001',
      display_name: 'Người 1001',
      domain: 'pbx.test',
      wss_urls: ['ws://localhost:8080/sip'],
      username,
      password: hmac('sip secret', username),
      challenge: 'Digest realm="pbx.test", nonce="first", algorithm=SHA-256, qop="auth"',
      credentials_ttl: 3600,
      ice_servers: [],
      ice_transport_policy: 'all',
      register_expires: 600,
      keepalive_seconds: 30,
    },
  })
  expect(headers.get('Cache-Control')).toBe('no-store')
})

test.each([
  ['http://127.0.0.1:9000', 'ws://127.0.0.1:9000/sip'],
  ['http://[::1]:9000', 'ws://[::1]:9000/sip'],
  ['http://192.168.1.5:8080', 'wss://192.168.1.5:8080/sip'],
  ['https://app.example', 'wss://app.example/sip'],
])('asked as %s the PBX is at %s', async (origin, wssUrl) => {
  const server = await openTestServer()
  expect((await server.ask(origin + path)).body).toMatchObject({ data: { wss_urls: [wssUrl] } })
})

test('behind a proxy the public address counts', async () => {
  const server = await openTestServer({ publicUrl: 'https://phone.example/' })
  expect((await server.ask(path)).body).toMatchObject({ data: { wss_urls: ['wss://phone.example/sip'] } })
})

test('Kamailio and TURN as the options say; a short life shortens the registration', async () => {
  const server = await openTestServer({
    sipConfig: {
      ...testSipConfig,
      credentialsTtlSeconds: 300,
      wssUrls: ['wss://a.example/ws', 'wss://b.example/ws'],
      stunUrls: ['stun:s.example'],
      turnUrls: ['turn:t.example?transport=udp', 'turns:t.example'],
      turnSecret: 'turn secret',
      iceTransportPolicy: 'relay',
    },
  })
  const username = `${server.clock.nowMs / 1000 + 300}:1001`
  expect((await server.ask(path)).body).toMatchObject({
    data: {
      wss_urls: ['wss://a.example/ws', 'wss://b.example/ws'],
      ice_servers: [
        { urls: ['stun:s.example'] },
        {
          urls: ['turn:t.example?transport=udp', 'turns:t.example'],
          username,
          credential: hmac('turn secret', username),
        },
      ],
      ice_transport_policy: 'relay',
      credentials_ttl: 300,
      register_expires: 300,
    },
  })
})

test('nobody gets credentials without a token', async () => {
  const server = await openTestServer()
  expect((await server.ask(path, { token: '' })).status).toBe(401)
})

test('one token gets 120 a minute, another is not touched by it', async () => {
  const server = await openTestServer()
  for (let i = 0; i < 120; i++) expect((await server.ask(path)).status).toBe(200)
  const refused = await server.ask(path)
  expect(refused.status).toBe(429)
  expect(refused.headers.get('X-RateLimit-Reset')).toBe(String(server.clock.nowMs / 1000 + 60))
  expect((await server.ask(path, { token: server.theirs.token })).status).toBe(200)
  server.clock.nowMs += 60_000
  const again = await server.ask(path)
  expect(again.status).toBe(200)
  expect(again.headers.get('X-RateLimit-Remaining')).toBe('119')
})
