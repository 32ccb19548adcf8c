import { appendFileSync, mkdirSync } from 'node:fs'
import { relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from '@playwright/test'

const file = new URL('../../test-results/faults.jsonl', import.meta.url)
const root = fileURLToPath(new URL('../../', import.meta.url))

/** What a figure is held to. `told`: it depends on the machine more than on the phone, and is only written down. */
export type Bar =
  | { readonly atMost: number }
  | { readonly atLeast: number }
  | { readonly from: number; readonly to: number }
  | { readonly is: number | string }
  | 'told'

function textOf(bar: Bar): string {
  if (bar === 'told') return 'told'
  if ('atMost' in bar) return `≤ ${bar.atMost}`
  if ('atLeast' in bar) return `≥ ${bar.atLeast}`
  if ('from' in bar) return `${bar.from} – ${bar.to}`
  return String(bar.is)
}

function hold(what: string, value: number | string, bar: Bar): void {
  if (bar === 'told') return
  if ('is' in bar) return expect(value, what).toBe(bar.is)
  const least = 'atLeast' in bar ? bar.atLeast : 'from' in bar ? bar.from : -Infinity
  const most = 'atMost' in bar ? bar.atMost : 'to' in bar ? bar.to : Infinity
  expect(value, what).toBeGreaterThanOrEqual(least)
  expect(value, what).toBeLessThanOrEqual(most)
}

/**
 * Keeps a measured figure for the table in docs/reliability.md, prints it, and holds it to its bar: what the table says is
 * what was asserted.
 */
export function record(row: string, what: string, value: number | string, bar: Bar): void {
  mkdirSync(new URL('.', file), { recursive: true })
  const shown = typeof value === 'number' ? Math.round(value * 10) / 10 : value
  const figure = { row, what, value: shown, bar: textOf(bar), test: relative(root, test.info().file) }
  appendFileSync(file, `${JSON.stringify(figure)}\n`)
  console.log(`  ${row} ${what}: ${shown} (bar: ${figure.bar})`)
  hold(`${row} ${what}`, value, bar)
}
