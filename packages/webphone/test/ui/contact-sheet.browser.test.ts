/**
 * Not a test of behaviour: draws every state for human eyes. Writes only when told where:
 *
 *   CONTACT_SHEET=docs/ui-states.png npx vitest run packages/webphone/test/ui/contact-sheet
 *
 * SHEET_THEME, SHEET_LOCALE, SHEET_LAYOUT, SHEET_NAMES (a|b), SHEET_WIDTH, SHEET_SCALE choose what, SHEET_DARK_NAMES adds dark English ones; GALLERY_FONT a web font.
 */
import { it } from 'vitest'
import { launchChromium, openGallery } from './gallery/gallery-page.ts'

const env = process.env
const file = env['CONTACT_SHEET']

it.runIf(file)('draws every state', { timeout: 120_000 }, async () => {
  const browser = await launchChromium()
  try {
    const deviceScaleFactor = Number(env['SHEET_SCALE'] ?? 1)
    const { page, problems } = await openGallery(browser, {
      viewport: { width: Number(env['SHEET_WIDTH'] ?? 2448), height: 700 },
      deviceScaleFactor,
    })
    const names = env['SHEET_NAMES']?.split('|') ?? (await page.evaluate(() => window.gallery.pictured))
    await page.evaluate((options) => window.gallery.show(options as never), {
      theme: env['SHEET_THEME'] ?? 'light',
      locale: env['SHEET_LOCALE'] ?? 'vi',
      layout: env['SHEET_LAYOUT'] ?? 'docked',
      names,
    })
    const more = env['SHEET_DARK_NAMES']?.split('|')
    if (more) {
      await page.evaluate(
        (dark) => window.gallery.show({ names: dark, theme: 'dark', locale: 'en', isMore: true }),
        more,
      )
      await page.evaluate(() => (document.body.className = 'cells'))
    }
    await page.waitForTimeout(800)
    await page.screenshot({ path: file ?? '', fullPage: true, animations: 'disabled' })
    if (problems.length) console.error(problems.join('\n'))
  } finally {
    await browser.close()
  }
})
