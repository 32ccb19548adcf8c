/**
 * The gallery shows every state that the phone can be in, so that axe and human eyes meet each of them. What the phone can say and
 * has a `part` for is known; whatever of it no state shows is named here with the reason.
 */
import { readFileSync } from 'node:fs'
import type { Browser } from '@playwright/test'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { en, type StringKey } from '../../src/ui/locales/en.ts'
import { launchChromium, openGallery } from './gallery/gallery-page.ts'
import { wholeChromiumPath } from '../chromium-path.ts'

let browser: Browser
let words: readonly string[] = []
let parts: ReadonlySet<string> = new Set()

beforeAll(async () => {
  browser = await launchChromium(wholeChromiumPath)
  const { page } = await openGallery(browser)
  const shown = []
  for (const layout of ['docked', 'overlay'] as const) {
    await page.evaluate((wanted) => window.gallery.show({ layout: wanted, locale: 'en' }), layout)
    shown.push(
      ...(await page.evaluate(() => {
        const drawn = window.gallery.shown.map(({ element }) => element.shadowRoot)
        const all = drawn.flatMap((root) => [...(root?.querySelectorAll('.root, .root *') ?? [])])
        const named = ['aria-label', 'title', 'placeholder']
        return all
          .filter((element) => !element.closest('.sr[role]'))
          .map((element) => ({
            part: element.getAttribute('part') ?? '',
            texts: [element.textContent, ...named.map((name) => element.getAttribute(name))],
          }))
      })),
    )
  }
  const texts = shown.flatMap((one) => one.texts.map((text) => (text ?? '').replace(/\s+/g, ' ').trim()))
  // A row of another call ends with its clock.
  words = texts.flatMap((text) => (text ? [text, text.replace(/ [\d:]{5}$/, '')] : []))
  parts = new Set(shown.flatMap(({ part }) => part.split(' ')))
})
afterAll(() => browser.close())

/** Drawn nowhere as they are, and why that is no state that axe has missed. */
const notDrawn: Readonly<Record<string, readonly StringKey[]>> = {
  'said to screen readers, in the title or in a notification': [
    ...(['notifyBody', 'sayAnswered', 'sayEnded', 'sayIncoming', 'unmuted'] as const),
  ],
  'inside of another label': ['open', 'plusKey', 'qualityGood', 'qualityFair', 'qualityPoor'],
  'another word in a row that is shown': [
    ...(['callLast', 'copied', 'playing', 'dutyGo', 'checkRunning', 'qualityTitle'] as const),
  ],
  'another text in the banners of "headset plugged in", "network bad" and "was out of reach"': [
    ...(['blindNobody', 'blindUnknown', 'deviceGone', 'speakerSwitched', 'speakerSwitchedPlain'] as const),
    ...(['microphoneSwitched', 'microphoneSwitchedPlain', 'talkingMuted', 'unmute'] as const),
    ...(['warnDeaf', 'warnDeafHelp', 'warnFarSilent', 'warnFarSilentHelp'] as const),
    ...(['warnMicrophone', 'warnMicrophoneHelp'] as const),
  ],
}
/** Rows of a table, some of which are shown: results of calls, errors, what the browser says of notifications. */
const isRow = (key: string): boolean => /^(end|error|microphone|notifications)[A-Z]/.test(key)

it('shows all that the phone can say', () => {
  const all = new Set(words)
  const isShown = (text: string): boolean => {
    if (!text.includes('{')) return all.has(text)
    const pieces = text.split(/\{\w+\}/).map((piece) => piece.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'))
    const pattern = new RegExp(`^${pieces.join('.+')}$`)
    return words.some((word) => pattern.test(word))
  }
  const missing = Object.entries(en)
    .filter(([key, text]) => text !== '' && !isRow(key) && !isShown(text))
    .map(([key]) => key)
  const known = Object.values(notDrawn)
    .flat()
    .filter((key) => !isRow(key))
  expect(missing.sort()).toEqual([...known].sort())
})

it('shows every part', () => {
  const doc = readFileSync(new URL('../../../../docs/ui.md', import.meta.url), 'utf8')
  const section = doc.slice(doc.indexOf('::part()'), doc.indexOf('## Content-Security-Policy'))
  const named = [...section.matchAll(/`([\w-]+)`/g)].map(([, name = '']) => name)
  expect(named.filter((name) => !parts.has(name))).toEqual([])
})
