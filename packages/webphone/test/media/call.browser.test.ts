/** A call between two media sessions of one page, in a real Chromium. */
import { describe, expect } from 'vitest'
import { hasChromium } from './browser.ts'
import { it } from './in-chromium.ts'
import { countLive } from './live-objects.ts'
import type { Page } from '@playwright/test'

describe.skipIf(!hasChromium)('a call in Chromium', { timeout: 60_000 }, () => {
  const prepareTone = (page: Page) => page.evaluate(() => mediaTest.prepare({ audioInput: 'tone' }))

  it('carries audio both ways, the tone is 440 Hz, and the set-up is quick', async ({ page }) => {
    expect(await prepareTone(page)).toEqual([])
    const { offer, ...times } = await page.evaluate(() => mediaTest.connect())
    const heard = await page.evaluate(() => mediaTest.listen())
    const [atA, atB] = await page.evaluate(() =>
      Promise.all([mediaTest.received('a', 1_000), mediaTest.received('b', 1_000)]),
    )
    expect(heard.hz).toBeGreaterThan(430)
    expect(heard.hz).toBeLessThan(450)
    for (const side of [atA, atB]) {
      expect(side.packets).toBeGreaterThan(30)
      expect(side.energy).toBeGreaterThan(0)
    }
    expect(times.offerMs).toBeLessThan(1_000)
    expect(offer).toMatch(/opus/)
    expect(offer).toMatch(/telephone-event/)
  })

  it('holds and resumes: the direction in SDP, silence on the wire, and digits afterwards', async ({
    page,
  }) => {
    await prepareTone(page)
    await page.evaluate(() => mediaTest.connect())
    const held = await page.evaluate(async () => {
      mediaTest.sides().a.session.setDirection('sendonly')
      const { offer, answer } = await mediaTest.renegotiate('a')
      const atB = await mediaTest.receivedOnceQuiet('b')
      const atA = await mediaTest.received('a', 500)
      return { offer, answer, atA, atB }
    })
    expect(held.offer).toMatch(/a=sendonly/)
    expect(held.answer).toMatch(/a=recvonly/)
    expect(held.atA.packets).toBe(0)
    // RTP goes on for the timers of the PBX, without the microphone in it.
    expect(held.atB.energy).toBeLessThan(0.000_01)
    expect(held.atB.packets).toBeGreaterThan(0)
    const both = await page.evaluate(async () => {
      const { a, b } = mediaTest.sides()
      b.session.setDirection('inactive')
      const { offer } = await mediaTest.renegotiate('b')
      b.session.setDirection('sendrecv')
      a.session.setDirection('sendrecv')
      await mediaTest.renegotiate('a')
      await new Promise((resolve) => setTimeout(resolve, 300))
      const atB = await mediaTest.received('b', 500)
      const atA = await mediaTest.received('a', 500)
      await a.session.sendDtmf('7', 100, 70)
      await mediaTest.until('digit', () => mediaTest.digitsOf(b) === '7')
      return { offer, atA, atB }
    })
    expect(both.offer).toMatch(/a=inactive/)
    expect(both.atA.energy).toBeGreaterThan(0)
    expect(both.atB.energy).toBeGreaterThan(0)
  })

  it('mute silences our side only', async ({ page }) => {
    await prepareTone(page)
    await page.evaluate(() => mediaTest.connect())
    const muted = await page.evaluate(async () => {
      mediaTest.sides().a.session.setMuted(true)
      return [await mediaTest.receivedOnceQuiet('b'), await mediaTest.received('a', 500)] as const
    })
    expect(muted[0].energy).toBeLessThan(0.000_01)
    expect(muted[1].energy).toBeGreaterThan(0.000_1)
    const again = await page.evaluate(async () => {
      mediaTest.sides().a.session.setMuted(false)
      await new Promise((resolve) => setTimeout(resolve, 300))
      return mediaTest.received('b', 500)
    })
    expect(again.energy).toBeGreaterThan(0.000_1)
  })

  it('tells within seconds that nothing comes any more', async ({ page }) => {
    await prepareTone(page)
    await page.evaluate(() => mediaTest.connect())
    const tookMs = await page.evaluate(() => {
      const { a, b } = mediaTest.sides()
      b.session.close()
      const isInterrupted = () =>
        a.facts.some((fact) => fact.type === 'connection' && fact.state === 'interrupted')
      return mediaTest.until('interrupted', isInterrupted, 15_000)
    })
    expect(tookMs).toBeLessThan(12_000)
  })

  it('twenty calls and a ring leave nothing behind', async ({ page }) => {
    await prepareTone(page)
    await page.evaluate(async () => {
      for (let index = 0; index < 20; index++) {
        await mediaTest.connect()
        mediaTest.state.media?.ring.start(() => undefined)
        const { a, b } = mediaTest.sides()
        mediaTest.state.media?.ring.stop()
        a.session.close()
        b.session.close()
      }
      mediaTest.forget()
    })
    // A closed connection ends its own tasks first: the collector may take it only then. A leak never goes.
    const live = () => countLive(page)
    await expect.poll(live).toEqual({ connections: 0, liveTracks: 0, playing: 0, contexts: 1 })
    await page.evaluate(() => {
      mediaTest.state.media?.dispose()
      mediaTest.forget()
      delete mediaTest.state.media
    })
    await expect.poll(live).toEqual({ connections: 0, liveTracks: 0, playing: 0, contexts: 0 })
    expect(page.workers()).toHaveLength(0)
  })
})
