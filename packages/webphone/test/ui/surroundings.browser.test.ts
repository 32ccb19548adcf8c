/** The phone in a page that is hostile, small, zoomed, in forced colours, or under a strict CSP. */
import type { Browser, BrowserContextOptions, Page } from '@playwright/test'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { launchChromium, openGallery, type GalleryPageOptions } from './gallery/gallery-page.ts'
import type { ShowOptions } from './gallery/gallery.ts'

let browser: Browser
beforeAll(async () => void (browser = await launchChromium()))
afterAll(() => browser.close())

async function withPage(options: GalleryPageOptions, run: (page: Page) => Promise<void>): Promise<void> {
  const { page, problems } = await openGallery(browser, options)
  await run(page)
  expect(problems).toEqual([])
  await page.context().close()
}

const show = (page: Page, name: string, options: Partial<ShowOptions> = {}): Promise<void> =>
  page.evaluate((given) => window.gallery.show(given as never), {
    isBare: true,
    locale: 'en',
    theme: 'light',
    names: [name],
    ...options,
  })

/** Every element that can be seen, with what matters of its look. */
const look = (page: Page): Promise<unknown> =>
  page.evaluate(() => {
    const root = window.gallery.shown[0]?.element.shadowRoot
    return [...(root?.querySelectorAll('.root, .root *') ?? [])].map((element) => {
      const { color, backgroundColor, fontSize, display, textTransform, letterSpacing } =
        getComputedStyle(element)
      const { width, height } = element.getBoundingClientRect()
      return [
        element.localName,
        element.getAttribute('class'),
        color,
        backgroundColor,
        fontSize,
        display,
        textTransform,
        letterSpacing,
        Math.round(width),
        Math.round(height),
      ]
    })
  })

const hostileSheet = `
html { font-size: 62.5% !important; }
* { all: unset !important; display: inline !important; color: red !important; font: 40px cursive !important;
    letter-spacing: 9px !important; text-transform: uppercase !important; visibility: hidden !important; }
button, input, svg, path { position: fixed !important; inset: 0 !important; fill: lime !important; }
zorio-webphone { display: none !important; opacity: 0 !important; width: 3px !important; height: 3px !important; }
`

describe('a hostile page', () => {
  it.each(['dialling a number', 'in call', 'incoming', 'network bad', 'call details', 'keyboard'])(
    'changes nothing of "%s"',
    async (name) => {
      let calm: unknown
      const viewport = { width: 500, height: 700 }
      await withPage({ viewport }, async (page) => {
        await show(page, name)
        calm = await look(page)
      })
      await withPage({ viewport, hostStyle: hostileSheet }, async (page) => {
        await show(page, name)
        await expect.poll(() => look(page)).toEqual(calm)
        expect(
          await page.locator('zorio-webphone').evaluate((element) => getComputedStyle(element).opacity),
        ).toBe('1')
        await expect.poll(() => page.locator('.panel').isVisible()).toBe(true)
      })
    },
  )

  it('gets no style from the phone', async () => {
    await withPage({}, async (page) => {
      const read = (): Promise<unknown> =>
        page.evaluate(() => {
          const button = document.body.appendChild(document.createElement('button'))
          button.className = 'button call key panel'
          const { cssText, color, padding, borderRadius, fontSize } = getComputedStyle(button)
          button.remove()
          return [
            cssText,
            color,
            padding,
            borderRadius,
            fontSize,
            document.adoptedStyleSheets.length,
            document.styleSheets.length,
          ]
        })
      const before = await read()
      await show(page, 'in call')
      expect(await read()).toEqual(before)
    })
  })

  it('shows names from the network as text', async () => {
    await withPage({}, async (page) => {
      await show(page, 'ready')
      const displayName = '<img src=x onerror=alert(1)><b>An</b>'
      await page.evaluate(
        (name) => void window.gallery.shown[0]?.phone.ring({ number: '0911', displayName: name }),
        displayName,
      )
      await expect.poll(() => page.locator('h2.name').innerText()).toBe(displayName)
      await expect.poll(() => page.locator('zorio-webphone img').count()).toBe(0)
    })
  })
})

/** Nothing sticks out sideways, and everything that can be pressed can be reached by scrolling. */
async function expectNoLoss(page: Page, name: string): Promise<void> {
  const lost = await page.evaluate(() => {
    const root = window.gallery.shown[0]?.element.shadowRoot
    if (document.documentElement.scrollWidth > innerWidth) return ['page scrolls sideways']
    const hidden = [...(root?.querySelectorAll('button, input, select') ?? [])].filter((element) => {
      element.scrollIntoView({ block: 'center' })
      const { top, bottom, left, right, width } = element.getBoundingClientRect()
      if (width === 0 || element.closest('.status-detail')) return false
      const [x, y] = [(left + right) / 2, (top + bottom) / 2]
      const isShut = root?.querySelector('.status-detail, .suggestions')
      return (
        top < -1 ||
        bottom > innerHeight + 1 ||
        (!isShut && !element.contains(root?.elementFromPoint(x, y) ?? null))
      )
    })
    if (hidden.length)
      return hidden.map((element) => `cannot be reached: ${element.className} ${element.textContent}`)
    return [...(root?.querySelectorAll('button, input, select, h2, p, b') ?? [])]
      .filter((element) => {
        const { left, right, width } = element.getBoundingClientRect()
        const isClipped =
          element.scrollWidth > element.clientWidth + 1 &&
          getComputedStyle(element).display !== 'inline' &&
          !(element instanceof HTMLInputElement)
        return width > 0 && (left < -1 || right > innerWidth + 1 || isClipped)
      })
      .map((element) => `${element.className} ${element.textContent}`)
  })
  expect(lost, name).toEqual([])
}

const sizes: readonly (readonly [string, BrowserContextOptions])[] = [
  ['320 px', { viewport: { width: 320, height: 568 } }],
  ['200 % zoom of 1280 x 1024', { viewport: { width: 640, height: 512 }, deviceScaleFactor: 2 }],
  ['400 % zoom of 1280 x 1024', { viewport: { width: 320, height: 256 }, deviceScaleFactor: 4 }],
]
describe.each(sizes)('%s', (_size, context) => {
  it.each(['docked', 'overlay', 'fullscreen'] as const)('%s loses nothing', async (layout) => {
    await withPage(context, async (page) => {
      const names = await page.evaluate(() => window.gallery.names)
      for (const name of names) {
        await show(page, name, { layout, locale: 'vi' })
        await expectNoLoss(page, name)
      }
    })
  })
})

it('has targets of 44 px on a small phone', async () => {
  await withPage({ viewport: { width: 360, height: 640 } }, async (page) => {
    for (const name of [
      'dialling a number',
      'incoming',
      'in call',
      'several calls',
      'recents',
      'settings',
      'transfer',
    ]) {
      await show(page, name, { locale: 'vi' })
      const small = await page.evaluate(() =>
        [
          ...(window.gallery.shown[0]?.element.shadowRoot?.querySelectorAll(
            'button, select, input, [role=option]',
          ) ?? []),
        ]
          .map((element) => ({
            box: element.getBoundingClientRect(),
            text: `${element.className} ${element.textContent}`,
          }))
          .filter(({ box }) => box.width > 0 && (box.height < 43.5 || box.width < 43.5))
          .map(({ box, text }) => `${text} ${Math.round(box.width)}x${Math.round(box.height)}`),
      )
      expect(small, name).toEqual([])
    }
  })
})

it('becomes a bottom sheet on a small screen', async () => {
  await withPage({ viewport: { width: 390, height: 844 } }, async (page) => {
    await show(page, 'in call', { layout: 'overlay' })
    const box = await page.locator('zorio-webphone').boundingBox()
    expect(box).toMatchObject({ x: 0, width: 390 })
    expect((box?.y ?? 0) + (box?.height ?? 0)).toBe(844)
  })
})

it('keeps shapes and states in forced colours, and stands still with reduced motion', async () => {
  await withPage(
    { forcedColors: 'active', reducedMotion: 'reduce', viewport: { width: 400, height: 640 } },
    async (page) => {
      await show(page, 'muted')
      const disc = (index: number): Promise<string> =>
        page
          .locator('.disc')
          .nth(index)
          .evaluate((element) => getComputedStyle(element).backgroundColor)
      await expect.poll(() => disc(0)).not.toBe(await disc(1))
      const border = await page
        .locator('.disc')
        .nth(1)
        .evaluate((element) => getComputedStyle(element).borderTopStyle)
      expect(border).toBe('solid')
      await show(page, 'incoming')
      const animation = await page
        .locator('.ring-mark')
        .evaluate((element) => getComputedStyle(element, '::before').animationName)
      expect(animation).toBe('none')
    },
  )
})

it('follows the system theme while it changes', async () => {
  await withPage({ colorScheme: 'light' }, async (page) => {
    await show(page, 'ready', { theme: 'auto' })
    const background = (): Promise<string> =>
      page.locator('.panel').evaluate((element) => getComputedStyle(element).backgroundColor)
    const light = await background()
    await page.emulateMedia({ colorScheme: 'dark' })
    await expect.poll(() => background()).not.toBe(light)
    await page.evaluate(() => window.gallery.shown[0]?.mounted.update({ theme: 'light' }))
    await expect.poll(() => background()).toBe(light)
  })
})

it('switches language and layout during a call, the call going on', async () => {
  await withPage({}, async (page) => {
    await show(page, 'in call')
    await page.evaluate(() =>
      window.gallery.shown[0]?.mounted.update({
        locale: 'vi',
        layout: 'fullscreen',
        strings: { hangup: 'Gác máy' },
      }),
    )
    await page.getByRole('button', { name: 'Gác máy' }).waitFor()
    await expect.poll(() => page.locator('.root').getAttribute('lang')).toBe('vi')
    await expect.poll(() => page.locator('h2.name').innerText()).toBe('Nguyễn Hoàng An')
    await expect
      .poll(() => page.locator('zorio-webphone').boundingBox())
      .toMatchObject({ x: 0, y: 0, width: 1280 })
  })
})

const withoutNotify = (): void => {
  Reflect.deleteProperty(Element.prototype, 'ariaNotify')
}

it('says what changes in its live regions', async () => {
  await withPage({ before: withoutNotify }, async (page) => {
    await show(page, 'recents, empty')
    const region = (role: string): Promise<string | null> => page.locator(`.sr[role=${role}]`).textContent()
    await page.evaluate(() => void window.gallery.shown[0]?.phone.ring({ number: '0911', displayName: 'An' }))
    await expect.poll(() => region('alert')).toBe('Incoming call from An, 0911')
    await page.getByRole('button', { name: 'Answer' }).click()
    await expect.poll(() => region('status')).toBe('Call with An started')
    await page.getByRole('button', { name: 'Hold' }).click()
    await expect.poll(() => region('status')).toBe('On hold')
    await page.evaluate(() => {
      const { phone } = window.gallery.shown[0] ?? {}
      const [call] = phone?.calls ?? []
      if (phone && call) phone.end(call, 'normal_temporary_failure', 9)
    })
    await expect.poll(() => region('status')).toContain('The call was cut off')
    await page.evaluate(() => window.gallery.shown[0]?.phone.fail('microphone_lost'))
    await expect.poll(() => region('alert')).toContain('The microphone was disconnected')
    await page.evaluate(() =>
      window.gallery.shown[0]?.phone.emit('reachability_restored', { blind_ms: 61_000, missed: [] }),
    )
    await expect
      .poll(() => region('status'))
      .toBe('Calls could not reach you for 01:01. Nobody called meanwhile')
  })
})

it('says the same twice when it happens twice', async () => {
  await withPage({ before: withoutNotify }, async (page) => {
    await show(page, 'in call')
    const status = (): Promise<string | null> => page.locator('.sr[role=status]').textContent()
    const press = (name: string): Promise<void> => page.getByRole('button', { name }).click()
    await press('Hold')
    await expect.poll(status).toBe('On hold')
    await press('Resume')
    await page.getByRole('button', { name: 'Hold' }).waitFor()
    await press('Hold')
    await page.getByRole('button', { name: 'Resume' }).waitFor()
    // Another text for a screen reader, the same for the ear.
    await expect.poll(status).toBe('On hold\u00a0')
  })
})

it('speaks by ariaNotify where the browser has it, and not by regions as well', async () => {
  const before = (): void => {
    const said: string[] = Object.assign(window, { said: [] }).said
    Object.assign(Element.prototype, {
      ariaNotify: (text: string, { priority }: { priority: string }) => said.push(`${priority}: ${text}`),
    })
  }
  await withPage({ before }, async (page) => {
    await show(page, 'recents, empty')
    await page.evaluate(() => void window.gallery.shown[0]?.phone.ring({ number: '0911', displayName: 'An' }))
    await page.getByRole('button', { name: 'Answer' }).click()
    await expect
      .poll(() => page.evaluate(() => (window as unknown as { said: string[] }).said))
      .toEqual(['high: Incoming call from An, 0911', 'normal: Call with An started'])
    await expect.poll(() => page.locator('[aria-live]').count()).toBe(0)
  })
})

it('flashes the title while it rings', async () => {
  await withPage({}, async (page) => {
    await show(page, 'incoming')
    await expect.poll(() => page.title()).toBe('Incoming call: Nguyễn Hoàng An')
    await page.getByRole('button', { name: 'Decline' }).click()
    await expect.poll(() => page.title()).toBe('Gallery')
  })
})

it('is dragged within the window, moved by a button, and minimised', async () => {
  await withPage({ viewport: { width: 1200, height: 800 } }, async (page) => {
    await show(page, 'in call', { layout: 'overlay' })
    const x = async (): Promise<number> => (await page.locator('zorio-webphone').boundingBox())?.x ?? NaN
    const start = await x()
    await page.locator('.owner').hover()
    await page.mouse.down()
    await page.mouse.move(300, 300, { steps: 4 })
    await page.mouse.up()
    await expect.poll(() => x()).toBeLessThan(start - 100)
    await page.locator('.owner').hover()
    await page.mouse.down()
    await page.mouse.move(-900, -900, { steps: 2 })
    await page.mouse.up()
    await expect.poll(() => x()).toBe(0)
    await page.getByRole('button', { name: 'Move to other side' }).click()
    await expect.poll(() => x()).toBe(20)
    await page.getByRole('button', { name: 'Minimise phone' }).click()
    await page.getByRole('button', { name: 'Open phone: 02:34' }).or(page.locator('.launcher')).click()
    await expect.poll(() => page.locator('.panel').count()).toBe(1)
  })
})

it('leaves nothing behind when it is taken off the page', async () => {
  await withPage({}, async (page) => {
    await show(page, 'incoming')
    await page.evaluate(() => window.gallery.shown[0]?.mounted.unmount())
    await expect.poll(() => page.title()).toBe('Gallery')
    await expect.poll(() => page.locator('zorio-webphone').count()).toBe(0)
  })
})

it('moves into a small window on top and back, with the call and its looks', async () => {
  await withPage({ viewport: { width: 1000, height: 700 } }, async (page) => {
    await show(page, 'in call')
    const opened = page.context().waitForEvent('page')
    await page.getByRole('button', { name: 'Open in small window' }).click()
    const small = await opened
    await small.locator('.panel').waitFor()
    const inSmall = (): Promise<unknown> =>
      small.locator('.button.danger').evaluate((element) => getComputedStyle(element).borderTopLeftRadius)
    await expect.poll(inSmall).toBe('26px')
    await small.getByRole('button', { name: 'Mute' }).click()
    await expect.poll(() => page.evaluate(() => window.gallery.shown[0]?.phone.calls[0]?.isMuted)).toBe(true)
    await small.getByRole('button', { name: 'Transfer' }).click()
    await small.getByLabel('Transfer to').fill('1002')
    await expect.poll(() => small.getByRole('button', { name: 'Transfer now' }).isEnabled()).toBe(true)
    await small.keyboard.press('Escape')
    await expect.poll(() => small.locator('.control').first().isVisible()).toBe(true)
    await small.close()
    await page.locator('.panel').waitFor()
    await expect.poll(() => page.locator('.control[aria-pressed=true]').innerText()).toBe('Mute')
  })
})

it('has a window of its own where none can stay on top', async () => {
  const before = (): void => {
    Reflect.deleteProperty(globalThis, 'documentPictureInPicture')
  }
  await withPage({ viewport: { width: 1000, height: 700 }, before }, async (page) => {
    await show(page, 'in call')
    const opened = page.waitForEvent('popup')
    await page.getByRole('button', { name: 'Open in small window' }).click()
    const small = await opened
    await small.getByRole('button', { name: 'Mute' }).click()
    await expect.poll(() => page.locator('zorio-webphone').count()).toBe(0)
    await small.close()
    await page.locator('.control[aria-pressed=true]').waitFor()
  })
})

it('puts missed calls on the icon of the page, when the host wants it, and takes them off', async () => {
  await withPage({}, async (page) => {
    await show(page, 'recents, empty')
    const icon = (): Promise<string | null> => page.locator('link[rel=icon]').getAttribute('href')
    const miss = (): Promise<void> =>
      page.evaluate(() => {
        const { phone } = window.gallery.shown[0] ?? {}
        const call = phone?.ring({ number: '0911' })
        if (phone && call) phone.end(call, 'originator_cancel')
      })
    await miss()
    await page.getByText('Missed call').first().waitFor()
    await expect.poll(() => icon()).toBe('data:,')
    await page.evaluate(() => window.gallery.shown[0]?.mounted.update({ faviconBadge: true }))
    await page.locator('link[rel=icon][href^="data:image/png"]').waitFor({ state: 'attached' })
    const one = await icon()
    await miss()
    await page.waitForFunction((first) => document.querySelector('link')?.href !== first, one)
    await page.getByRole('button', { name: 'Done' }).click()
    await page.getByRole('button', { name: 'Recents' }).click()
    await page.waitForFunction(() => document.querySelector('link')?.getAttribute('href') === 'data:,')
  })
})

it('notices that somebody talks while muted, and offers the way out', async () => {
  await withPage({ permissions: ['microphone'] }, async (page) => {
    await page.evaluate(loudMicrophone)
    await show(page, 'muted')
    const banner = page.locator('.banner', { hasText: 'You are muted' })
    await banner.getByRole('button', { name: 'Unmute' }).click()
    await banner.waitFor({ state: 'detached' })
    await expect
      .poll(() => page.evaluate(() => window.gallery.shown[0]?.phone.calls[0]?.asked))
      .toEqual(['unmute'])
  })
})

it('records the microphone and plays it back, with nothing loaded from anywhere', async () => {
  await withPage({ permissions: ['microphone'] }, async (page) => {
    await page.evaluate(loudMicrophone)
    await show(page, 'settings')
    await page.getByRole('button', { name: 'Record and play back' }).click()
    await page.getByText('Recording…').waitFor()
    await page.getByRole('meter').waitFor()
    await page.getByText('Playing…').waitFor({ timeout: 15_000 })
    await page.getByRole('button', { name: 'Record and play back' }).waitFor({ timeout: 15_000 })
    await expect.poll(() => page.locator('.banner').count()).toBe(0)
  })
})

/** A steady tone in place of the fake device's beeps. */
function loudMicrophone(): void {
  navigator.mediaDevices.getUserMedia = async () => {
    const context = new AudioContext()
    const oscillator = context.createOscillator()
    const target = context.createMediaStreamDestination()
    oscillator.connect(target)
    oscillator.start()
    await context.resume()
    return target.stream
  }
}
