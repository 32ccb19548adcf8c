import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openTestServer } from '../testing/test-server.ts'
import type { TestServer } from '../testing/test-server.ts'

const folder = mkdtempSync(join(tmpdir(), 'sdk-'))
let server: TestServer

beforeAll(async () => {
  mkdirSync(join(folder, 'dist', 'deep'), { recursive: true })
  writeFileSync(join(folder, 'secret.js'), 'secret')
  writeFileSync(join(folder, 'dist', 'index.js'), 'export {}')
  writeFileSync(join(folder, 'dist', 'deep', 'chunk-1a.js'), 'chunk')
  writeFileSync(join(folder, 'dist', '.built-from'), 'stamp')
  server = await openTestServer({ sdkFolder: join(folder, 'dist') })
})
afterAll(() => rmSync(folder, { recursive: true }))

test('the SDK is open to every origin and asked again each time', async () => {
  const first = await server.ask('/sdk/index.js', { token: '', headers: { Origin: 'https://crm.example' } })
  expect(first).toMatchObject({ status: 200, body: 'export {}' })
  expect(first.headers.get('Content-Type')).toBe('text/javascript; charset=utf-8')
  expect(first.headers.get('Access-Control-Allow-Origin')).toBe('*')
  expect(first.headers.get('Cross-Origin-Resource-Policy')).toBe('cross-origin')
  expect(first.headers.get('X-Content-Type-Options')).toBe('nosniff')
  const etag = first.headers.get('ETag') ?? ''
  const second = await server.ask('/sdk/index.js', { headers: { 'If-None-Match': etag } })
  expect(second).toMatchObject({ status: 304, body: '' })
})

test('serves files of sub-folders', async () => {
  expect(await server.ask('/sdk/deep/chunk-1a.js')).toMatchObject({ status: 200, body: 'chunk' })
})

test.each([
  '/sdk/../secret.js',
  '/sdk/..%2fsecret.js',
  '/sdk/%2e%2e/secret.js',
  '/sdk/deep/..%5c..%5csecret.js',
  '/sdk//etc/passwd.js',
  '/sdk/.built-from',
  '/sdk/index.js%00',
  '/sdk/missing.js',
  '/sdk/',
])('%s is 404', async (path) => {
  expect((await server.ask(path)).status).toBe(404)
})
