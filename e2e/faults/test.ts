import { test as base, expect } from '../harness/test.ts'
import type { DemoServer } from '../harness/demo-server.ts'
import type { PhonePage } from '../harness/phone-page.ts'
import { FaultProxy } from './fault-proxy.ts'

interface Fixtures {
  /** Between the phone and the server; only phones opened with `connectThrough` use it. */
  wire: FaultProxy
}

export const test = base.extend<Fixtures>({
  wire: async ({ server }, use) => {
    const wire = new FaultProxy(server.port)
    await wire.start()
    await use(wire)
    await wire.stop()
  },
})

/** As `connect`, but REST and SIP go through the proxy. */
export async function connectThrough(
  wire: FaultProxy,
  page: PhonePage,
  server: DemoServer,
  {
    extension = '1001',
    options = {},
    extra = {},
  }: { extension?: string; options?: object; extra?: object } = {},
): Promise<void> {
  await page.connect(server, server.user(extension), { apiBase: wire.url, ...options }, extra)
  await page.next('registered')
}

/** Milliseconds of the page's clock from one logged event to another. */
export function between(first: { at: number }, second: { at: number }): number {
  return second.at - first.at
}

export { expect }
