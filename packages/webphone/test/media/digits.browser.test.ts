/** Digits by RFC 4733 between two sessions of one page: sent by the browser's sender, received through the worker. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  bundle,
  grantMicrophone,
  hasChromium,
  openPage,
  startBrowser,
  startSite,
  type Site,
  type SiteOptions,
} from './browser.ts'
import { digitFromFrame } from '../../src/media/telephone-event.ts'
import { runDtmfWorker } from '../../src/media/dtmf-worker.ts'
import type { Browser, Page } from '@playwright/test'

const allDigits = '0123456789*#ABCD'

/** The worker as shipped, which also tells every frame that it sees. */
const tellingWorker = `(${runDtmfWorker.toString()})(self, function (frame, memory) {
  self.postMessage({ type: 'frame', key: frame.rtpTimestamp, event: frame.payload[0],
    isEnd: frame.payload[1] > 127, duration: frame.payload[2] * 256 + frame.payload[3] })
  return (${digitFromFrame.toString()})(frame, memory)
})`

describe.skipIf(!hasChromium)('digits in Chromium', { timeout: 60_000 }, () => {
  let browser: Browser
  beforeAll(async () => {
    browser = await startBrowser([grantMicrophone, '--autoplay-policy=no-user-gesture-required'])
  }, 90_000)
  afterAll(() => browser?.close())

  async function onSite<T>(options: SiteOptions, act: (page: Page, site: Site) => Promise<T>): Promise<T> {
    const site = await startSite(options)
    const page = await openPage(browser, site.url)
    try {
      return await act(page, site)
    } finally {
      await page.close()
      await site.close()
    }
  }

  const send = (page: Page, digits: string, durationMs = 100, gapMs = 70) =>
    page.evaluate(
      async ([digits, durationMs, gapMs]) => {
        const { a, b } = mediaTest.sides()
        const wasSent = await a.session.sendDtmf(digits, durationMs, gapMs)
        await new Promise((resolve) => setTimeout(resolve, 300))
        return { wasSent, atB: mediaTest.digitsOf(b), atA: mediaTest.digitsOf(a) }
      },
      [digits, durationMs, gapMs] as const,
    )

  it.each([
    ['built plainly', { minify: false }],
    ['minified', { minify: true }],
  ])('sixteen keys arrive once each and in order, %s', async (_, options) => {
    await onSite(options, async (page) => {
      expect(await page.evaluate(() => mediaTest.prepare({ audioInput: 'tone' }))).toEqual([])
      await page.evaluate(() => mediaTest.connect())
      expect(await send(page, allDigits)).toEqual({ wasSent: true, atB: allDigits, atA: '' })
      // The answerer sends too, and a second string is queued behind the first instead of replacing it.
      const back = await page.evaluate(async () => {
        const { a, b } = mediaTest.sides()
        const sent = await Promise.all([
          b.session.sendDtmf('11', 100, 70),
          b.session.sendDtmf('22#', 100, 70),
        ])
        await new Promise((resolve) => setTimeout(resolve, 300))
        return { sent, atA: mediaTest.digitsOf(a) }
      })
      expect(back).toEqual({ sent: [true, true], atA: '1122#' })
    })
  })

  // Updates before the end packets, and milliseconds that a string of four may take.
  it.each([
    ['PCMU', ['pcmu/8000', 'telephone-event/8000'], 3, 2_400],
    [
      'Opus with both clocks offered',
      ['opus/48000', 'telephone-event/48000', 'telephone-event/8000'],
      3,
      2_400,
    ],
    ['Opus with telephone-event/48000', ['opus/48000', 'telephone-event/48000'], 3, 2_400],
    ['Opus with telephone-event/8000', ['opus/48000', 'telephone-event/8000'], 1, 2_400],
  ])('tones of 100 ms on the wire: %s', async (_, codecs, updates, withinMs) => {
    await onSite({ worker: tellingWorker }, async (page) => {
      await page.evaluate(() => mediaTest.prepare({ audioInput: 'tone', dtmfWorkerUrl: '/dtmf-worker.js' }))
      await page.evaluate(
        (names) =>
          mediaTest.connect((sdp, kind) => (kind === 'offer' ? mediaTest.keepCodecs(sdp, names) : sdp)),
        codecs,
      )
      const startedAt = Date.now()
      expect(await send(page, '5566')).toMatchObject({ wasSent: true, atB: '5566' })
      expect(Date.now() - startedAt - 300).toBeLessThan(withinMs)
      const frames = await page.evaluate(() => mediaTest.workerFrames())
      const keys = [...new Set(frames.map((frame) => frame.key))]
      expect(keys).toHaveLength(4)
      for (const key of keys) {
        const ofKey = frames.filter((frame) => frame.key === key && !frame.isEnd)
        expect(ofKey.length).toBeGreaterThanOrEqual(updates)
        expect(ofKey.length).toBeLessThanOrEqual(7)
      }
    })
  })

  it('a call that comes before the worker is ready waits for it', async () => {
    await onSite({}, async (page) => {
      await page.evaluate(() => {
        void mediaTest.prepare({ audioInput: 'tone' })
        return mediaTest.connect()
      })
      expect(await send(page, '258')).toMatchObject({ atB: '258' })
    })
  })

  it('without telephone-event nothing is sent and the sender says so', async () => {
    await onSite({}, async (page) => {
      await page.evaluate(() => mediaTest.prepare({ audioInput: 'tone' }))
      await page.evaluate(() => mediaTest.connect((sdp) => mediaTest.keepCodecs(sdp, ['opus/48000'])))
      expect(await send(page, '1')).toEqual({ wasSent: false, atB: '', atA: '' })
    })
  })

  it('a CSP that refuses the blob worker is told, and the call has audio all the same', async () => {
    await onSite({ csp: "default-src 'self'; worker-src 'self'" }, async (page) => {
      const facts = await page.evaluate(() => mediaTest.prepare({ audioInput: 'tone' }))
      expect(facts).toMatchObject([{ type: 'dtmf-tap-unavailable' }])
      await page.evaluate(() => mediaTest.connect())
      expect((await page.evaluate(() => mediaTest.received('b', 600))).energy).toBeGreaterThan(0)
    })
  })

  it('the same CSP with the worker as a file of the site, Trusted Types required', async () => {
    const csp =
      "default-src 'self'; worker-src 'self'; require-trusted-types-for 'script'; trusted-types zorio-webphone"
    await onSite({ csp, worker: await bundle('../../src/media/dtmf-worker-file.ts', true) }, async (page) => {
      const options = { audioInput: 'tone', dtmfWorkerUrl: '/dtmf-worker.js' } as const
      expect(await page.evaluate((options) => mediaTest.prepare(options), options)).toEqual([])
      await page.evaluate(() => mediaTest.connect())
      expect(await send(page, '2580')).toMatchObject({ atB: '2580' })
    })
  })

  it('a worker file that is missing is told', async () => {
    await onSite({}, async (page) => {
      const options = { audioInput: 'tone', dtmfWorkerUrl: '/nothing-here.js' } as const
      const facts = await page.evaluate((options) => mediaTest.prepare(options), options)
      expect(facts).toMatchObject([{ type: 'dtmf-tap-unavailable' }])
    })
  })
})
