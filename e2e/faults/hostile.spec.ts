/** A server that means harm, and a page that trusts nobody. */
import { availableParallelism, loadavg } from 'node:os'
import { connectThrough, expect, test } from './test.ts'
import { isAnswerTo, isRequest } from './sip-text.ts'
import { record } from './figures.ts'
import type { FaultProxy } from './fault-proxy.ts'
import { PhonePage } from '../harness/phone-page.ts'
import { startPageServer } from '../harness/page-server.ts'

/** More work on the machine than it has processors: what a page waits for is not its own doing. */
const isCrowded = () => (loadavg()[0] ?? 0) > availableParallelism() * 1.5

const crlf = (lines: readonly string[]) => `${lines.join('\r\n')}\r\n\r\n`

const headersOf = (method: string, id: string, target: string) => [
  `${method} ${target} SIP/2.0`,
  `Via: SIP/2.0/WS hostile.invalid;branch=z9hG4bK${id}`,
  'Max-Forwards: 70',
  `From: <sip:mallory@pbx.localhost>;tag=${id}`,
  'To: <sip:1001@pbx.localhost>',
  `Call-ID: hostile-${id}`,
  `CSeq: 1 ${method}`,
  'Contact: <sip:mallory@hostile.invalid;transport=ws>',
]

/** CPU time of the page's main thread, in ms: what the phone costs, whatever else runs on the machine. */
async function cpuOf(page: PhonePage, act: () => Promise<void>): Promise<number> {
  const cdp = await page.page.context().newCDPSession(page.page)
  await cdp.send('Performance.enable', { timeDomain: 'threadTicks' })
  const read = async () => {
    const { metrics } = await cdp.send('Performance.getMetrics')
    return (metrics.find((one) => one.name === 'TaskDuration')?.value ?? 0) * 1000
  }
  const before = await read()
  await act()
  const after = await read()
  await cdp.detach()
  return after - before
}

/** Milliseconds of the longest time in which the page could do nothing else. */
async function worstStall(page: PhonePage, act: () => Promise<void>): Promise<number> {
  await page.page.evaluate(() => {
    const watch = window as unknown as { worstMs: number; watching: boolean }
    watch.worstMs = 0
    watch.watching = true
    let last = performance.now()
    const channel = new MessageChannel()
    channel.port1.addEventListener('message', () => {
      watch.worstMs = Math.max(watch.worstMs, performance.now() - last)
      last = performance.now()
      if (watch.watching) setTimeout(() => channel.port2.postMessage(0), 5)
      else channel.port1.close()
    })
    channel.port1.start()
    channel.port2.postMessage(0)
  })
  await act()
  return page.page.evaluate(() => {
    const watch = window as unknown as { worstMs: number; watching: boolean }
    watch.watching = false
    return watch.worstMs
  })
}

test('H1 ten thousand OPTIONS a second: the page can still be used', async ({ openPage, server, wire }) => {
  test.setTimeout(60_000)
  const page = await openPage()
  // The answers stay here: the PBX would cut the phone off for sending so many.
  wire.filter((text, direction) => (direction === 'up' && isAnswerTo(text, 'OPTIONS') ? 'drop' : 'pass'))
  await connectThrough(wire, page, server)
  let sent = 0
  const flood = async () => {
    const started = performance.now()
    for (let elapsed = 0; elapsed < 3000; elapsed = performance.now() - started) {
      // What is due by now: a busy machine must not make the flood smaller.
      wire.inject(
        Array.from({ length: Math.max(1, Math.floor(elapsed * 10) - sent) }, () => {
          sent += 1
          return crlf([...headersOf('OPTIONS', `o${sent}`, 'sip:1001@pbx.localhost'), 'Content-Length: 0'])
        }),
      )
      await new Promise((resolve) => setTimeout(resolve, 10))
    }
  }
  let stall = 0
  const cpu = await cpuOf(page, async () => {
    stall = await worstStall(page, flood)
  })
  record('H1', 'OPTIONS sent in 3 s', sent, 'told')
  record('H1', 'longest stall of the page in the flood, ms', stall, isCrowded() ? 'told' : { atMost: 200 })
  record('H1', 'CPU of the page in 3 s of flood, ms', cpu, { atMost: 1500 })
  const drops = (await page.story()).filter((name) => name === 'disconnected').length
  record('H1', 'sockets dropped as hostile in 3 s', drops, { from: 1, to: 3 })
  await expect.poll(() => page.status(), { timeout: 20_000 }).toBe('registered')
})

test('H2 five hundred calls in one second: eight of them are seen, the rest are busy', async ({
  openPage,
  server,
  wire,
}) => {
  const page = await openPage()
  let lookups = 0
  await page.page.route('**/api/contacts/lookup**', (route) => {
    lookups += 1
    return route.continue()
  })
  let busy = 0
  wire.filter((text, direction) => {
    if (direction !== 'up' || !/^Call-ID: hostile-/m.test(text)) return 'pass'
    if (isAnswerTo(text, 'INVITE', 486)) busy += 1
    return 'drop'
  })
  await connectThrough(wire, page, server)
  const contact = await contactOf(wire)
  const ring = async () => {
    for (let batch = 0; batch < 10; batch += 1) {
      wire.inject(
        Array.from({ length: 50 }, (_, index) =>
          crlf([...headersOf('INVITE', `i${batch}x${index}`, contact), 'Content-Length: 0']),
        ),
      )
      await page.page.waitForTimeout(90)
    }
  }
  let stall = 0
  const cpu = await cpuOf(page, async () => {
    stall = await worstStall(page, ring)
  })
  await expect.poll(() => busy, { timeout: 10_000 }).toBe(492)
  const calls = await page.page.evaluate(
    () => (window as unknown as { phone: { calls: unknown[] } }).phone.calls.length,
  )
  record('H2', 'calls seen of 500', calls, { is: 8 })
  record('H2', 'contact lookups', lookups, { atMost: 8 })
  record('H2', 'longest stall of the page, ms', stall, isCrowded() ? 'told' : { atMost: 200 })
  record('H2', 'CPU of the page, ms', cpu, { atMost: 1500 })
  expect(await page.status()).toBe('registered')
})

/** The Request-URI that a proxy would send to this phone. */
async function contactOf(wire: FaultProxy): Promise<string> {
  const register = wire.messages.find((one) => isRequest(one.text, 'REGISTER'))
  return /^Contact: *<([^>]+)>/im.exec(register?.text ?? '')?.[1] ?? 'sip:1001@phone.invalid'
}

test('H3 a strict CSP and Trusted Types: a call with digits, and no violation', async ({
  browser,
  server,
}) => {
  const socket = server.url.replace('http', 'ws')
  const policy = [
    "default-src 'none'",
    "script-src 'self'",
    "worker-src 'self'",
    `connect-src ${server.url} ${socket}`,
    'img-src data:',
    "require-trusted-types-for 'script'",
    'trusted-types zorio-webphone',
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; ')
  const site = await startPageServer({ 'content-security-policy': policy })
  const page = await PhonePage.open(browser, site.url)
  await page.page.evaluate(() => {
    const own = window as unknown as { violations: string[] }
    own.violations = []
    document.addEventListener('securitypolicyviolation', (event) =>
      own.violations.push(`${event.violatedDirective} ${event.blockedURI} ${event.sourceFile}`),
    )
  })
  const sdk = `${site.url}sdk/index.js`
  const options = { apiBase: server.url, dtmfWorkerUrl: `${site.url}sdk/dtmf-worker.js` }
  await page.page.evaluate(
    ([url, all]) =>
      (window as unknown as { startPhone: (sdk: string, options: object) => Promise<void> }).startPhone(
        url,
        all,
      ),
    [sdk, { ...options, token: server.user('1001').token, audioInput: 'tone' }] as const,
  )
  await page.next('registered')
  await page.dial('9283')
  await page.next('call_answered')
  const digit = await page.next('dtmf', 10_000)
  expect(digit.payload['source'], 'the worker runs').toBe('rtp')
  const violations = await page.page.evaluate(
    () => (window as unknown as { violations: string[] }).violations,
  )
  expect(violations).toEqual([])
  record('H3', 'violations in a call with received digits', violations.length, { is: 0 })
  expect(await page.failures()).toEqual([])
  await page.close()
  await site.stop()
})
