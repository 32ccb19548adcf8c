import { expect, test as base } from '@playwright/test'
import { DemoServer } from './demo-server.ts'
import { startPageServer } from './page-server.ts'
import { PhonePage } from './phone-page.ts'

interface Fixtures {
  /** Opens an integrator's page; closed at the end, and then no uncaught error may have happened in it. */
  openPage: () => Promise<PhonePage>
  /** A phone that is registered as 1001. */
  phone: PhonePage
}

interface WorkerFixtures {
  server: DemoServer
  site: string
}

export const test = base.extend<Fixtures, WorkerFixtures>({
  server: [
    async ({}, use) => {
      const server = new DemoServer()
      await server.start()
      await use(server)
      await server.stop()
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
  openPage: async ({ browser, site }, use) => {
    const pages: PhonePage[] = []
    await use(async () => {
      const page = await PhonePage.open(browser, site)
      pages.push(page)
      return page
    })
    for (const page of pages) {
      expect(await page.failures(), 'uncaught errors in the page').toEqual([])
      await page.close()
    }
  },
  phone: async ({ openPage, server }, use) => {
    const page = await openPage()
    await page.connectAndRegister(server, '1001')
    await use(page)
  },
})

export { expect }
