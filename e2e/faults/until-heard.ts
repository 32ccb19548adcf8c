import { expect } from '@playwright/test'
import type { PhonePage } from '../harness/phone-page.ts'

/** Milliseconds until audio packets arrive again. */
export async function untilHeard(page: PhonePage, timeoutMs: number): Promise<number> {
  const started = performance.now()
  const { packetsReceived } = await page.audio()
  await expect
    .poll(async () => (await page.audio()).packetsReceived, { timeout: timeoutMs, intervals: [100] })
    .toBeGreaterThan(packetsReceived + 10)
  return performance.now() - started
}

/** Seconds of the next `ms` in which no audio packet came: a busy machine spreads packets, an outage that stops them lasts longer. */
export async function silentSeconds(page: PhonePage, ms: number): Promise<number> {
  let silent = 0
  for (let at = 0; at < ms; at += 1000) if ((await page.audioOver(1000)).packetsReceived === 0) silent += 1
  return silent
}
