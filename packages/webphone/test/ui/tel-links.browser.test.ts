/** `tel:` links of the host's page dial through the phone. */
import type { Browser, Page } from '@playwright/test'
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { launchChromium, openGallery } from './gallery/gallery-page.ts'

let browser: Browser
let page: Page
beforeAll(async () => void (browser = await launchChromium()))
afterAll(() => browser.close())
beforeEach(async () => {
  ;({ page } = await openGallery(browser))
  await page.evaluate(async () => {
    await window.gallery.show({ names: ['dialling a number'], isBare: true, locale: 'en' })
    const { mounted } = window.gallery.shown[0] ?? {}
    const told: string[] = Object.assign(window, { told: [] }).told
    const stop =
      mounted && window.gallery.captureTelLinks(mounted, document, { onDial: (number) => told.push(number) })
    Object.assign(window, { stop })
  })
  return () => page.context().close()
})

interface ClickOptions {
  readonly inShadow?: boolean
  readonly init?: { readonly ctrlKey?: boolean; readonly button?: number }
  readonly handled?: boolean
}

/** Clicks a link with these attributes, in a shadow tree if wanted; true when the browser would have followed it. */
const click = (
  href: string,
  { inShadow = false, init = {}, handled = false }: ClickOptions = {},
): Promise<boolean> =>
  page.evaluate(
    (given) => {
      const link = document.createElement('a')
      link.href = given.href
      const inner = link.appendChild(document.createElement('b'))
      const place = document.body.appendChild(document.createElement('div'))
      const root = given.inShadow ? place.attachShadow({ mode: 'open' }) : place
      root.append(link)
      if (given.handled) place.addEventListener('click', (event) => event.preventDefault())
      let isFollowed = true
      // The last to hear of it; nothing is really followed.
      window.addEventListener(
        'click',
        (event) => {
          isFollowed = !event.defaultPrevented
          event.preventDefault()
        },
        { once: true },
      )
      inner.dispatchEvent(
        new MouseEvent('click', { bubbles: true, composed: true, cancelable: true, ...given.init }),
      )
      return isFollowed
    },
    { href, inShadow, init, handled },
  )
const asked = (): Promise<readonly string[] | undefined> =>
  page.evaluate(async () => {
    await new Promise((done) => setTimeout(done, 20))
    return window.gallery.shown[0]?.phone.asked
  })

it('dials what is written, whichever way', async () => {
  expect(await click('tel:+84%20(98)%20765-43.21;ext=5')).toBe(false)
  await expect.poll(() => asked()).toEqual(['call +84987654321'])
  await expect
    .poll(() => page.evaluate(() => (window as unknown as { told: string[] }).told))
    .toEqual(['+84987654321'])
})

it('reaches links that came later and links in shadow trees', async () => {
  expect(await click('TEL:1002', { inShadow: true })).toBe(false)
  await expect.poll(() => asked()).toEqual(['call 1002'])
})

it.each([
  ['with Ctrl', 'tel:1002', { init: { ctrlKey: true } }],
  ['by the middle button', 'tel:1002', { init: { button: 1 } }],
  ['to elsewhere', 'https://example.com', {}],
  ['to no number', 'tel:', {}],
  ['to what cannot be read', 'tel:%E0%A4%A', {}],
])('leaves a click %s alone', async (_, href, options) => {
  expect(await click(href, options)).toBe(true)
  await expect.poll(() => asked()).toEqual([])
})

it('leaves what the page has handled alone, and all after the end', async () => {
  await click('tel:1002', { handled: true })
  await page.evaluate(() => (window as unknown as { stop: () => void }).stop())
  expect(await click('tel:1002')).toBe(true)
  await expect.poll(() => asked()).toEqual([])
})

it('holds the call that is on, and shows in the phone what goes wrong', async () => {
  await page.evaluate(
    () => void window.gallery.shown[0]?.phone.addCall({ number: '0911', state: 'answered', answeredAt: 1 }),
  )
  await page.evaluate(() => window.gallery.shown[0]?.phone.refuseNext('not_registered', 'call'))
  await click('tel:1002')
  await page.getByText('The phone is not ready yet').waitFor()
  await expect
    .poll(() => page.evaluate(() => window.gallery.shown[0]?.phone.calls[0]?.asked))
    .toEqual(['hold', 'unhold'])
})

it("tells a bare phone's refusal to the page", async () => {
  const code = await page.evaluate(async () => {
    ;(window as unknown as { stop: () => void }).stop()
    const { phone } = window.gallery.shown[0] ?? {}
    if (!phone) return 'no phone'
    phone.refuseNext('invalid_number')
    const refused = new Promise<unknown>((onError) =>
      window.gallery.captureTelLinks(phone, document, { onError }),
    )
    const link = document.body.appendChild(document.createElement('a'))
    link.href = 'tel:1'
    link.click()
    return ((await refused) as { code: string }).code
  })
  expect(code).toBe('invalid_number')
})
