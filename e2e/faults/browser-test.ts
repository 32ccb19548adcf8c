import { test as base } from './test.ts'
import { RawChromium } from './raw-chromium.ts'

interface Fixtures {
  startChromium: (flags?: readonly string[]) => Promise<RawChromium>
}

export const test = base.extend<Fixtures>({
  startChromium: async ({}, use) => {
    const browsers: RawChromium[] = []
    await use(async (flags) => {
      const browser = await RawChromium.start(flags)
      browsers.push(browser)
      return browser
    })
    for (const browser of browsers) await browser.stop()
  },
})
