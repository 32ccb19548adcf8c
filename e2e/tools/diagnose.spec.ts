import { chromium, expect, test as base, type Page } from '@playwright/test'
import { chromiumPath, quietFlags } from '../harness/chromium.ts'
import { DemoServer } from '../harness/demo-server.ts'
import { startPageServer } from '../harness/page-server.ts'
import { startStunServer } from './stun-server.ts'

interface Result {
  readonly verdict: string
  readonly durationMs: number
  readonly checks: readonly { name: string; status: string; code: string; details: Record<string, unknown> }[]
}

const test = base.extend<object, { server: DemoServer; site: string }>({
  server: [
    async ({}, use) => {
      const stun = await startStunServer()
      const server = new DemoServer(['--stun', stun.url])
      await server.start()
      await use(server)
      await server.stop()
      stun.stop()
    },
    { scope: 'worker' },
  ],
  site: [
    async ({}, use) => {
      const site = await startPageServer()
      await use(site.url)
      await site.stop()
    },
    { scope: 'worker' },
  ],
})

/** In an integrator's page on another origin, after a click. */
async function diagnoseIn(page: Page, server: DemoServer, options: object = {}): Promise<Result> {
  await page.locator('#unlock').click()
  return page.evaluate(
    async ([sdk, all]) => {
      const { ZorioWebphone } = (await import(sdk)) as {
        ZorioWebphone: { diagnose(options: unknown): Promise<Result> }
      }
      return ZorioWebphone.diagnose(all)
    },
    [server.sdk, { apiBase: server.url, token: server.user('1002').token, ...options }] as const,
  )
}

const codesOf = ({ checks }: Result) => Object.fromEntries(checks.map(({ name, code }) => [name, code]))
const problemsOf = ({ checks }: Result) =>
  checks.filter(({ status }) => status === 'warn' || status === 'fail').map(({ code }) => code)

test('the page: a click, and everything is good, echo call included', async ({ page, server }) => {
  const errors: string[] = []
  page.on('console', (message) => message.type() === 'error' && errors.push(message.text()))
  await page.goto(`${server.url}/diagnose?locale=en`)
  await expect(page.locator('#token')).not.toHaveValue('')
  await page.getByRole('button', { name: 'Start' }).click()
  await expect(page.locator('#verdict')).toHaveText('Ready: calls work.', { timeout: 15_000 })
  await expect(page.locator('.checks li')).toHaveCount(9)
  await expect(page.locator('.checks li.ok')).toHaveCount(8)
  await expect(page.locator('.checks li.skipped')).toContainText('turn_not_configured')
  await expect(page.locator('.checks li').last()).toContainText(/echo_ok .*mos 4/)
  await page.screenshot({ path: 'test-results/tools/diagnose.png', fullPage: true })
  await page.getByRole('button', { name: 'Tiếng Việt' }).click()
  await expect(page.locator('#verdict')).toHaveText('Sẵn sàng: gọi được.')
  expect(errors).toEqual([])
})

test('the API is down; the token is not good', async ({ page, server, site }) => {
  await page.goto(site)
  const down = await diagnoseIn(page, server, { apiBase: 'http://127.0.0.1:9' })
  expect(codesOf(down)).toMatchObject({ api: 'api_unreachable', wss: 'not_run', microphone: 'microphone_ok' })
  expect(down.verdict).toBe('blocked')
  const refused = await diagnoseIn(page, server, { token: '1|wrong' })
  expect(codesOf(refused)['api']).toBe('api_token_rejected')
})

test('the WebSocket is blocked, here by the CSP of the page', async ({ page, server }) => {
  const site = await startPageServer({
    'content-security-policy': 'connect-src http://127.0.0.1:*; worker-src blob:',
  })
  try {
    await page.goto(site.url)
    const result = await diagnoseIn(page, server)
    expect(codesOf(result)).toMatchObject({
      ...{ api: 'api_ok', wss: 'wss_blocked', registration: 'not_run', echo_call: 'not_run' },
      ...{ microphone: 'microphone_ok', stun: 'stun_ok' },
    })
    expect(result.verdict).toBe('blocked')
  } finally {
    await site.stop()
  }
})

test('the microphone is refused: the rest is tried all the same', async ({ server, site }) => {
  const args = quietFlags.filter((flag) => !flag.startsWith('--use-fake-ui'))
  const browser = await chromium.launch({
    executablePath: chromiumPath(),
    chromiumSandbox: false,
    args: [...args, '--deny-permission-prompts'],
  })
  try {
    const page = await browser.newPage()
    await page.goto(site)
    const result = await diagnoseIn(page, server)
    expect(codesOf(result)).toMatchObject({ microphone: 'microphone_denied', echo_call: 'echo_ok' })
    expect(problemsOf(result)).toEqual(['microphone_denied'])
    expect(result.verdict).toBe('blocked')
  } finally {
    await browser.close()
  }
})

test('STUN is dead: said within its time, and the call works', async ({ page, site }) => {
  const dead = await startStunServer(true)
  const server = new DemoServer(['--stun', dead.url])
  await server.start()
  try {
    await page.goto(site)
    const result = await diagnoseIn(page, server)
    expect(problemsOf(result)).toEqual(['stun_unreachable'])
    expect(result.verdict).toBe('degraded')
    expect(result.durationMs).toBeLessThan(15_000)
    console.log(`  degraded by a dead STUN server: ${result.durationMs} ms`)
  } finally {
    await server.stop()
    dead.stop()
  }
})

test('a phone that runs in the page stays registered and hears nothing of it', async ({
  page,
  server,
  site,
}) => {
  await page.goto(site)
  await page.evaluate(
    async ([sdk, options]) => {
      const { startPhone } = window as unknown as { startPhone(s: unknown, o: unknown): Promise<void> }
      await startPhone(sdk, options)
    },
    [server.sdk, { apiBase: server.url, token: server.user('1002').token, audioInput: 'tone' }] as const,
  )
  const names = () =>
    page.evaluate(() => (window as unknown as { log: { name: string }[] }).log.map(({ name }) => name))
  await expect.poll(names).toContain('registered')
  const before = await names()
  expect((await diagnoseIn(page, server)).verdict).toBe('ready')
  expect(await names()).toEqual(before)
  // A call still reaches it.
  const uuid = await page.evaluate(() =>
    (window as unknown as { dial(n: string): Promise<string> }).dial('9701'),
  )
  expect(uuid).not.toBe('')
  await expect.poll(names, { timeout: 15_000 }).toContain('incoming_call')
})
