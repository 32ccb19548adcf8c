// The fixtures of every group: browser contexts, desk phones and carriers end with the test that opened them.
import { test as base, type Browser } from '@playwright/test'
import { chromium } from '@playwright/test'
import { chromiumPath, quietFlags } from '../../harness/chromium.ts'
import { startBaresip, type Baresip, type BaresipOptions } from './baresip.ts'
import { startSipp, type Sipp, type SippOptions } from './sipp.ts'

export { expect } from '@playwright/test'

interface Fixtures {
  startDesk: (options: BaresipOptions) => Promise<Baresip>
  startCarrier: (options: SippOptions) => Promise<Sipp>
}

export const test = base.extend<Fixtures & { cleanPages: void }, { browser: Browser }>({
  browser: [
    async ({}, use) => {
      const browser = await chromium.launch({
        executablePath: chromiumPath(),
        chromiumSandbox: false,
        args: [
          ...quietFlags,
          '--autoplay-policy=no-user-gesture-required',
          '--ignore-certificate-errors',
          '--host-resolver-rules=MAP pbx.test 127.0.0.1',
        ],
      })
      await use(browser)
      await browser.close()
    },
    { scope: 'worker' },
  ],
  cleanPages: [
    async ({ browser }, use) => {
      await use()
      await Promise.all(browser.contexts().map((context) => context.close()))
    },
    { auto: true },
  ],
  startDesk: async ({}, use) => {
    const desks: Baresip[] = []
    await use(async (options) => {
      const desk = await startBaresip(options)
      desks.push(desk)
      return desk
    })
    await Promise.all(desks.map((desk) => desk.stop()))
  },
  startCarrier: async ({}, use) => {
    const carriers: Sipp[] = []
    await use(async (options) => {
      const carrier = await startSipp(options)
      carriers.push(carrier)
      return carrier
    })
    await Promise.all(carriers.map((carrier) => carrier.stop()))
  },
})
