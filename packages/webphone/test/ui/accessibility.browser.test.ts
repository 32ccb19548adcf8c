/** axe (WCAG 2.2 A and AA) over every state in every theme, language and layout. */
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { Browser, Page } from '@playwright/test'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { PhoneUiOptions } from '../../src/ui/index.ts'
import { launchChromium, openGallery } from './gallery/gallery-page.ts'

const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']

interface Violation {
  readonly id: string
  readonly nodes: readonly { readonly target: unknown; readonly failureSummary: string }[]
}

async function violationsOn(page: Page, runOnly: unknown = { type: 'tag', values: tags }): Promise<string[]> {
  await page.evaluate(axeSource)
  const violations = await page.evaluate(async (only) => {
    const { axe } = window as unknown as {
      axe: { run(options: unknown): Promise<{ violations: Violation[] }> }
    }
    return (await axe.run({ runOnly: only, resultTypes: ['violations'] })).violations
  }, runOnly)
  return violations.flatMap(({ id, nodes }) =>
    nodes.map(({ target, failureSummary }) => `${id} ${JSON.stringify(target)} ${failureSummary}`),
  )
}

let browser: Browser
beforeAll(async () => void (browser = await launchChromium()))
afterAll(() => browser.close())

/** What a theme can change; roles, names, order and sizes are the same nodes in either. */
const coloured = { type: 'rule', values: ['color-contrast', 'link-in-text-block'] }

/** Language and theme change in place, as they do for a user: the states are built once a layout. */
describe.each(['docked', 'overlay', 'fullscreen'] as const)('%s', { timeout: 120_000 }, (layout) => {
  let page: Page
  let problems: string[]
  let count: number
  const change = (options: PhoneUiOptions): Promise<void> =>
    page.evaluate((given) => window.gallery.shown.forEach(({ mounted }) => mounted.update(given)), options)

  beforeAll(async () => {
    ;({ page, problems } = await openGallery(browser, { viewport: { width: 2448, height: 1000 } }))
    await page.evaluate((given) => window.gallery.show(given), {
      layout,
      locale: 'vi',
      theme: 'light',
    } as const)
    count = await page.evaluate(() => window.gallery.names.length)
  })
  afterAll(() => page.context().close())

  it.each(['vi', 'en'] as const)('%s, light and dark', async (locale) => {
    await change({ locale, theme: 'light' })
    await expect
      .poll(() => page.locator(`.root[lang=${locale}] > :is(.panel, .launcher)`).count())
      .toBe(count)
    await page.evaluate(() => (document.body.className = 'cells light'))
    expect(await violationsOn(page)).toEqual([])
    const light = await coloursOf(page)
    await change({ theme: 'dark' })
    await page.evaluate(() => (document.body.className = 'cells dark'))
    await expect
      .poll(async () => (await coloursOf(page)).filter((colour) => light.includes(colour)))
      .toEqual([])
    expect(await violationsOn(page, coloured)).toEqual([])
    expect(problems).toEqual([])
  })
})

/** Backgrounds of all panels. */
const coloursOf = (page: Page): Promise<string[]> =>
  page
    .locator('.panel')
    .evaluateAll((panels) => [...new Set(panels.map((panel) => getComputedStyle(panel).backgroundColor))])

it('would notice small targets and weak colours', { timeout: 60_000 }, async () => {
  const hostStyle =
    ':root { --zw-muted: #b5b5b5 } .bare zorio-webphone::part(button) { min-height: 10px; height: 10px; width: 10px; padding: 0 }'
  const { page } = await openGallery(browser, { hostStyle })
  await page.evaluate(() =>
    window.gallery.show({ names: ['settings'], isBare: true, theme: 'light', locale: 'en' }),
  )
  expect((await violationsOn(page)).map((text) => text.split(' ')[0])).toContain('color-contrast')
  await page.context().close()
})
