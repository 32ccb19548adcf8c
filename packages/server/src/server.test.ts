import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { request } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, expect, test } from 'vitest'
import { readConfig } from './config.ts'
import { readyLine, readyText } from './demo/announce.ts'
import { createLogger } from './logger.ts'
import { startServer } from './server.ts'
import type { RunningServer } from './server.ts'
import { createFakePbx } from './testing/fake-pbx.ts'
import type { FakePbx } from './testing/fake-pbx.ts'

const folder = mkdtempSync(join(tmpdir(), 'server-'))
writeFileSync(join(folder, 'index.html'), '<title>Demo</title>')
writeFileSync(join(folder, 'index.js'), 'export {}')
const running: RunningServer[] = []
afterEach(async () => {
  for (const server of running.splice(0)) await server.close()
})
afterAll(() => rmSync(folder, { recursive: true }))

async function start(args: string[] = [], log = createLogger('silent')) {
  const pbxes: FakePbx[] = []
  const server = await startServer(readConfig(['--port', '0', ...args], {}), {
    log,
    pageFolder: folder,
    sdkFolder: folder,
    embedFolder: folder,
    createPbx(options) {
      const pbx = createFakePbx(options)
      pbxes.push(pbx)
      return pbx
    },
  })
  running.push(server)
  return { server, pbx: pbxes[0] }
}

const bearer = (token: string) => ({ headers: { Authorization: `Bearer ${token}` } })

/** The status by which an upgrade is refused, or 101. */
function upgrade(url: string, path: string): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    const headers = { Connection: 'Upgrade', Upgrade: 'websocket', 'Sec-WebSocket-Protocol': 'sip' }
    const asked = request(url + path, { headers })
    asked.on('response', (response) => {
      response.resume()
      resolve(response.statusCode)
    })
    asked.on('upgrade', () => resolve(101))
    asked.on('error', reject)
    asked.end()
  })
}

test('page, SDK, API and PBX on one port; the ready line names what works', async () => {
  const { server, pbx } = await start()
  const ready = JSON.parse(readyLine(server.url, server.demo)) as {
    url: string
    sdk: string
    users: { extension: string; username: string; password: string; token: string }[]
  }
  expect(Object.keys(ready)).toEqual(['url', 'sdk', 'users'])
  expect(ready.users.map((user) => user.extension)).toEqual(['1001', '1002', '1003'])
  expect(await (await fetch(ready.url)).text()).toBe('<title>Demo</title>')
  expect(await (await fetch(ready.sdk)).text()).toBe('export {}')
  for (const user of ready.users) {
    const answer = await fetch(`${ready.url}/api/webphone/sip-config`, bearer(user.token))
    const { data } = (await answer.json()) as { data: Record<string, string> }
    expect(data).toMatchObject({
      extension: user.extension,
      wss_urls: [`${ready.url.replace('http', 'ws')}/sip`],
    })
    const credentials = pbx?.options.credentialsOf(data.username ?? '')
    expect(credentials).toEqual({ password: data.password, extension: user.extension })
  }
  expect(await upgrade(ready.url, '/sip')).toBe(503)
  expect(await upgrade(ready.url, '/other')).toBe(404)
  expect(pbx?.upgrades).toEqual(['/sip'])
})

test('the printed passwords sign in', async () => {
  const { server } = await start()
  const { username, password } = server.demo?.users[1] ?? { username: '', password: '' }
  const answer = await fetch(`${server.url}/api/auth/login`, {
    method: 'POST',
    body: JSON.stringify({ username, password }),
  })
  expect(await answer.json()).toMatchObject({
    data: { user: { extension: '1002', full_name: 'Lê Văn Hùng' } },
  })
})

test('the caller of the call-back numbers is contact 1', async () => {
  const { server } = await start()
  const url = `${server.url}/api/contacts/lookup?number=84987654321`
  const answer = await fetch(url, bearer(server.demo?.users[0]?.token ?? ''))
  expect(await answer.json()).toMatchObject({ data: { id: 1, full_name: 'Nguyễn An' } })
})

test('the PBX knows the extensions and refuses what is none of ours', async () => {
  const { pbx } = await start()
  expect(pbx?.options.hasExtension('1003')).toBe(true)
  expect(pbx?.options.hasExtension('1004')).toBe(false)
  expect(pbx?.options.displayNameOf?.('1001')).toBe('Trần Thị Mai')
  expect(pbx?.options.credentialsOf('1:1001')).toBe('expired')
  expect(pbx?.options.credentialsOf('99999999999:1004')).toBeUndefined()
  expect(pbx?.options.credentialsOf('1001')).toBeUndefined()
})

test('calls end up as records', async () => {
  const { server, pbx } = await start()
  const startedAt = Date.now()
  const call = {
    callUuid: 'c1',
    direction: 'internal',
    callerNumber: '1001',
    destinationNumber: '1002',
  } as const
  pbx?.options.onCall?.({ ...call, step: 'ringing', extension: '1001', startedAt })
  const answer = await fetch(`${server.url}/api/pbx/cdr`, bearer(server.demo?.users[0]?.token ?? ''))
  expect(await answer.json()).toMatchObject({ total: 1, data: [{ uuid: 'c1', source_type: 'internal' }] })
})

test('with a file, tokens and SIP credentials outlive a restart', async () => {
  const file = join(folder, 'restart.db')
  const first = await start(['--db', file])
  const token = first.server.demo?.users[0]?.token ?? ''
  const before = await fetch(`${first.server.url}/api/webphone/sip-config`, bearer(token))
  const { data } = (await before.json()) as { data: { username: string; password: string } }
  await first.server.close()
  running.length = 0
  const second = await start(['--db', file])
  const after = await fetch(`${second.server.url}/api/webphone/sip-config`, bearer(token))
  expect(after.status).toBe(200)
  expect(second.pbx?.options.credentialsOf(data.username)).toEqual({
    password: data.password,
    extension: '1001',
  })
  expect(second.server.demo?.users[0]?.token).not.toBe(token)
})

test('pages of the allowed origins may register, and the demo page', async () => {
  expect((await start()).pbx?.options.allowedOrigins).toBeUndefined()
  const { server, pbx } = await start(['--allow-origin', 'https://crm.example'])
  const { port } = new URL(server.url)
  expect(pbx?.options.allowedOrigins).toEqual(
    expect.arrayContaining(['https://crm.example', server.url, `http://localhost:${port}`]),
  )
})

test('with Kamailio there is no PBX of our own', async () => {
  const { server, pbx } = await start([
    ...['--engine', 'kamailio', '--wss-url', 'wss://sip.example/ws', '--auth-secret', 'shared'],
  ])
  expect(pbx).toBeUndefined()
  const answer = await fetch(
    `${server.url}/api/webphone/sip-config`,
    bearer(server.demo?.users[0]?.token ?? ''),
  )
  expect(await answer.json()).toMatchObject({ data: { wss_urls: ['wss://sip.example/ws'] } })
  expect(await upgrade(server.url, '/sip')).toBe(404)
})

test('a taken port is said in words, and nothing stays behind', async () => {
  const { server } = await start()
  const { port } = new URL(server.url)
  let pbxes = 0
  const second = startServer(readConfig(['--port', port], {}), {
    log: createLogger('silent'),
    pageFolder: folder,
    sdkFolder: folder,
    embedFolder: folder,
    createPbx(options) {
      pbxes++
      return createFakePbx(options)
    },
  })
  await expect(second).rejects.toThrow(`Port ${port} on 127.0.0.1 is taken. Pass --port N`)
  expect(pbxes).toBe(0)
})

test('closing is quick although a browser keeps its connection', async () => {
  const { server, pbx } = await start()
  await fetch(server.url)
  const started = performance.now()
  await server.close()
  running.length = 0
  expect(performance.now() - started).toBeLessThan(4500)
  expect(pbx?.isClosed).toBe(true)
  await expect(fetch(server.url)).rejects.toThrow()
})

test('the text for people has URL, tokens, numbers and the snippet', async () => {
  const { server } = await start()
  const text = readyText(server.url, server.demo)
  for (const part of [server.url, server.demo?.users[0]?.token ?? '?', '9440', 'Nguyễn An', '/sdk/index.js'])
    expect(text).toContain(part)
})

test('the log tells who was refused, without what they sent', async () => {
  const lines: Record<string, unknown>[] = []
  const write = (line: string) => void lines.push(JSON.parse(line) as Record<string, unknown>)
  const { server } = await start(['--trusted-proxy', '127.0.0.1'], createLogger('warn', { write }))
  const from = (address: string) => ({ 'X-Forwarded-For': `9.9.9.9, ${address}` })
  const secrets = ['a-typed-password', '7|a-token-of-nobody', '0987654321']
  const body = JSON.stringify({ username: 'mai', password: secrets[0] })
  const json = { 'Content-Type': 'application/json' }
  await fetch(`${server.url}/api/auth/login`, {
    method: 'POST',
    headers: { ...json, ...from('1.2.3.4') },
    body,
  })
  await fetch(`${server.url}/api/contacts/lookup?number=${secrets[2]}`, {
    headers: { Authorization: `Bearer ${secrets[1]}`, ...from('1.2.3.5') },
  })
  expect(lines).toMatchObject([
    { level: 40, status: 401, path: '/api/auth/login', address: '1.2.3.4' },
    { level: 40, status: 401, path: '/api/contacts/lookup', address: '1.2.3.5' },
  ])
  for (const secret of secrets) expect(JSON.stringify(lines)).not.toContain(secret)
})

test('behind a proxy each client has limits of its own, and behind none a header changes nothing', async () => {
  const statuses = async (args: string[]) => {
    const { server } = await start(args)
    const seen: number[] = []
    for (let i = 0; i < 35; i++) {
      const { status } = await fetch(`${server.url}/api/auth/login`, {
        method: 'POST',
        headers: { 'X-Forwarded-For': `10.0.0.${i}`, 'Content-Type': 'application/json' },
        body: '{}',
      })
      seen.push(status)
    }
    return seen.filter((status) => status === 429).length
  }
  expect(await statuses(['--trusted-proxy', '127.0.0.0/8'])).toBe(0)
  expect(await statuses([])).toBe(5)
})
