/** The whole REST API on a memory database and a clock that stands still, asked without a socket. */
import { createApp } from '../app.ts'
import type { AppParts } from '../app.ts'
import { createLogin } from '../auth/login.ts'
import { createUserStore } from '../auth/user-store.ts'
import { createCallStore } from '../calls/call-store.ts'
import { createContactStore } from '../contacts/contact-store.ts'
import { openLibsql } from '../db/libsql-database.ts'
import { migrate } from '../db/migrations.ts'

export type TestServer = Awaited<ReturnType<typeof openTestServer>>

/** Two accounts of one user each (no password hash is made: tests sign in by token), and Nguyễn An in the first. */
export async function openTestServer(changes: Partial<AppParts> = {}) {
  const db = openLibsql(':memory:')
  await migrate(db)
  const clock = { nowMs: Date.parse('2026-11-22T08:00:00Z') }
  const now = (): number => clock.nowMs
  const users = createUserStore(db)
  const contacts = createContactStore(db)
  const calls = createCallStore(db)
  const login = createLogin(users, now)
  const ours = await createPerson('1001')
  const theirs = await createPerson('2001')
  await contacts.create({
    accountId: ours.accountId,
    fullName: 'Nguyễn An',
    customerId: 501,
    numbers: ['84987654321'],
  })

  async function createPerson(extension: string) {
    const accountId = await users.createAccount(`account of ${extension}`)
    const passwordHash = 'no password'
    const id = await users.createUser({
      accountId,
      username: `user${extension}`,
      fullName: `Người ${extension}`,
      extension,
      passwordHash,
    })
    return { id, accountId, token: await login.issueToken(id, 'test') }
  }

  const errors: Error[] = []
  const app = createApp({
    now,
    login,
    contacts,
    calls,
    sipConfig: {
      domain: 'pbx.test',
      authSecret: 'sip secret',
      credentialsTtlSeconds: 3600,
      wssUrls: [],
      stunUrls: [],
      turnUrls: [],
      turnSecret: '',
      iceTransportPolicy: 'all',
    },
    embedSecret: 'embed secret that is long enough',
    sdkFolder: '/nowhere',
    onError: (error) => errors.push(error),
    ...changes,
  })

  /** A request as 1001, or with `token: ''` as nobody. */
  async function ask(path: string, init: RequestInit & { token?: string } = {}) {
    const { token = ours.token, ...rest } = init
    const headers = new Headers(rest.headers)
    if (token) headers.set('Authorization', `Bearer ${token}`)
    const url = path.startsWith('http') ? path : `http://localhost:8080${path}`
    const response = await app.request(url, { ...rest, headers })
    const text = await response.text()
    const isJson = response.headers.get('Content-Type')?.startsWith('application/json') ?? false
    // Tests compare the body as a whole, so it needs no shape here.
    const body: unknown = isJson ? JSON.parse(text) : text
    return { status: response.status, headers: response.headers, body }
  }

  return { ask, app, db, clock, login, users, contacts, calls, ours, theirs, errors }
}

export const postJson = (body: unknown): RequestInit => ({
  method: 'POST',
  headers: { 'Content-Type': 'application/json' },
  body: typeof body === 'string' ? body : JSON.stringify(body),
})
