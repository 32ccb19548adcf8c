import type { Page } from '@playwright/test'
import { embed, expect, test, type Backend } from './test.ts'

interface Globals {
  readonly log: readonly { name: string; payload: Record<string, unknown> }[]
  readonly phone: { unregister(): Promise<void>; register(): Promise<void>; readonly status: string }
}

const logged = (page: Page) => page.evaluate(() => (window as unknown as Globals).log)
const names = async (page: Page) => (await logged(page)).map(({ name }) => name)

/** Ends the bearers that embed tokens were redeemed for, as an administrator does. */
async function endSessions({ server }: Backend): Promise<number> {
  const headers = { Authorization: `Bearer ${server.user('1001').token}` }
  const answer = await fetch(`${server.url}/api/auth/tokens`, { headers })
  const { data } = (await answer.json()) as { data: { id: number; device_name: string }[] }
  const framed = data.filter(({ device_name }) => device_name === 'embed')
  for (const { id } of framed)
    await fetch(`${server.url}/api/auth/tokens/${id}`, { method: 'DELETE', headers })
  return framed.length
}

/** A phone whose SIP credentials have to be renewed within seconds; tells what the frame asked the server for. */
async function watchSession(page: Page) {
  const asked = { sessions: 0, configs: [] as number[] }
  page.on('response', (response) => {
    if (response.url().endsWith('/embed-session')) asked.sessions += 1
    if (response.url().endsWith('/sip-config') && response.request().method() === 'GET')
      asked.configs.push(response.status())
  })
  let isFirst = true
  await page.route('**/api/webphone/sip-config', async (route) => {
    const response = await route.fetch()
    if (!isFirst || !response.ok()) return route.fulfill({ response })
    isFirst = false
    const body = (await response.json()) as { data: object }
    // Renewed after four fifths of this.
    await route.fulfill({ response, json: { data: { ...body.data, credentials_ttl: 10 } } })
  })
  return asked
}

test('the session has ended: one more embed token is asked for, and the phone registers again', async ({
  openCrm,
  backend,
  crm,
}) => {
  const page = await openCrm()
  const asked = await watchSession(page)
  const tokens = [await backend.token([crm]), await backend.token([crm]), await backend.token([crm])]
  await embed(page, backend, { tokens })
  await expect.poll(() => names(page)).toContain('registered')
  expect(await endSessions(backend)).toBeGreaterThan(0)
  // Refused with the old bearer, given with the new one; nothing of it reaches the page.
  await expect.poll(() => asked.configs, { timeout: 15_000 }).toEqual([200, 401, 200])
  expect(asked.sessions).toBe(2)
  expect(await page.evaluate(() => (window as unknown as Globals).phone.status)).toBe('registered')
  expect(await names(page)).not.toContain('error')
  // The new credentials are good.
  await page.evaluate(async () => {
    const { phone } = window as unknown as Globals
    await phone.unregister()
    await phone.register()
  })
  expect((await names(page)).filter((name) => name === 'registered')).toHaveLength(2)
  expect(asked.sessions).toBe(2)
})

test('the session has ended and the page has no good token: said as token_rejected, and asked once', async ({
  openCrm,
  backend,
  crm,
}) => {
  const page = await openCrm()
  const asked = await watchSession(page)
  const token = await backend.token([crm])
  await embed(page, backend, { tokens: [token, token] })
  await expect.poll(() => names(page)).toContain('registered')
  await endSessions(backend)
  await expect.poll(() => asked.sessions, { timeout: 15_000 }).toBe(2)
  await expect
    .poll(async () => (await logged(page)).find(({ name }) => name === 'error')?.payload['code'])
    .toBe('token_rejected')
  expect(asked.configs).toEqual([200, 401])
  expect(asked.sessions).toBe(2)
})
