/** The demo page in a real browser, under its own CSP, with phones that the test drives. */
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
import { testNumbers } from './test-numbers.ts'

interface FakePhone {
  asked: unknown[][]
  options: Record<string, unknown>
  addCall(values: Record<string, unknown>): Record<string, unknown>
  change(values: Record<string, unknown>): void
  emit(name: string, payload: unknown): void
}
declare const window: {
  fakePhones: FakePhone[]
  injected?: boolean
  axe: { run(): Promise<{ violations: { id: string; nodes: { html: string }[] }[] }> }
}
declare const document: { documentElement: { scrollWidth: number } }

const executablePath = process.env['CHROMIUM_PATH'] ?? '/usr/bin/chromium'

describe.skipIf(!existsSync(executablePath))('the demo page', () => {
  let server: RunningServer
  let browser: Browser
  let page: Page
  let complaints: string[]

  beforeAll(async () => {
    server = await startServer(readConfig(['--port', '0'], {}), {
      log: createLogger('silent'),
      createPbx: createFakePbx,
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
    page = await browser.newPage({ viewport: { width: 1280, height: 900 } })
    complaints = []
    page.on('console', (message) => complaints.push(message.text()))
    page.on('pageerror', (error) => complaints.push(error.message))
    await page.goto(server.url)
    await phone('1002').getByText('Ready').waitFor()
  })
  // Whatever the CSP stops, and every error, ends up in the console.
  afterEach(async () => {
    await page.close()
    expect(complaints).toEqual([])
  })

  const phone = (extension: string) => page.locator(`[data-phone="${extension}"]`)
  const asked = (index: number) => page.evaluate((i) => window.fakePhones[i]?.asked, index)
  const addCall = (index: number, values: Record<string, unknown>) =>
    page.evaluate(([i, v]) => void window.fakePhones[i]?.addCall(v), [index, values] as const)

  test('two phones of two people, each with its own token, sending a tone', async () => {
    expect(await page.getByRole('heading', { level: 2 }).allTextContents()).toEqual(
      expect.arrayContaining(['Trần Thị Mai 1001', 'Lê Văn Hùng 1002']),
    )
    const options = await page.evaluate(() => window.fakePhones.map((fake) => fake.options))
    expect(options).toMatchObject([
      { apiBase: server.url, token: server.demo?.users[0]?.token, audioInput: 'tone' },
      { apiBase: server.url, token: server.demo?.users[1]?.token, audioInput: 'tone' },
    ])
  })

  test('no token stands in a URL, an attribute or a text of the page', async () => {
    const html = await page.content()
    for (const user of server.demo?.users ?? []) expect(html).not.toContain(user.token.split('|')[1])
    expect(page.url()).toBe(`${server.url}/`)
  })

  test('dialling: the field, the other phone, every test number from the chosen phone', async () => {
    await phone('1001').getByLabel('Number to call from 1001').fill('0987654321')
    await phone('1001').getByRole('button', { name: 'Call', exact: true }).click()
    await phone('1001').getByRole('button', { name: 'Call 1002' }).click()
    expect(await asked(0)).toEqual([
      ['call', '0987654321'],
      ['call', '1002'],
    ])
    await page.getByRole('group', { name: 'Call from' }).getByText('1002').click()
    for (const { number } of testNumbers) await page.getByRole('button', { name: number }).click()
    expect(await asked(1)).toEqual(testNumbers.map(({ number }) => ['call', number]))
  })

  test('a call that cannot be made is said in words', async () => {
    await phone('1001').getByLabel('Number to call from 1001').fill('bad')
    await page.keyboard.press('Enter')
    await phone('1001').getByText('Use digits only.').waitFor()
  })

  test('an incoming call shows the contact and can be answered or declined', async () => {
    const contact = { id: 1, full_name: 'Nguyễn An' }
    await addCall(1, { number: '0987654321', contact, direction: 'incoming', state: 'ringing' })
    const card = phone('1002').getByRole('article', { name: 'Call' })
    expect(await card.innerText()).toMatch(/Nguyễn An\s+0987654321\s+Incoming call/)
    await card.getByRole('button', { name: 'Answer' }).click()
    await card.getByRole('button', { name: 'Decline' }).click()
    expect(await asked(1)).toEqual([['answer'], ['hangup']])
  })

  test('during a call: mute, hold, keys, transfer, join, hang up', async () => {
    await addCall(0, { number: '9200' })
    const card = phone('1001').getByRole('article', { name: 'Call' }).first()
    await card.getByRole('button', { name: 'Mute' }).click()
    await card.getByRole('button', { name: 'Hold' }).click()
    await card.getByRole('button', { name: 'Keypad' }).click()
    for (const key of '1*#D') await card.getByRole('button', { name: key, exact: true }).click()
    await card.getByRole('button', { name: 'Transfer', exact: true }).click()
    await card.getByLabel('Transfer to').fill('1003')
    await card.getByRole('button', { name: 'Transfer now' }).click()
    await addCall(0, { number: '9440' })
    await card.getByRole('button', { name: 'Join with 9440' }).click()
    await card.getByRole('button', { name: 'Hang up' }).click()
    expect(await asked(0)).toEqual([
      ...[['mute'], ['hold'], ['sendDtmf', '1'], ['sendDtmf', '*'], ['sendDtmf', '#'], ['sendDtmf', 'D']],
      ...[['transfer', '1003'], ['transferTo', '9440'], ['hangup']],
    ])
  })

  test('what changed in a call is seen, and the other way round is offered', async () => {
    await addCall(0, { number: '9200', isMuted: true, isHeld: true, billsec: 65, receivedDigits: '12#' })
    const card = phone('1001').getByRole('article', { name: 'Call' })
    expect(await card.innerText()).toContain('1:05 · on hold · muted')
    expect(await card.innerText()).toContain('12#')
    await card.getByRole('button', { name: 'Unmute' }).click()
    await card.getByRole('button', { name: 'Resume' }).click()
    expect(await asked(0)).toEqual([['unmute'], ['unhold']])
    await page.evaluate(() => window.fakePhones[0]?.change({ calls: [] }))
    expect(await card.count()).toBe(0)
  })

  test('events of both phones are listed with their payload, newest first', async () => {
    await page.evaluate(() => {
      const call = { uuid: 'u1', number: '9486', direction: 'outgoing', state: 'ended', more: 'not shown' }
      window.fakePhones[0]?.emit('connected', {})
      window.fakePhones[1]?.emit('status_changed', { status: 'registered' })
      window.fakePhones[0]?.emit('call_hangup', { call, reason: 'busy', billsec: 0 })
      window.fakePhones[1]?.emit('error', Object.assign(new Error('Refused'), { code: 'hold_failed' }))
    })
    const rows = page.getByRole('list', { name: /Events/ }).getByRole('listitem')
    expect(await rows.count()).toBe(3)
    expect(await rows.nth(0).innerText()).toMatch(/1002\s+error\s+{"code":"hold_failed","message":"Refused"}/)
    expect(await rows.nth(1).innerText()).toMatch(
      /1001\s+call_hangup\s+{"call":{"uuid":"u1".*"reason":"busy"/,
    )
    expect(await rows.nth(1).innerText()).not.toContain('not shown')
    await page.getByLabel('also beyond the 12').check()
    expect(await rows.count()).toBe(4)
    await page.getByRole('button', { name: 'Clear' }).click()
    expect(await rows.count()).toBe(0)
    await phone('1001').getByText('9486: busy').waitFor()
  })

  test('a lost connection and blocked sound are said, with what to do', async () => {
    await page.evaluate(() => {
      const reconnect = { attempt: 2, delayMs: 2345 }
      window.fakePhones[0]?.change({ status: 'reconnecting', reconnect })
      window.fakePhones[1]?.change({ isAudioBlocked: true })
    })
    await phone('1001').getByText('Connection lost, attempt 2 in 2.3 s').waitFor()
    expect(await phone('1001').getByRole('button', { name: 'Call', exact: true }).isDisabled()).toBe(true)
    await phone('1002').getByRole('button', { name: 'Press here' }).click()
    expect(await asked(1)).toEqual([['unlockAudio']])
  })

  test('the real microphone is a new phone', async () => {
    await phone('1001').getByLabel('real microphone').check()
    await phone('1001').getByText('Ready').waitFor()
    expect(await asked(0)).toEqual([['disconnect']])
    expect(await page.evaluate(() => window.fakePhones[2]?.options['audioInput'])).toBe('microphone')
  })

  test('names from the network are text', async () => {
    await addCall(0, { number: '9200', displayName: '<img src=x onerror="window.injected=true">' })
    await phone('1001').getByText('<img src=x').waitFor()
    expect(await page.evaluate(() => window.injected)).toBeUndefined()
  })

  test.each(['light', 'dark'] as const)('axe finds nothing to complain of, %s', async (colorScheme) => {
    await page.emulateMedia({ colorScheme })
    await addCall(0, { number: '9200', receivedDigits: '1' })
    await addCall(1, { number: '0987654321', direction: 'incoming', state: 'ringing' })
    await phone('1001').getByRole('button', { name: 'Keypad' }).click()
    await phone('1001').getByRole('button', { name: 'Transfer' }).click()
    await page.evaluate(() => {
      window.fakePhones[0]?.change({ isAudioBlocked: true })
      window.fakePhones[0]?.emit('error', Object.assign(new Error('Refused'), { code: 'hold_failed' }))
    })
    await page.evaluate(readFileSync(createRequire(import.meta.url).resolve('axe-core'), 'utf8'))
    const { violations } = await page.evaluate(() => window.axe.run())
    expect(violations.map(({ id, nodes }) => [id, ...nodes.map((node) => node.html)])).toEqual([])
  })

  test('a screen of 320 px needs no scrolling to the side', async () => {
    await page.setViewportSize({ width: 320, height: 700 })
    await addCall(0, {
      number: '0987654321',
      displayName: 'Công-ty-trách-nhiệm-hữu-hạn-một-thành-viên-Zorio',
    })
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(320)
  })
})
