/** A test with a page of its own, in a Chromium and on a site that its whole file shares. */
import { test } from 'vitest'
import { grantMicrophone, openPage, startBrowser, startSite, type Site } from './browser.ts'
import type { Browser, Page } from '@playwright/test'

interface InChromium {
  browser: Browser
  site: Site
  page: Page
}

export const it = test.extend<InChromium>({
  browser: [
    // eslint-disable-next-line no-empty-pattern
    async ({}, use) => {
      const browser = await startBrowser([grantMicrophone, '--autoplay-policy=no-user-gesture-required'])
      await use(browser)
      await browser.close()
    },
    { scope: 'file' },
  ],
  site: [
    // eslint-disable-next-line no-empty-pattern
    async ({}, use) => {
      const site = await startSite()
      await use(site)
      await site.close()
    },
    { scope: 'file' },
  ],
  page: async ({ browser, site }, use) => {
    const page = await openPage(browser, site.url)
    await use(page)
    await page.close()
  },
})
