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
