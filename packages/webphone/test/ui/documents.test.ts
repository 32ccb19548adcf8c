/** docs/ui.md against the code, both ways: custom properties, parts, options. */
import { readFileSync, readdirSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url))
const doc = readFileSync(here('../../../../docs/ui.md'), 'utf8')
const ui = here('../../src/ui/')
const code = readdirSync(ui, { recursive: true, encoding: 'utf8' })
  .filter((path) => path.endsWith('.ts') && !/test|testing/.test(path))
  .map((path) => readFileSync(ui + path, 'utf8'))
  .join('\n')

const all = (text: string, pattern: RegExp): string[] =>
  [...new Set([...text.matchAll(pattern)].flatMap((match) => (match[1] ?? '').split(/\s+/)))]
    .filter((word) => /^[\w-]+$/.test(word))
    .sort()

it('names every custom property', () => {
  expect(all(doc, /^\| `(--zw-[\w-]+)`/gm)).toEqual(all(code, /(--zw-[\w-]+)/g))
})

it('names every part', () => {
  const section = doc.slice(doc.indexOf('::part()'), doc.indexOf('## Content-Security-Policy'))
  const parts = [...all(code, /\spart="([\w\s-]+)/g), ...all(code, /\bpart: '([\w-]+)'/g)]
  expect(all(section, /`([\w-]+)`/g)).toEqual([...new Set(parts)].sort())
})

it('names every option', () => {
  const options = readFileSync(`${ui}ui-options.ts`, 'utf8').split('export interface PhoneUiOptions')[1] ?? ''
  const table = doc.slice(doc.indexOf('## Options'), doc.indexOf('## Look'))
  expect(all(table, /^\| `(\w+)`/gm)).toEqual(all(options, /^ {2}(\w+)\?:/gm))
})

it('names only tests that exist', () => {
  const tests = [
    'keyboard',
    'surroundings',
    'real-calls',
    'real-checklist',
    'real-surroundings',
    'tel-links',
    'demo-page',
  ]
    .map((name) => readFileSync(here(`./${name}.browser.test.ts`), 'utf8'))
    .join('\n')
  const named = [...doc.matchAll(/\b[KSRLD] ("[^|]*)/g)].flatMap((match) => [
    ...((match[1] ?? '').split('; U')[0]?.matchAll(/"([^"]+)"/g) ?? []),
  ])
  for (const [, title = ''] of named) expect(tests).toContain(title.replaceAll('…', '').trim())
})
