import { test as base, expect } from '../harness/test.ts'
import type { DemoServer } from '../harness/demo-server.ts'
import type { PhonePage } from '../harness/phone-page.ts'
import { FaultProxy } from './fault-proxy.ts'

interface Fixtures {
  /** Between the phone and the server; only phones opened with `connectThrough` use it. */
  proxy: FaultProxy
}

export const test = base.extend<Fixtures>({
  proxy: async ({ server }, use) => {
    const proxy = new FaultProxy(server.port)
    await proxy.start()
    await use(proxy)
    await proxy.stop()
  },
})

/** As `connect`, but REST and SIP go through the proxy. */
export async function connectThrough(
  proxy: FaultProxy,
  page: PhonePage,
  server: DemoServer,
  {
    extension = '1001',
    options = {},
    extra = {},
  }: { extension?: string; options?: object; extra?: object } = {},
): Promise<void> {
  await page.connect(server, server.user(extension), { apiBase: proxy.url, ...options }, extra)
  await page.next('registered')
}

/** Milliseconds of the page's clock from one logged event to another. */
export function between(first: { at: number }, second: { at: number }): number {
  return second.at - first.at
}

export { expect }
