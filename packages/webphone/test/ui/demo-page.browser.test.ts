/** The demo page with its real phone and a real call: see `real-calls.browser.test.ts` for how it runs. */
import type { Browser } from '@playwright/test'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { demo, launchForCalls, press } from './gallery/real-phones.ts'

describe.runIf(demo)('the demo page with real calls', () => {
  let browser: Browser
  beforeAll(async () => void (browser = await launchForCalls()))
  afterAll(() => browser.close())

  it('calls a contact by its link, and opens the card of who calls', async () => {
    const page = await browser.newPage({ viewport: { width: 1360, height: 900 }, locale: 'en-GB' })
    page.setDefaultTimeout(10_000)
    const problems: string[] = []
    page.on('console', (message) => {
      if (message.type() === 'error') problems.push(message.text())
    })
    await page.goto(demo?.url ?? '')
    const phone = page.locator('zorio-webphone')
    const card = page.locator('#card')
    await phone.locator('.status').getByText('Ready').waitFor()

    await page.getByRole('link', { name: /Bùi Đức Thịnh/ }).click()
    await card.getByText('In a call').waitFor()
    await phone.locator('.who .timer').waitFor()
    await phone.getByRole('button', { name: 'Hang up' }).click()
    await phone.getByText('Call ended').first().waitFor()
    await card.locator('.history').getByText('Outgoing').waitFor()

    await press(page, 'an unknown number')
    await phone.getByRole('alertdialog').waitFor()
    await expect.poll(() => card.getByRole('heading', { level: 2 }).innerText()).toBe('0281234567')
    await phone.getByRole('button', { name: 'Decline' }).click()
    await press(page, 'Lê Văn Hùng (1002)')
    await phone.getByRole('button', { name: 'Answer' }).click()
    // The other phone of the page is in the call too.
    await page.getByRole('region', { name: '1002' }).getByRole('button', { name: 'Hang up' }).waitFor()
    expect(problems).toEqual([])
  })
})
