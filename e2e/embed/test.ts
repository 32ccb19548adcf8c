import { createHmac, randomUUID } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test as base, type Page } from '@playwright/test'
import { DemoServer } from '../harness/demo-server.ts'
import { startCrmSite } from './crm-site.ts'

export interface Backend {
  /** As the frame sees it: another site than the CRM's. */
  readonly origin: string
  /** What the CRM's own server does with its bearer. */
  token(origins: readonly string[], ttlSeconds?: number): Promise<string>
  /** Signed like the server's own, with claims of the test's choice. */
  sign(claims: Record<string, unknown>, secret?: string): Promise<string>
  /** The HTTP side alone is stopped and comes back on its port. */
  readonly server: DemoServer
}

interface WorkerFixtures {
  backend: Backend
  crm: string
}

interface Fixtures {
  /** A page of the CRM; uncaught errors in it or its frame fail the test. */
  openCrm: (headers?: Record<string, string>, origin?: string) => Promise<Page>
}

const measure = readFileSync(new URL('../harness/page/measure.js', import.meta.url), 'utf8')

export const test = base.extend<Fixtures, WorkerFixtures>({
  backend: [
    async ({}, use) => {
      const folder = mkdtempSync(join(tmpdir(), 'embed-'))
      const db = join(folder, 'server.db')
      const server = new DemoServer(['--db', db])
      await server.start()
      await use(backendOf(server, db))
      await server.stop()
      rmSync(folder, { recursive: true })
    },
    { scope: 'worker' },
  ],
  crm: [
    async ({}, use) => {
      const site = await startCrmSite()
      await use(site.origin)
      await site.stop()
    },
    { scope: 'worker' },
  ],
  openCrm: async ({ browser, crm }, use) => {
    const pages: Page[] = []
    const failures: string[] = []
    await use(async (headers = {}, origin = crm) => {
      const context = await browser.newContext({ permissions: ['microphone'] })
      const page = await context.newPage()
      page.on('pageerror', (error) => failures.push(error.message))
      await page.addInitScript(measure)
      await page.goto(`${origin}/?headers=${encodeURIComponent(JSON.stringify(headers))}`)
      await page.waitForFunction(() => 'attempt' in window)
      pages.push(page)
      return page
    })
    for (const page of pages) await page.context().close()
    expect(failures, 'uncaught errors').toEqual([])
  },
})

export { expect }

function backendOf(server: DemoServer, db: string): Backend {
  return {
    server,
    origin: `http://localhost:${server.port}`,
    async token(origins, ttl_seconds = 300) {
      const response = await fetch(`${server.url}/api/webphone/embed-token`, {
        method: 'POST',
        headers: {
          Authorization: `Bearer ${server.user('1001').token}`,
          'Content-Type': 'application/json',
        },
        body: JSON.stringify({ origins, ttl_seconds }),
      })
      return ((await response.json()) as { embed_token: string }).embed_token
    },
    async sign(claims, secret) {
      const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url')
      const now = Math.floor(Date.now() / 1000)
      const all = { jti: randomUUID(), iat: now, exp: now + 300, ...claims }
      const text = `${encode({ alg: 'HS256', typ: 'JWT' })}.${encode(all)}`
      const key = secret ?? (await embedSecretOf(db))
      return `${text}.${createHmac('sha256', key).update(text).digest('base64url')}`
    },
  }
}

/** Out of the server's database, as nobody but the test can. */
async function embedSecretOf(db: string): Promise<string> {
  const { default: Database } = (await import('libsql')) as unknown as {
    default: new (path: string) => {
      prepare(sql: string): { get(name: string): { value: string } }
      close(): void
    }
  }
  const open = new Database(db)
  const { value } = open.prepare('SELECT value FROM settings WHERE name = ?').get('embed_secret')
  open.close()
  return value
}

export const claimsOf = (token: string): Record<string, unknown> =>
  JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString()) as Record<string, unknown>

export interface EmbedResult {
  readonly status?: string
  readonly extension?: string
  readonly error?: {
    readonly name: string
    readonly code: string
    readonly message: string
    readonly remedy: string
    readonly details?: Record<string, unknown>
  }
}

export async function embed(
  page: Page,
  backend: Backend,
  options: { tokens: readonly string[]; [option: string]: unknown },
): Promise<EmbedResult> {
  return page.evaluate(
    (all) => (window as unknown as { embed(o: unknown): Promise<EmbedResult> }).embed(all),
    { sdk: `${backend.origin}/sdk/embed.js`, apiBase: backend.origin, ...options },
  )
}

/** What a person reads in the frame. */
export async function wordsIn(page: Page): Promise<string> {
  const frame = page.frameLocator('iframe')
  return (await frame.locator('.refusal:visible').first().innerText({ timeout: 5000 })).trim()
}
