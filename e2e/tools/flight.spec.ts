import { readFileSync } from 'node:fs'
import { expect, test as base } from '@playwright/test'
import { DemoServer } from '../harness/demo-server.ts'

const test = base.extend<object, { server: DemoServer }>({
  server: [
    async ({}, use) => {
      const server = new DemoServer()
      await server.start()
      await use(server)
      await server.stop()
    },
    { scope: 'worker' },
  ],
})

interface Entry {
  readonly t: number
  readonly kind: string
  readonly [field: string]: unknown
}

test('a recorded call, drawn: messages, events, charts; saved and opened again', async ({ page, server }) => {
  const errors: string[] = []
  page.on('console', (message) => message.type() === 'error' && errors.push(message.text()))
  page.on('pageerror', (error) => errors.push(error.message))
  await page.goto(`${server.url}/flight?locale=en`)
  await page.getByRole('button', { name: 'Make a test call' }).click()
  const ladder = page.locator('#ladder')
  await expect(ladder.getByText('INVITE', { exact: true }).first()).toBeVisible({ timeout: 25_000 })
  for (const text of ['200 OK (INVITE)', 'BYE', 'call_answered', 'connected'])
    await expect(ladder.getByText(text).first()).toBeAttached()
  await expect(page.locator('.chart')).toHaveCount(5)
  expect(await page.locator('.chart path').first().getAttribute('d')).toMatch(/^M[\d. L]+$/)
  await ladder.getByRole('button', { name: 'INVITE', exact: true }).first().click()
  await expect(page.locator('#detail')).toContainText('Call-ID:')
  await page.screenshot({ path: 'test-results/tools/flight.png', fullPage: true })

  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: 'Save the JSON' }).click(),
  ])
  const path = await download.path()
  const text = readFileSync(path, 'utf8')
  const record = JSON.parse(text) as { version: number; entries: Entry[]; call: Record<string, unknown> }
  const times = record.entries.map(({ t }) => t)
  expect(times).toEqual([...times].sort((a, b) => a - b))
  const kinds = new Set(record.entries.map(({ kind }) => kind))
  expect([...kinds].sort()).toEqual(['devices', 'event', 'ice', 'media', 'sip', 'stats'])
  const stats = record.entries.filter(({ kind }) => kind === 'stats')
  expect(stats.length).toBeGreaterThanOrEqual(6)
  expect(stats.at(-2)).toMatchObject({
    lossPercent: 0,
    // Which of the far end's candidates wins is a matter of microseconds; peer-reflexive when its first check came before its answer.
    route: expect.stringMatching(/^host udp > (host|srflx|prflx)$/),
  })
  expect(text).not.toMatch(/response="|nonce="|a=ice-pwd:(?!…)|Bearer /)
  expect(text).not.toContain(server.user('1001').token.split('|')[1])

  await page.reload()
  await page.setInputFiles('#file', path)
  await expect(ladder.getByText('BYE').first()).toBeAttached()
  await page.setInputFiles('#file', {
    name: 'x.json',
    mimeType: 'application/json',
    buffer: Buffer.from('{}'),
  })
  await expect(page.locator('#message')).toHaveText(/no record of a call/)
  expect(errors).toEqual([])
})
