/** axe (WCAG 2.2 A and AA) over every state in every theme, language and layout. */
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { Browser, Page } from '@playwright/test'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { launchChromium, openGallery } from './gallery/gallery-page.ts'

const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']

interface Violation {
  readonly id: string
  readonly nodes: readonly { readonly target: unknown; readonly failureSummary: string }[]
}

async function violationsOn(page: Page): Promise<string[]> {
  await page.evaluate(axeSource)
  const violations = await page.evaluate(async (values) => {
    const { axe } = window as unknown as {
      axe: { run(options: unknown): Promise<{ violations: Violation[] }> }
    }
    return (await axe.run({ runOnly: { type: 'tag', values }, resultTypes: ['violations'] })).violations
  }, tags)
  return violations.flatMap(({ id, nodes }) =>
    nodes.map(({ target, failureSummary }) => `${id} ${JSON.stringify(target)} ${failureSummary}`),
  )
}

let browser: Browser
beforeAll(async () => void (browser = await launchChromium()))
afterAll(() => browser.close())

describe.each(['docked', 'overlay', 'fullscreen'])('%s', (layout) => {
  it.each([
    ['light', 'vi'],
    ['light', 'en'],
    ['dark', 'vi'],
    ['dark', 'en'],
  ])('%s, %s', { timeout: 60_000 }, async (theme, locale) => {
    const { page, problems } = await openGallery(browser, { viewport: { width: 2448, height: 3300 } })
    await page.evaluate((options) => window.gallery.show(options as never), { layout, theme, locale })
    expect(await page.locator('.panel, .launcher').count()).toBe(
      await page.evaluate(() => window.gallery.names.length),
    )
    expect(await violationsOn(page)).toEqual([])
    expect(problems).toEqual([])
    await page.context().close()
  })
})

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
