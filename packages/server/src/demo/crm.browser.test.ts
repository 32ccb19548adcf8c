/** The CRM of the demo page in a real browser, under the page's own CSP, with phones that the test drives. */
import { existsSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { fileURLToPath } from 'node:url'
import { chromium } from '@playwright/test'
import type { Browser, Page } from '@playwright/test'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { readConfig } from '../config.ts'
import { createLogger } from '../logger.ts'
import { startServer } from '../server.ts'
import type { RunningServer } from '../server.ts'
import { createFakePbx } from '../testing/fake-pbx.ts'
import type { FakePbx } from '../testing/fake-pbx.ts'

interface FakePhone {
  addCall(values: Record<string, unknown>): Record<string, unknown>
  change(values: Record<string, unknown>): void
  emit(name: string, payload: unknown): void
}
interface Mount {
  options: Record<string, unknown> & {
    search: (text: string) => Promise<unknown>
    onOpenContact: (contact: unknown) => void
  }
  isMounted: boolean
  dialled: string[]
}
declare const window: {
  fakePhones: FakePhone[]
  fakeMounts: Mount[]
  axe: { run(): Promise<{ violations: { id: string; nodes: { html: string }[] }[] }> }
}
declare const document: { documentElement: { scrollWidth: number; lang: string } }

const executablePath = process.env['CHROMIUM_PATH'] ?? '/usr/bin/chromium'
const an = { id: 1, full_name: 'Nguyễn An', phones: ['0987654321'], customer_id: 501 }

describe.skipIf(!existsSync(executablePath))('the CRM of the demo page', () => {
  let server: RunningServer
  let pbx: FakePbx
  let browser: Browser
  let page: Page
  let complaints: string[]

  beforeAll(async () => {
    server = await startServer(readConfig(['--port', '0'], {}), {
      log: createLogger('silent'),
      createPbx: (options) => (pbx = createFakePbx(options)),
      pageFolder: fileURLToPath(new URL('./page/', import.meta.url)),
      embedFolder: '/nowhere',
      sdkFolder: fileURLToPath(new URL('../testing/fake-sdk/', import.meta.url)),
    })
    browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] })
  })
  afterAll(async () => {
    await browser.close()
    await server.close()
  })
  beforeEach(async () => {
    page = await browser.newPage({ viewport: { width: 1360, height: 900 }, locale: 'en-GB' })
    complaints = []
    page.on('console', (message) => complaints.push(message.text()))
    page.on('pageerror', (error) => complaints.push(error.message))
    await page.goto(server.url)
    await page.locator('[data-phone="1002"]').getByText('Ready').waitFor()
  })
  afterEach(async () => {
    await page.close()
    expect(complaints).toEqual([])
  })

  const card = () => page.locator('#card')
  const mount = (index = 0) => page.evaluate((i) => window.fakeMounts[i], index)
  const ring = (values: Record<string, unknown>) =>
    page.evaluate((given) => {
      const fake = window.fakePhones[0]
      const call = fake?.addCall({ direction: 'incoming', state: 'ringing', ...given })
      fake?.emit('incoming_call', { call, contact: given['contact'] ?? null })
    }, values)

  test('lists the contacts of the server; name, number or letters without marks find them', async () => {
    const contacts = page.locator('#contacts li')
    expect(await contacts.count()).toBe(6)
    const search = page.getByLabel('Search name or number')
    await search.fill('do khanh')
    expect(await contacts.allInnerTexts()).toEqual([expect.stringContaining('Đỗ Khánh Linh')])
    await search.fill('0912')
    expect(await contacts.allInnerTexts()).toEqual([expect.stringContaining('Đặng Thu Hà')])
    await search.fill('nobody')
    await page.getByText('Nobody found').waitFor()
    const found = await page.evaluate(() => window.fakeMounts[0]?.options.search('an'))
    expect(found).toEqual(expect.arrayContaining([{ name: 'Nguyễn An', number: '0987654321' }]))
  })

  test('a click on a number dials it in the phone and opens the card', async () => {
    await page.getByRole('link', { name: 'Call 0903111222, Vũ Quốc Bảo' }).click()
    expect((await mount())?.dialled).toEqual(['0903111222'])
    expect(await card().getByRole('heading', { level: 2 }).innerText()).toBe('Vũ Quốc Bảo')
    expect(await card().innerText()).toContain('Customer 503')
    await card().getByRole('link').click()
    expect((await mount())?.dialled).toEqual(['0903111222', '0903111222'])
  })

  test('who calls is shown: the contact, or the number of an unknown caller', async () => {
    await ring({ number: '+84987654321', contact: an })
    expect(await card().getByRole('heading', { level: 2 }).innerText()).toBe('Nguyễn An')
    await card().getByText('Calling you').waitFor()
    await page.evaluate(() => window.fakePhones[0]?.change({ calls: [] }))
    expect(await card().getByText('Calling you').isVisible()).toBe(false)
    await ring({ number: '0281234567' })
    expect(await card().getByRole('heading', { level: 2 }).innerText()).toBe('0281234567')
    await card().getByText('No contact has this number.').waitFor()
  })

  test('a call does not take away the note that someone is writing', async () => {
    await page.getByRole('button', { name: 'Vũ Quốc Bảo' }).click()
    await page.getByLabel('Notes').pressSequentially('wants an ')
    await ring({ number: '0987654321', contact: an })
    await page.keyboard.type('offer')
    expect(await page.getByLabel('Notes').inputValue()).toBe('wants an offer')
    await card().getByRole('button', { name: 'Open card' }).click()
    expect(await card().getByRole('heading', { level: 2 }).innerText()).toBe('Nguyễn An')
    await page.getByRole('button', { name: 'Vũ Quốc Bảo' }).click()
    expect(await page.getByLabel('Notes').inputValue()).toBe('wants an offer')
  })

  test('both languages, all themes and layouts are chosen in the page and kept', async () => {
    await page.getByLabel('Language').selectOption('vi')
    await page.getByLabel('Giao diện').selectOption('dark')
    for (const layout of ['overlay', 'fullscreen', 'docked', 'overlay'])
      await page.locator('#look select').last().selectOption(layout)
    expect((await mount())?.options).toMatchObject({ locale: 'vi', theme: 'dark', layout: 'overlay' })
    expect(await page.locator('#contacts-title').innerText()).toBe('Khách hàng')
    await page.reload()
    await page.waitForFunction(() => window.fakeMounts?.length === 1)
    expect((await mount())?.options).toMatchObject({ locale: 'vi', theme: 'dark', layout: 'overlay' })
    expect(await page.evaluate(() => document.documentElement.lang)).toBe('vi')
  })

  test('somebody calls on demand: a contact, an unknown number, the other phone', async () => {
    pbx.registered = ['1001']
    await page.getByRole('button', { name: 'Nguyễn An', exact: true }).first().click()
    await page.getByRole('button', { name: 'an unknown number' }).click()
    await expect
      .poll(() => pbx.asked)
      .toEqual([
        ['ringFromOutside', { extension: '1001', number: '0987654321' }],
        ['ringFromOutside', { extension: '1001', number: '0281234567' }],
      ])
  })

  test('the phone in the page is the new one after a change of the microphone', async () => {
    await page.locator('[data-phone="1001"]').getByLabel('real microphone').check()
    await page.waitForFunction(() => window.fakeMounts.length === 2)
    expect((await mount(0))?.isMounted).toBe(false)
    await page.locator('#contacts a').first().click()
    expect((await mount(1))?.dialled).toHaveLength(1)
    expect((await mount(0))?.dialled).toEqual([])
  })

  test.each(['light', 'dark'])('axe finds nothing to complain of, %s', async (theme) => {
    await page.getByLabel('Theme').selectOption(theme)
    await ring({ number: '0281234567' })
    await page.evaluate(readFileSync(createRequire(import.meta.url).resolve('axe-core'), 'utf8'))
    const { violations } = await page.evaluate(() => window.axe.run())
    expect(violations.map(({ id, nodes }) => [id, ...nodes.map((node) => node.html)])).toEqual([])
  })

  test('a screen of 320 px needs no scrolling to the side', async () => {
    await page.setViewportSize({ width: 320, height: 700 })
    await ring({
      number: '0987654321',
      contact: { ...an, full_name: 'Công-ty-trách-nhiệm-hữu-hạn-một-thành-viên' },
    })
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(320)
  })
})
