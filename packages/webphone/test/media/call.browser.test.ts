/** A call between two media sessions of one page, in a real Chromium. */
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { hasChromium, openPage, startBrowser, startSite, type Site } from './browser.ts'
import type { Browser, Page } from '@playwright/test'

describe.skipIf(!hasChromium)('media in Chromium', { timeout: 60_000 }, () => {
  let browser: Browser
  let site: Site
  let page: Page

  beforeAll(async () => {
    site = await startSite()
    browser = await startBrowser(['--autoplay-policy=no-user-gesture-required'])
  }, 90_000)
  afterAll(async () => {
    await browser?.close()
    await site?.close()
  })
  beforeEach(async () => {
    page = await openPage(browser, site.url)
  })
  afterEach(async () => {
    await page.close()
  })

  const prepareTone = () => page.evaluate(() => mediaTest.prepare({ audioInput: 'tone' }))

  it('carries audio both ways, the tone is 440 Hz, and the set-up is quick', async () => {
    expect(await prepareTone()).toEqual([])
    const { offer, answer, ...times } = await page.evaluate(() => mediaTest.connect())
    const heard = await page.evaluate(() => mediaTest.listen())
    const [atA, atB] = await page.evaluate(() =>
      Promise.all([mediaTest.received('a', 1_000), mediaTest.received('b', 1_000)]),
    )
    console.log('call', times, heard, atA, atB, offer.length, answer.length)
    expect(heard.hz).toBeGreaterThan(430)
    expect(heard.hz).toBeLessThan(450)
    for (const side of [atA, atB]) {
      expect(side.packets).toBeGreaterThan(30)
      expect(side.energy).toBeGreaterThan(0)
    }
    expect(times.offerMs).toBeLessThan(1_000)
    expect(offer).toMatch(/opus/)
    expect(offer).toMatch(/telephone-event/)
  })
})
