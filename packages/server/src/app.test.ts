import { expect, test } from 'vitest'
import { openTestServer, postJson } from './testing/test-server.ts'

const me = '/api/auth/me'

test('any page may call the API with a token, and none with cookies', async () => {
  const { ask } = await openTestServer()
  const preflight = await ask(me, {
    method: 'OPTIONS',
    token: '',
    headers: {
      Origin: 'https://crm.example',
      'Access-Control-Request-Method': 'GET',
      'Access-Control-Request-Headers': 'authorization',
    },
  })
  expect(preflight.status).toBe(204)
  expect(preflight.headers.get('Access-Control-Allow-Origin')).toBe('https://crm.example')
  expect(preflight.headers.get('Access-Control-Allow-Headers')).toContain('Authorization')
  expect(preflight.headers.get('Access-Control-Allow-Credentials')).toBeNull()
  expect(preflight.headers.get('Vary')).toContain('Origin')
  const answer = await ask(me, { headers: { Origin: 'https://crm.example' } })
  expect(answer.headers.get('Access-Control-Allow-Origin')).toBe('https://crm.example')
  expect(answer.headers.get('Access-Control-Expose-Headers')).toContain('Retry-After')
})

test('with a list of origins the others get no permission', async () => {
  const { ask } = await openTestServer({ allowedOrigins: ['https://crm.example'] })
  const allowed = await ask(me, { headers: { Origin: 'https://crm.example' } })
  const foreign = await ask(me, { headers: { Origin: 'https://evil.example' } })
  expect(allowed.headers.get('Access-Control-Allow-Origin')).toBe('https://crm.example')
  expect(foreign.headers.get('Access-Control-Allow-Origin')).toBeNull()
  expect(foreign.headers.get('Vary')).toContain('Origin')
})

test('refusals can be read by a page too', async () => {
  const { ask } = await openTestServer()
  const refused = await ask(me, { token: '', headers: { Origin: 'https://crm.example' } })
  expect(refused.status).toBe(401)
  expect(refused.headers.get('Access-Control-Allow-Origin')).toBe('https://crm.example')
})

test('every answer of the API is kept out of caches, and typed', async () => {
  const { ask } = await openTestServer()
  for (const path of [me, '/api/nothing']) {
    const { headers } = await ask(path)
    expect(headers.get('Cache-Control')).toBe('no-store')
    expect(headers.get('X-Content-Type-Options')).toBe('nosniff')
    expect(headers.get('Referrer-Policy')).toBe('no-referrer')
  }
})

test.each(['/', '/api', '/api/nothing', '/demo/session.json', '/.env'])(
  '%s is 404 without the demo',
  async (path) => {
    const { ask } = await openTestServer()
    expect(await ask(path)).toMatchObject({ status: 404, body: { message: 'Resource not found.' } })
  },
)

test('a failure inside is told without its cause, and reported', async () => {
  const server = await openTestServer()
  await server.db.exec('DROP TABLE contact_phones')
  expect(await server.ask('/api/contacts/lookup?number=0987654321')).toMatchObject({
    status: 500,
    body: { message: 'Server error.' },
  })
  expect(server.errors[0]?.message).toContain('contact_phones')
})

test('a body sent in pieces without a length is held to 64 KiB too', async () => {
  const { ask } = await openTestServer()
  const pieces = new ReadableStream({
    start(controller) {
      for (let i = 0; i < 70; i++) controller.enqueue(new TextEncoder().encode(' '.repeat(1024)))
      controller.close()
    },
  })
  const init = { ...postJson(''), body: pieces, duplex: 'half' as const }
  expect((await ask('/api/auth/login', init)).status).toBe(413)
})

test('requests are reported without their query', async () => {
  const seen: unknown[] = []
  const { ask, ours } = await openTestServer({ onRequest: (request) => seen.push(request) })
  await ask('/api/contacts/lookup?number=0987654321')
  expect(seen).toEqual([
    {
      method: 'GET',
      path: '/api/contacts/lookup',
      status: 200,
      ms: expect.any(Number),
      requestId: expect.any(String) as unknown,
      address: 'unknown',
      user: ours.id,
    },
  ])
})

test("each answer and its line in the log have one id: the proxy's, where that is fit for a log", async () => {
  const logged: string[] = []
  const { ask } = await openTestServer({
    onRequest: ({ requestId }) => void logged.push(requestId),
  })
  const idOf = async (path: string, given?: string) =>
    (await ask(path, given === undefined ? {} : { headers: { 'X-Request-Id': given } })).headers.get(
      'X-Request-Id',
    )
  expect(await idOf(me, 'nginx-42.a:b')).toBe('nginx-42.a:b')
  const fresh = /^[\da-f-]{36}$/
  for (const given of [undefined, '', 'a b', 'x'.repeat(65), 'a"}{"b'])
    expect(await idOf(me, given)).toMatch(fresh)
  expect(await idOf('/nothing', 'for-a-404')).toBe('for-a-404')
  expect(new Set(logged).size).toBe(7)
  expect(logged[0]).toBe('nginx-42.a:b')
})
