/** `<zorio-webphone api-base token>` in a page without script of its own. */
import type { Browser, Page } from '@playwright/test'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { launchChromium, openGallery } from './gallery/gallery-page.ts'

let browser: Browser
beforeAll(async () => void (browser = await launchChromium()))
afterAll(() => browser.close())

async function open(attributes: Readonly<Record<string, string>>): Promise<Page> {
  const { page } = await openGallery(browser, { entry: 'element' })
  await page.evaluate((given) => {
    const element = document.createElement('zorio-webphone')
    Object.entries(given).forEach(([name, value]) => element.setAttribute(name, value))
    document.body.append(element)
  }, attributes)
  return page
}

const connected = (page: Page): Promise<unknown[]> => page.evaluate(() => window.connected)

it('connects with its attributes, and disconnects when it leaves the page', async () => {
  const page = await open({ 'api-base': 'https://api.example', token: 'good', locale: 'en', theme: 'dark' })
  await page.locator('.panel').waitFor()
  await expect.poll(() => connected(page)).toEqual([{ apiBase: 'https://api.example', token: 'good' }])
  await expect.poll(() => page.locator('.status').innerText()).toBe('Ready')
  await page.evaluate(() => document.querySelector('zorio-webphone')?.remove())
  await expect.poll(() => connected(page)).toHaveLength(2)
  await page.context().close()
})

it('waits for both attributes, and takes a new token', async () => {
  const page = await open({ 'api-base': 'https://api.example' })
  await expect.poll(() => connected(page)).toEqual([])
  await page.evaluate(() => document.querySelector('zorio-webphone')?.setAttribute('token', 'one'))
  await page.locator('.panel').waitFor()
  await page.evaluate(() => document.querySelector('zorio-webphone')?.setAttribute('token', 'two'))
  await expect
    .poll(() => connected(page))
    .toEqual([
      { apiBase: 'https://api.example', token: 'one' },
      'disconnect',
      { apiBase: 'https://api.example', token: 'two' },
    ])
  await page.context().close()
})

it('reports a refused connection as an event', async () => {
  const page = await open({ 'api-base': 'https://api.example', token: 'bad' })
  await page.waitForFunction(() => window.events.length > 0)
  await expect.poll(() => page.evaluate(() => window.events)).toEqual(['phone-error'])
  await page.context().close()
})
