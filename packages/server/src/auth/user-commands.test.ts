import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeEach, expect, test } from 'vitest'
import { openStores } from '../stores.ts'
import { createLogin } from './login.ts'
import { runUserCommand } from './user-commands.ts'

const folder = mkdtempSync(join(tmpdir(), 'users-'))
afterAll(() => rmSync(folder, { recursive: true }))
let db: string
let count = 0
beforeEach(() => void (db = join(folder, `${count++}.db`)))

async function run(args: string[], typed = ''): Promise<string[]> {
  const said: string[] = []
  const stdin = (async function* () {
    yield typed
  })()
  const world = { say: (line: string) => void said.push(line), env: {}, stdin, command: 'zorio' }
  expect(await runUserCommand(['user', ...args, '--db', db], world)).toBe(true)
  return said
}

async function open() {
  const stores = await openStores(db)
  return { ...stores, login: createLogin(stores.users, Date.now) }
}

const device = { deviceName: 'test' }

test('a made-up password is printed once and signs in; users of one account see each other', async () => {
  const [, line = ''] = await run(['add', 'lan', '--extension', '2001', '--full-name', 'Ngô Lan'])
  const password = line.replace('Password (shown this once): ', '')
  expect(password).toMatch(/^[\w-]{20}$/)
  await run(['add', 'bao', '--extension', '2002'])
  await run(['add', 'eve', '--extension', '3001', '--account', 'Other'])
  const { login, users, db: database } = await open()
  const lan = await login.signIn({ username: 'lan', password, ...device })
  expect(lan?.user).toMatchObject({ fullName: 'Ngô Lan', extension: '2001' })
  const accounts = (await users.allUsers()).map(({ accountId }) => accountId)
  expect(accounts[0]).toBe(accounts[1])
  expect(accounts[0]).not.toBe(accounts[2])
  await database.close()
  expect(await run(['list'])).toEqual([
    `2001\tlan\tNgô Lan\taccount ${accounts[0]}`,
    `2002\tbao\tbao\taccount ${accounts[0]}`,
    `3001\teve\teve\taccount ${accounts[2]}`,
  ])
})

test('a new password signs out everywhere; who is removed is gone with the tokens', async () => {
  await run(['add', 'lan', '--extension', '2001', '--password-stdin'], 'the first password\n')
  const before = await open()
  const old = await before.login.signIn({ username: 'lan', password: 'the first password', ...device })
  await before.db.close()
  expect(await run(['password', 'lan', '--password-stdin'], 'the second password\r\n')).toHaveLength(1)
  const [bearer = ''] = await run(['token', 'lan', '--scopes', 'webphone,pbx.read', '--days', '30'])
  const after = await open()
  expect(await after.login.authenticate(old?.token ?? '')).toBeUndefined()
  expect(
    await after.login.signIn({ username: 'lan', password: 'the first password', ...device }),
  ).toBeUndefined()
  expect(await after.login.authenticate(bearer)).toMatchObject({
    extension: '2001',
    scopes: 'webphone pbx.read',
  })
  await run(['remove', 'lan'])
  expect(await after.login.authenticate(bearer)).toBeUndefined()
  await after.db.close()
})

test.each<[string[], string]>([
  [['add'], 'what should be done'],
  [['toString', 'lan'], 'what should be done'],
  [['add', 'a b', '--extension', '2001'], 'NAME: letters'],
  [['add', 'lan'], '--extension: must be 3 to 10 digits'],
  [['add', 'lan', '--extension', '9200'], '--extension: 9200 is the echo'],
  [['add', 'lan', '--extension', '2001', '--password-stdin'], 'a password has 12 to 200 characters'],
  [['password', 'nobody'], 'there is no user nobody'],
  [['token', 'nobody'], 'there is no user nobody'],
])('%j is refused: %s', async (args, message) => {
  await expect(run(args, 'short')).rejects.toThrow(message)
})

test('a name and an extension are given once; scopes and days are checked; a database is needed', async () => {
  await run(['add', 'lan', '--extension', '2001'])
  await expect(run(['add', 'lan', '--extension', '2002'])).rejects.toThrow('there is a user lan already')
  await expect(run(['add', 'bao', '--extension', '2001'])).rejects.toThrow('somebody has 2001 already')
  await expect(run(['token', 'lan', '--scopes', 'all'])).rejects.toThrow('--scopes: all is none of')
  await expect(run(['token', 'lan', '--days', 'x'])).rejects.toThrow('--days')
  const world = { say: () => undefined, env: {}, stdin: process.stdin, command: 'zorio' }
  await expect(runUserCommand(['user', 'list'], world)).rejects.toThrow('--db: is needed')
  expect(await runUserCommand(['--port', '0'], world)).toBe(false)
})
