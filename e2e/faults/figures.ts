import { appendFileSync, mkdirSync } from 'node:fs'
import { test } from '@playwright/test'

const file = new URL('../../test-results/faults.jsonl', import.meta.url)

/** Keeps a measured figure of a fault for the table in docs/reliability.md, and prints it. */
export function record(row: string, what: string, value: number | string, bar: string): void {
  mkdirSync(new URL('.', file), { recursive: true })
  const shown = typeof value === 'number' ? Math.round(value * 10) / 10 : value
  appendFileSync(
    file,
    `${JSON.stringify({ row, what, value: shown, bar, test: test.info().titlePath[0] })}\n`,
  )
  console.log(`  ${row} ${what}: ${shown} (bar: ${bar})`)
}
