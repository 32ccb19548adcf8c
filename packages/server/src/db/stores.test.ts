/** What every store must do, on each database there is: libsql always, PostgreSQL where it is installed. */
import { afterAll, beforeEach, describe, expect, test } from 'vitest'
import { openStores } from '../stores.ts'
import type { Stores } from '../stores.ts'
import { startPostgres } from '../testing/postgres-cluster.ts'
import { migrate } from './migrations.ts'
import { openSecrets } from './secrets.ts'

const postgres = await startPostgres().catch((error: unknown) => {
  // Where it must not be skipped, as on a machine that was set up for it, say so.
  if (process.env.ZORIO_REQUIRE_POSTGRES) throw error
  process.stderr.write(`PostgreSQL cannot start here: ${String(error).slice(0, 200)}\n`)
  return undefined
})
if (!postgres) process.stderr.write('No PostgreSQL: its half of the store suite is skipped.\n')
afterAll(() => postgres?.stop())

const databases: [string, () => string][] = [['libsql', () => ':memory:']]
if (postgres) databases.push(['PostgreSQL', () => postgres.createDatabase()])

describe.each(databases)('%s', (_, newDatabase) => {
  let stores: Stores
  let url: string
  let accountId: number
  let userId: number
  beforeEach(async () => {
    url = newDatabase()
    stores = await openStores(url)
    accountId = await stores.users.createAccount('Ours')
    userId = await stores.users.createUser({
      ...{ accountId, username: 'mai', passwordHash: 'hash' },
      ...{ fullName: 'Trần Thị Mai', extension: '1001' },
    })
    return () => stores.db.close()
  })

  test('users, and refusal of a second one of the same name', async () => {
    const mai = { id: userId, accountId, username: 'mai', fullName: 'Trần Thị Mai', extension: '1001' }
    expect(await stores.users.userByName('mai')).toEqual({ ...mai, passwordHash: 'hash' })
    expect(await stores.users.userByName('MAI')).toBeUndefined()
    expect(await stores.users.allUsers()).toEqual([mai])
    expect(await stores.users.accountOfExtension('1001')).toBe(accountId)
    const again = { ...mai, extension: '1002', passwordHash: 'x' }
    await expect(stores.users.createUser(again)).rejects.toThrow(/unique/i)
  })

  test('text with a NUL is found nowhere, and hides no call', async () => {
    expect(await stores.users.userByName('mai\0')).toBeUndefined()
    expect(await stores.calls.byUuid(accountId, 'c\0')).toBeUndefined()
    const call = {
      ...{ uuid: 'c\0', accountId, direction: 'outbound' as const, callerNumber: '1001', cause: null },
      ...{ destinationNumber: '9200', extensionNumber: '1001', startedAt: 1, answeredAt: null, endedAt: 2 },
    }
    expect(await stores.calls.save(call)).toBe(true)
    expect(await stores.calls.count({ accountId, fromMs: 0, toMs: 5 })).toBe(1)
  })

  test('accounts by name; a new password and a removal take the tokens along', async () => {
    const { users } = stores
    expect(await users.accountNamed('Ours')).toBe(accountId)
    expect(await users.accountNamed('New')).toBe(await users.accountNamed('New'))
    const token = () =>
      users.createToken({
        ...{ userId, secretHash: 'h', deviceName: 'd', createdAt: 1, scopes: '*', expiresAt: null },
      })
    await token()
    expect(await users.setPassword(userId, 'other')).toBe(true)
    expect(await users.userByName('mai')).toMatchObject({ passwordHash: 'other' })
    expect(await users.tokensOf(userId)).toEqual([])
    await token()
    expect(await users.deleteUser(userId)).toBe(true)
    expect(await users.allUsers()).toEqual([])
    expect(await users.deleteUser(userId)).toBe(false)
    expect(await users.setPassword(userId, 'x')).toBe(false)
  })

  test('tokens with scopes and an end', async () => {
    const token = { userId, secretHash: 'h', deviceName: 'd', createdAt: 1_795_000_000_000 }
    const id = await stores.users.createToken({ ...token, scopes: 'webphone', expiresAt: 1_795_000_000_001 })
    expect(await stores.users.userOfToken(id)).toMatchObject({
      ...{ id: userId, secretHash: 'h', scopes: 'webphone', expiresAt: 1_795_000_000_001 },
    })
    for (let i = 0; i < 4; i++) await stores.users.createToken({ ...token, scopes: '*', expiresAt: null })
    expect(await stores.users.deleteExpiredTokens(1_795_000_000_001)).toBe(1)
    expect(await stores.users.deleteOldTokens({ userId, deviceName: 'd', keep: 3 })).toBe(1)
    expect((await stores.users.tokensOf(userId)).map((row) => row.createdAt)).toEqual(
      Array(3).fill(token.createdAt),
    )
    expect(await stores.users.deleteToken(userId + 1, id + 4)).toBe(false)
    expect(await stores.users.deleteToken(userId, id + 4)).toBe(true)
  })

  test('contacts by number, each number once in an account', async () => {
    const an = { accountId, fullName: 'Nguyễn An', numbers: ['84987654321', '842438251234'] }
    const id = await stores.contacts.create({ ...an, customerId: 501 })
    expect(await stores.contacts.byNumber(accountId, '84987654321')).toEqual({
      ...{ id, fullName: 'Nguyễn An', customerId: 501, leadId: null },
    })
    expect(await stores.contacts.numbersOf(id)).toEqual(['842438251234', '84987654321'])
    expect(await stores.contacts.byNumber(accountId + 1, '84987654321')).toBeUndefined()
    await expect(stores.contacts.create(an)).rejects.toThrow(/unique/i)
  })

  test('call records fill up, are counted and paged', async () => {
    const call = (n: number) => ({
      ...{ uuid: `c${n}`, accountId, direction: 'outbound' as const, callerNumber: '1001' },
      ...{ destinationNumber: "0987'; --", extensionNumber: '1001', startedAt: 1_795_000_000_000 + n },
      ...{ answeredAt: null, endedAt: null, cause: null },
    })
    for (let n = 0; n < 5; n++) await stores.calls.save(call(n))
    const ended = { ...call(2), endedAt: 1_795_000_009_000, cause: 'USER_BUSY' }
    await stores.calls.save(ended)
    expect(await stores.calls.byUuid(accountId, 'c2')).toEqual(ended)
    const other = await stores.users.createAccount('Theirs')
    await stores.calls.save({ ...call(2), accountId: other, cause: 'STOLEN' })
    expect(await stores.calls.byUuid(accountId, 'c2')).toEqual(ended)
    const filter = { accountId, fromMs: 1_795_000_000_001, toMs: 1_795_000_000_005, extension: '1001' }
    expect(await stores.calls.count(filter)).toBe(4)
    const page = await stores.calls.page(filter, { limit: 2, offset: 1 })
    expect(page.map((row) => row.uuid)).toEqual(['c3', 'c2'])
  })

  test('webhook endpoints fail, are suspended, resume, and go with their deliveries', async () => {
    const events = ['pbx.call.ringing', 'pbx.cdr.created'] as const
    const made = { accountId, name: 'n', url: 'https://crm.example', events, secret: 's', createdAt: 7 }
    const { id } = await stores.endpoints.create(made)
    expect(await stores.endpoints.list(accountId)).toEqual([{ ...made, id, status: 'active', failures: 0 }])
    expect(await stores.endpoints.failed(id, 2)).toBe(false)
    await stores.endpoints.succeeded(id)
    expect(await stores.endpoints.failed(id, 2)).toBe(false)
    expect(await stores.endpoints.failed(id, 2)).toBe(true)
    expect(await stores.endpoints.byId(id)).toMatchObject({ status: 'suspended', failures: 2 })
    expect(await stores.endpoints.resume(accountId + 1, id)).toBe(false)
    expect(await stores.endpoints.resume(accountId, id)).toBe(true)
    const delivery = { id: 'd', accountId, endpointId: id, event: events[0], body: '{}', createdAt: 8 }
    await stores.deliveries.add(delivery)
    expect(await stores.endpoints.remove(accountId + 1, id)).toBe(false)
    expect(await stores.endpoints.remove(accountId, id)).toBe(true)
    expect(await stores.deliveries.byId(accountId, 'd')).toBeUndefined()
  })

  test('deliveries are claimed by one, settled, replayed and forgotten', async () => {
    const { deliveries } = stores
    const made = { accountId, name: '', url: 'https://crm.example', secret: 's', createdAt: 0 }
    const { id: endpointId } = await stores.endpoints.create({ ...made, events: ['pbx.call.ringing'] })
    const row = { accountId, endpointId, event: 'pbx.call.ringing', body: '{}' } as const
    for (let n = 0; n < 3; n++) await deliveries.add({ ...row, id: `d${n}`, createdAt: 100 + n })
    expect((await deliveries.due(101, 10)).map(({ id }) => id)).toEqual(['d0', 'd1'])
    expect(await deliveries.nextAt()).toBe(100)
    const claims = await Promise.all(
      Array.from({ length: 5 }, () => deliveries.claim('d0', { nowMs: 101, untilMs: 200 })),
    )
    expect(claims.filter(Boolean).length).toBe(1)
    expect((await deliveries.due(150, 10)).map(({ id }) => id)).toEqual(['d1', 'd2'])
    expect((await deliveries.due(200, 10)).length).toBe(3)
    await deliveries.release('d0')
    expect((await deliveries.due(150, 1)).map(({ id }) => id)).toEqual(['d0'])
    const dead = { status: 'dead', attempts: 4, dueAt: 150, lastStatus: null, lastError: 'timeout' } as const
    await deliveries.settle('d0', dead)
    expect(await deliveries.byId(accountId, 'd0')).toEqual({ ...row, ...dead, id: 'd0', createdAt: 100 })
    await deliveries.giveUp(endpointId)
    expect(await deliveries.count({ accountId, status: 'dead' })).toBe(3)
    expect(await deliveries.replay(accountId + 1, 'd0', 300)).toBe(false)
    expect(await deliveries.replay(accountId, 'd0', 300)).toBe(true)
    expect(await deliveries.replay(accountId, 'd0', 300)).toBe(false)
    expect(await deliveries.byId(accountId, 'd0')).toMatchObject({
      status: 'pending',
      attempts: 0,
      dueAt: 300,
    })
    expect(await deliveries.countPending()).toBe(1)
    expect((await deliveries.page({ accountId }, { limit: 2, offset: 0 })).map(({ id }) => id)).toEqual([
      'd2',
      'd1',
    ])
    expect(await deliveries.forget(1000)).toBe(2)
  })

  test('an embed token is used once', async () => {
    const uses = await Promise.all(Array.from({ length: 5 }, () => stores.embedGrants.use('jti', 10)))
    expect(uses.filter(Boolean).length).toBe(1)
    expect(await stores.embedGrants.forget(10)).toBe(1)
  })

  test('farewells wait, are put off but never brought forward, and are claimed by one', async () => {
    const { farewells } = stores
    const one = { extension: '1001', callId: 'c', frame: 'BYE' }
    await farewells.keep(one, 400)
    await farewells.keep({ ...one, frame: 'BYE again' }, 300)
    await farewells.keep({ ...one, extension: '1002' }, 900)
    expect(await farewells.nextAt()).toBe(400)
    expect(await farewells.claim(399, 500)).toEqual([])
    const claims = await Promise.all(Array.from({ length: 5 }, () => farewells.claim(400, 500)))
    expect(claims.flat()).toEqual([{ ...one, wantedAt: 400 }])
    expect(await farewells.nextAt()).toBe(500)
    await farewells.hurry({ ...one, frame: 'BYE now' }, 450)
    expect(await farewells.claim(450, 500)).toEqual([{ ...one, frame: 'BYE now', wantedAt: 450 }])
    expect(await farewells.hurryWaiting({ extension: '1003', callId: 'c' }, 460)).toBe(false)
    expect(await farewells.hurryWaiting(one, 460)).toBe(true)
    await farewells.remove(one)
    expect(await farewells.nextAt()).toBe(900)
  })

  test('secrets are made up once', async () => {
    const [first, second] = await Promise.all([openSecrets(stores.db, {}), openSecrets(stores.db, {})])
    expect(second).toEqual(first)
  })

  test('a script is all or nothing; the schema is made once', async () => {
    await expect(stores.db.exec('CREATE TABLE t (a INTEGER); CREATE TABLE t (a INTEGER)')).rejects.toThrow()
    await stores.db.exec('CREATE TABLE t (a INTEGER)')
    expect(await migrate(stores.db)).toBe(0)
  })

  test.skipIf(newDatabase() === ':memory:')(
    'several processes start at once on an empty database',
    async () => {
      const empty = newDatabase()
      const opened = await Promise.all([openStores(empty), openStores(empty), openStores(empty)])
      for (const { users } of opened) expect(await users.allUsers()).toEqual([])
      await Promise.all(opened.map(({ db }) => db.close()))
    },
  )
})
