/**
 * The browser refuses to play, for real. Nothing here may use `page.evaluate` before the click: it lends the page a
 * user gesture. The page starts by itself and reports through `/told?…`.
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { grantMicrophone, hasChromium, openPage, startBrowser, startSite } from './browser.ts'
import type { Browser } from '@playwright/test'

const tell = `const tell = (text) => fetch('/told?' + encodeURIComponent(text));`

/** A call as soon as the page is there; a click unlocks. */
const callScript = `${tell}
(async () => {
  await mediaTest.prepare({ audioInput: 'microphone' })
  await mediaTest.connect()
  await new Promise((resolve) => setTimeout(resolve, 500))
  const { a, b } = mediaTest.sides()
  const count = (side, type) => side.facts.filter((fact) => fact.type === type).length
  tell('blocked ' + count(a, 'autoplay-blocked') + ' ' + count(b, 'autoplay-blocked') + ' playing ' + count(a, 'playing'))
  tell('early unlock ' + await mediaTest.state.media.unlock())
  tell('blocked again ' + count(a, 'autoplay-blocked'))
  document.querySelector('#go').onclick = async () => {
    const startedAt = performance.now()
    const isUnlocked = await mediaTest.state.media.unlock()
    tell('unlocked ' + isUnlocked + ' playing ' + count(a, 'playing') + count(b, 'playing'))
    tell('ms ' + Math.round(performance.now() - startedAt))
  }
  tell('wired')
})().catch((error) => tell('failed ' + error.message))`

/** An incoming ring before any gesture and before the microphone was asked for. */
const ringScript = (options: string) => `${tell}
(async () => {
  await mediaTest.prepare(${options})
  const ring = mediaTest.state.media.ring
  ring.start(() => tell('ring blocked'))
  await new Promise((resolve) => setTimeout(resolve, 800))
  document.querySelector('#go').onclick = async () => {
    tell('ring unlocked ' + await mediaTest.state.media.unlock())
    ring.stop()
    ring.start(() => tell('ring blocked again'))
    await new Promise((resolve) => setTimeout(resolve, 600))
    ring.stop()
    tell('done')
  }
  tell('wired')
})().catch((error) => tell('failed ' + error.message))`

describe.skipIf(!hasChromium)('autoplay refused in Chromium', { timeout: 60_000 }, () => {
  let strict: Browser
  let usual: Browser
  beforeAll(async () => {
    strict = await startBrowser([grantMicrophone, '--autoplay-policy=user-gesture-required'])
    usual = await startBrowser([grantMicrophone])
  }, 90_000)
  afterAll(async () => {
    await strict?.close()
    await usual?.close()
  })

  async function clickThrough(browser: Browser, script: string, lastWord: string): Promise<string[]> {
    const site = await startSite({ script })
    const page = await openPage(browser, site.url)
    try {
      await expect.poll(() => site.told.join('; '), { timeout: 15_000 }).toMatch(/wired|failed/)
      await page.mouse.click(50, 40)
      await expect
        .poll(() => site.told.join('; '), { timeout: 15_000 })
        .toMatch(new RegExp(`${lastWord}|failed`))
      return site.told
    } finally {
      await page.close()
      await site.close()
    }
  }

  it('is told once a call, and a click makes it heard', async () => {
    const told = await clickThrough(strict, callScript, 'ms \\d+')
    expect(told).toContain('blocked 1 1 playing 0')
    expect(told).toContain('early unlock false')
    expect(told).toContain('blocked again 1')
    expect(told).toContain('unlocked true playing 11')
    expect(Number(/ms (\d+)/.exec(told.join(' '))?.[1])).toBeLessThan(1_000)
  })

  it('by the default policy a live microphone is permission enough: nothing is told', async () => {
    const told = await clickThrough(usual, callScript, 'ms \\d+')
    expect(told).toContain('blocked 0 0 playing 1')
  })

  it.each([
    ['synthesised', `{ audioInput: 'microphone' }`],
    ['of a file that is missing', `{ audioInput: 'microphone', ringtoneUrl: '/missing.mp3' }`],
  ])('a ring before any gesture is told, and rings after a click: %s', async (_, options) => {
    const told = await clickThrough(usual, ringScript(options), 'done')
    expect(told.filter((word) => word !== 'wired')).toEqual(['ring blocked', 'ring unlocked true', 'done'])
  })
})
