import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { openTestServer, postJson } from '../testing/test-server.ts'
import type { TestServer } from '../testing/test-server.ts'
import { parseToken } from './api-token.ts'
import { createLogin } from './login.ts'
import { hashPassword } from './password-hash.ts'

let server: TestServer
let passwordHash: string
beforeAll(async () => {
  passwordHash = await hashPassword('right')
})
beforeEach(async () => {
  server = await openTestServer()
  const { accountId } = server.ours
  const person = { username: 'mai', fullName: 'Trần Thị Mai', extension: '1002' }
  await server.users.createUser({ ...person, accountId, passwordHash })
})
afterAll(() => server.db.close())

const login = (body: unknown) => server.ask('/api/auth/login', { ...postJson(body), token: '' })

test('login answers the user and a token that works', async () => {
  const { status, body } = await login({ username: 'mai', password: 'right', device_name: 'CRM' })
  expect(status).toBe(200)
  const user = { id: expect.any(Number), username: 'mai', full_name: 'Trần Thị Mai', extension: '1002' }
  expect(body).toEqual({ data: { user }, token: expect.stringMatching(/^\d+\|[\w-]{40}$/) })
  const { token } = body as { token: string }
  expect(await server.ask('/api/auth/me', { token })).toMatchObject({ status: 200, body: { data: user } })
})

test('a token whose id no INTEGER holds is none, and is not asked for', () => {
  const secret = 'a'.repeat(40)
  expect(parseToken(`2147483648|${secret}`)).toBeUndefined()
  expect(parseToken(`999999999|${secret}`)).toEqual({ id: 999_999_999, secret })
})

test('a password that is changed while the old one is compared leaves no token behind', async () => {
  const { users } = server
  let isChanged = false
  const userByName: typeof users.userByName = async (name) => {
    const found = await users.userByName(name)
    if (found && !isChanged) isChanged = await users.setPassword(found.id, 'another hash')
    return found
  }
  const { signIn } = createLogin({ ...users, userByName }, () => 0)
  expect(await signIn({ username: 'mai', password: 'right', deviceName: 'CRM' })).toBeUndefined()
  const mai = await users.userByName('mai')
  expect(await users.tokensOf(mai?.id ?? 0)).toEqual([])
})

test('the token itself is nowhere in the database', async () => {
  const { body } = await login({ username: 'mai', password: 'right' })
  const secret = (body as { token: string }).token.split('|')[1] ?? ''
  const rows = await server.db.all('SELECT * FROM tokens')
  expect(secret.length).toBe(40)
  expect(JSON.stringify(rows)).not.toContain(secret)
})

test('a wrong password and an unknown user are answered alike', async () => {
  const wrong = await login({ username: 'mai', password: 'wrong' })
  const unknown = await login({ username: 'nobody', password: 'nobody' })
  expect(wrong).toMatchObject({
    status: 401,
    body: { message: 'These credentials do not match our records.' },
  })
  expect(unknown.body).toEqual(wrong.body)
  expect(unknown.status).toBe(401)
})

test('missing fields are 422 with a list for each', async () => {
  const { status, body } = await login({ username: '' })
  expect(status).toBe(422)
  expect(body).toEqual({
    message: 'The given data was invalid.',
    errors: { username: [expect.any(String)], password: [expect.any(String)] },
  })
})

test.each(['[]', 'null', '3', '"text"', '{"username":{"$gt":""},"password":["x"]}', ''])(
  '%j is 422',
  async (body) => {
    expect((await login(body)).status).toBe(422)
  },
)

test.each(['{', '<xml/>', '{"username":"mai",}', '\u{FEFF}{}x'])('%j is 400', async (body) => {
  expect(await login(body)).toMatchObject({ status: 400, body: { message: 'Malformed request body.' } })
})

test('a body of more than 64 KiB is 413', async () => {
  const body = { username: 'mai', password: 'x'.repeat(64 * 1024) }
  expect((await login(body)).status).toBe(413)
})

test('a body that names __proto__ changes nothing', async () => {
  await login('{"__proto__":{"polluted":1},"username":"mai","password":"right"}')
  expect(({} as Record<string, unknown>).polluted).toBeUndefined()
})

test('the sixth try for one user within a minute is 429; another user may still sign in', async () => {
  for (let i = 0; i < 5; i++) expect((await login({ username: 'ghost', password: 'x' })).status).toBe(401)
  server.clock.nowMs += 20_000
  const refused = await login({ username: 'ghost', password: 'x' })
  expect(refused).toMatchObject({
    status: 429,
    body: { message: 'Too many requests. Retry after 40 seconds.' },
  })
  expect(refused.headers.get('Retry-After')).toBe('40')
  expect(refused.headers.get('X-RateLimit-Limit')).toBe('5')
  expect(refused.headers.get('X-RateLimit-Remaining')).toBe('0')
  expect((await login({ username: 'mai', password: 'right' })).status).toBe(200)
  server.clock.nowMs += 40_000
  expect((await login({ username: 'ghost', password: 'x' })).status).toBe(401)
})

test('one address may not try a password on every user', async () => {
  for (let i = 0; i < 30; i++) await login({ username: `user${i}` })
  expect((await login({ username: 'mai', password: 'right' })).status).toBe(429)
})

test.each([
  ['none', {}],
  ['no bearer', { Authorization: 'Basic bWFpOnJpZ2h0' }],
  ['empty', { Authorization: 'Bearer ' }],
  ['no id', { Authorization: 'Bearer abcdefghijklmnopqrstuvwxyzabcdefghijklmn' }],
  ['unknown id', { Authorization: 'Bearer 999|abcdefghijklmnopqrstuvwxyzabcdefghijklmn' }],
  ['wrong secret', { Authorization: 'Bearer 1|abcdefghijklmnopqrstuvwxyzabcdefghijklmn' }],
  ['SQL', { Authorization: "Bearer 1'OR'1'='1|abcdefghijklmnopqrstuvwxyz" }],
])('a token that is %s is 401', async (_, headers) => {
  const { status, body, headers: answered } = await server.ask('/api/auth/me', { token: '', headers })
  expect(status).toBe(401)
  expect(body).toEqual({ message: 'Unauthenticated.' })
  expect(answered.get('WWW-Authenticate')).toBe('Bearer')
})

test('after logout the token is refused', async () => {
  expect((await server.ask('/api/auth/logout', { method: 'POST' })).status).toBe(204)
  expect((await server.ask('/api/auth/me')).status).toBe(401)
})
