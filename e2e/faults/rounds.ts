/** What the leak runs and the soak repeat. */
import { measureLeaks, type Live } from './leak-meter.ts'
import type { FaultProxy } from './fault-proxy.ts'
import type { PhonePage } from '../harness/phone-page.ts'

export async function callOnce(page: PhonePage): Promise<number> {
  const started = performance.now()
  const uuid = await page.dial('9440')
  await page.next('call_answered')
  const ms = performance.now() - started
  await page.act(uuid, 'hangup')
  await page.next('call_hangup')
  return ms
}

/** The log was emptied: the cursor of the page has to follow. */
export async function measure(page: PhonePage): Promise<Live> {
  let live = await measureLeaks(page)
  // The browser takes a closed connection apart in tasks of its own: what still goes by itself is no leak.
  for (let tries = 0; tries < 6; tries += 1) {
    const before = live
    await page.page.waitForTimeout(300)
    live = await measureLeaks(page)
    if (live.listeners === before.listeners && live.contexts === before.contexts) break
  }
  page.rewind()
  return live
}

export async function dropOnce(page: PhonePage, wire: FaultProxy): Promise<void> {
  wire.reset()
  await page.next('auto_reconnect')
  await page.page.evaluate(() => window.dispatchEvent(new Event('online')))
  await page.next('registered', 10_000)
}
