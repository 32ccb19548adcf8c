import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openTestServer } from '../testing/test-server.ts'
import type { TestServer } from '../testing/test-server.ts'
import { testNumbers } from './test-numbers.ts'

const pageFolder = mkdtempSync(join(tmpdir(), 'page-'))
writeFileSync(join(pageFolder, 'index.html'), '<title>Demo</title>')
writeFileSync(join(pageFolder, 'demo.js'), '')
afterAll(() => rmSync(pageFolder, { recursive: true }))

const user = { extension: '1001', username: 'mai', password: 'p', fullName: 'Mai', token: '1|canary' }
const contact = { id: 1, full_name: 'Nguyễn An', phones: ['0987654321'] }
let server: TestServer
beforeAll(async () => {
  server = await openTestServer({
    demo: { pageFolder, users: [user], testNumbers, contacts: async () => [contact] },
  })
})
const session = (url: string, headers: Record<string, string> = {}) =>
  server.ask(`${url}/demo/session.json`, { token: '', headers })

test('the page may load our files, talk to us, and nothing else', async () => {
  const { status, headers } = await server.ask('http://127.0.0.1:9000/', { token: '' })
  expect(status).toBe(200)
  const policy = headers.get('Content-Security-Policy') ?? ''
  expect(policy).toContain("default-src 'none'")
  expect(policy).toContain("connect-src 'self' ws://127.0.0.1:9000")
  expect(policy).not.toContain('unsafe')
  expect((await server.ask('/demo/demo.js', { token: '' })).headers.get('Content-Type')).toContain(
    'javascript',
  )
})

test.each([
  ['http://127.0.0.1:9000', {}],
  ['http://localhost:9000', { 'Sec-Fetch-Site': 'same-origin' }],
  ['http://[::1]:9000', { Origin: 'http://[::1]:9000' }],
])('its own page at %s learns the tokens', async (url, headers) => {
  const answer = await session(url, headers)
  expect(answer).toMatchObject({ status: 200, body: { users: [user], contacts: [contact] } })
  expect(answer.headers.get('Cache-Control')).toBe('no-store')
  expect(answer.headers.get('Access-Control-Allow-Origin')).toBeNull()
})

test.each([
  ['a name that was rebound', 'http://evil.example:9000', {}],
  ['another origin', 'http://127.0.0.1:9000', { Origin: 'https://evil.example' }],
  ['another port', 'http://127.0.0.1:9000', { Origin: 'http://127.0.0.1:9001' }],
  ['a page of the same site', 'http://127.0.0.1:9000', { 'Sec-Fetch-Site': 'same-site' }],
  ['a link from elsewhere', 'http://127.0.0.1:9000', { 'Sec-Fetch-Site': 'cross-site' }],
  ['the local network', 'http://192.168.1.5:9000', {}],
])('%s does not', async (_, url, headers: Record<string, string>) => {
  const answer = await session(url, headers)
  expect(answer.status).toBe(403)
  expect(JSON.stringify(answer.body)).not.toContain('canary')
})
