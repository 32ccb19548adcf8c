import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeEach, expect, test } from 'vitest'
import { runUserCommand } from './auth/user-commands.ts'
import { readConfig } from './config.ts'
import { readyLine, readyText } from './demo/announce.ts'
import { createLogger } from './logger.ts'
import { startServer, type RunningServer } from './server.ts'
import { createFakeClock } from './testing/fake-clock.ts'
import { createFakePbx, type FakePbx } from './testing/fake-pbx.ts'

const folder = mkdtempSync(join(tmpdir(), 'production-'))
writeFileSync(join(folder, 'index.html'), '<title>Demo</title>')
writeFileSync(join(folder, 'index.js'), 'export {}')
afterAll(() => rmSync(folder, { recursive: true }))

let db: string
let count = 0
const running: RunningServer[] = []
beforeEach(() => void (db = join(folder, `${count++}.db`)))
afterEach(async () => {
  for (const server of running.splice(0)) await server.close()
})

async function start(args: readonly string[], env: Record<string, string> = {}) {
  let pbx: FakePbx | undefined
  const clock = createFakeClock()
  const server = await startServer(readConfig(['--port', '0', ...args], env), {
    log: createLogger('silent'),
    clock,
    ...{ pageFolder: folder, sdkFolder: folder, embedFolder: folder },
    createPbx: (options) => (pbx = createFakePbx(options)),
  })
  running.push(server)
  return { server, clock, pbx: () => pbx }
}

async function user(...args: string[]): Promise<string> {
  const said: string[] = []
  const stdin = (async function* () {
    yield 'correct horse battery\n'
  })()
  const world = {
    say: (line: string) => void said.push(line),
    env: { ZORIO_DB: db },
    stdin,
    command: 'zorio',
  }
  await runUserCommand(['user', ...args], world)
  return said.join('\n')
}

const signIn = (url: string, username: string, password: string) =>
  fetch(`${url}/api/auth/login`, { method: 'POST', body: JSON.stringify({ username, password }) })

test('NODE_ENV makes a production server, the option decides', () => {
  expect(readConfig([], {}).mode).toBe('demo')
  expect(readConfig([], { NODE_ENV: 'production' }).mode).toBe('production')
  expect(readConfig(['--mode', 'demo'], { NODE_ENV: 'production' }).mode).toBe('demo')
})

test('an empty database stays empty: no demo people, page, tokens or test numbers', async () => {
  const { server, pbx } = await start(['--mode', 'production', '--db', db])
  expect(server.demo).toBeUndefined()
  expect(JSON.parse(readyLine(server.url, server.demo))).toEqual({
    url: server.url,
    sdk: `${server.url}/sdk/index.js`,
  })
  expect(readyText(server.url, server.demo)).toContain(server.url)
  expect((await signIn(server.url, 'mai', 'demo-mai-1001')).status).toBe(401)
  for (const path of ['/', '/demo/session.json', '/demo/main.js'])
    expect((await fetch(server.url + path)).status).toBe(404)
  expect((await fetch(`${server.url}/demo/trigger/drop-socket`, { method: 'POST' })).status).toBe(404)
  expect((await fetch(`${server.url}/sdk/index.js`)).status).toBe(200)
  expect(pbx()?.options).toMatchObject({ testNumbers: 'echo' })
  expect(pbx()?.options.standInFor).toBeUndefined()
  expect(pbx()?.options.hasExtension('1001')).toBe(false)
})

test.each<[string[], string]>([
  [[], '--db: is needed (or ZORIO_DB)'],
  [['--auth-secret', 'secret'], '--auth-secret: must be 32 random characters'],
  [['--auth-secret', '0'.repeat(64)], '--auth-secret: must be 32 random characters'],
  [['--turn', 'turn:a', '--turn-secret', 'turn-secret'], '--turn-secret: must be 32 random characters'],
  [['--public-url', 'http://phone.example'], '--public-url: must be https'],
])('%j does not start', async (args, message) => {
  const started = start(['--mode', 'production', ...(args.length > 0 ? ['--db', db] : []), ...args])
  await expect(started).rejects.toThrow(message)
})

test('a database of the demo is refused until its passwords are changed', async () => {
  const demo = await start(['--db', db])
  await demo.server.close()
  running.length = 0
  await expect(start(['--db', db], { NODE_ENV: 'production' })).rejects.toThrow(/demo user mai.*\n.*hung/)
  await user('remove', 'hung')
  await user('remove', 'chau')
  await user('password', 'mai', '--password-stdin')
  const { server } = await start(['--db', db], { NODE_ENV: 'production' })
  expect((await signIn(server.url, 'mai', 'correct horse battery')).status).toBe(200)
})

test('a user who is added beside the running server signs in, registers and exists for others', async () => {
  const { server, clock, pbx } = await start(['--mode', 'production', '--db', db])
  expect(await user('add', 'lan', '--extension', '2001', '--full-name', 'Ngô Lan', '--password-stdin')).toBe(
    'Added lan, extension 2001, account Main.',
  )
  const answer = await signIn(server.url, 'lan', 'correct horse battery')
  const { token } = (await answer.json()) as { token: string }
  const config = await fetch(`${server.url}/api/webphone/sip-config`, {
    headers: { Authorization: `Bearer ${token}` },
  })
  const { data } = (await config.json()) as { data: { username: string } }
  expect(pbx()?.options.credentialsOf(data.username)).toMatchObject({ extension: '2001' })
  expect(pbx()?.options.displayNameOf?.('2001')).toBe('Ngô Lan')
  await user('add', 'bao', '--extension', '2002')
  await user('remove', 'lan')
  clock.advance(5000)
  await expect.poll(() => pbx()?.options.hasExtension('2002')).toBe(true)
  expect(pbx()?.options.hasExtension('2001')).toBe(false)
  expect(pbx()?.options.credentialsOf(data.username)).toBeUndefined()
})
