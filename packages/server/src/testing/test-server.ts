/** The whole REST API on a memory database and a clock that stands still, asked without a socket. */
import { fileURLToPath } from 'node:url'
import { createApp } from '../app.ts'
import type { AppParts } from '../app.ts'
import { createLogin } from '../auth/login.ts'
import type { Login } from '../auth/login.ts'
import { createMetrics } from '../ops/metrics.ts'
import { openStores } from '../stores.ts'
import { createWebhooks } from '../webhooks/webhooks.ts'
import { createFakeClock } from './fake-clock.ts'
import { createFakePbx } from './fake-pbx.ts'
import type { Stores } from '../stores.ts'

export type TestServer = Awaited<ReturnType<typeof openTestServer>>

/** Two accounts of one user each (no password hash is made: tests sign in by token), and Nguyễn An in the first. */
export async function openTestServer(changes: Partial<AppParts> = {}) {
  const stores = await openStores(':memory:')
  const clock = createFakeClock()
  const { now } = clock
  const login = createLogin(stores.users, now)
  const ours = await createPerson(stores, login, '1001')
  const theirs = await createPerson(stores, login, '2001')
  const { accountId } = ours
  await stores.contacts.create({
    accountId,
    fullName: 'Nguyễn An',
    customerId: 501,
    numbers: ['84987654321'],
  })

  const pbx = createFakePbx({
    domain: 'pbx.test',
    credentialsOf: () => undefined,
    hasExtension: () => false,
  })
  const metrics = createMetrics({
    registrations: () => pbx.registered.length,
    pendingDeliveries: stores.deliveries.countPending,
    ofProcess: false,
  })
  const errors: Error[] = []
  const onError = (error: unknown) => void errors.push(error as Error)
  const webhooks = createWebhooks({ ...stores, clock, rule: { allowLoopback: true }, onError })
  const app = createApp({
    ...stores,
    now,
    login,
    webhooks,
    metrics,
    ping: async () => void (await stores.db.get('SELECT 1 AS up')),
    pbx: () => pbx,
    sipConfig: testSipConfig,
    embedSecret: 'embed secret that is long enough',
    sdkFolder: '/nowhere',
    embedFolder: fileURLToPath(new URL('../embed/page/', import.meta.url)),
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

  return { ...stores, app, ask, clock, login, ours, theirs, errors, webhooks, pbx, metrics }
}

async function createPerson({ users }: Stores, login: Login, extension: string) {
  const accountId = await users.createAccount(`account of ${extension}`)
  const id = await users.createUser({
    accountId,
    username: `user${extension}`,
    fullName: `Người ${extension}`,
    extension,
    passwordHash: 'no password',
  })
  return { id, accountId, token: await login.issueToken(id, 'test') }
}

export const testSipConfig: AppParts['sipConfig'] = {
  domain: 'pbx.test',
  authSecret: 'sip secret',
  credentialsTtlSeconds: 3600,
  wssUrls: [],
  stunUrls: [],
  turnUrls: [],
  turnSecret: '',
  iceTransportPolicy: 'all',
}

export const postJson = (body: unknown): RequestInit => ({
  method: 'POST',
  headers: { 'Content-Type': 'application/json' },
  body: typeof body === 'string' ? body : JSON.stringify(body),
})
