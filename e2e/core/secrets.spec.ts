// Token and SIP password: where they go, and that they are nowhere else. And pages that are strict about their ground.
import { readFileSync } from 'node:fs'
import type { Page } from '@playwright/test'
import { PhonePage } from '../harness/phone-page.ts'
import { expect, test } from '../harness/test.ts'

interface Credentials {
  readonly password: string
  readonly challenge?: string
}

/** All the strings that the page's heap holds, after a collection. */
async function heapOf(page: Page): Promise<string> {
  const cdp = await page.context().newCDPSession(page)
  await cdp.send('HeapProfiler.enable')
  for (let round = 0; round < 3; round += 1) await cdp.send('HeapProfiler.collectGarbage')
  const chunks: string[] = []
  cdp.on('HeapProfiler.addHeapSnapshotChunk', ({ chunk }) => chunks.push(chunk))
  await cdp.send('HeapProfiler.takeHeapSnapshot', { reportProgress: false })
  await cdp.detach()
  return chunks.join('')
}

/** Everything that a page's other scripts can get at: the phone's and its calls' object graphs, storage, address, document. */
function reachable(): { graph: string[]; rest: string } {
  const own = window as unknown as { phone: object; calls: Map<string, object>; log: unknown[] }
  const graph: string[] = []
  const seen = new Set<unknown>()
  const queue: unknown[] = [own.phone, ...own.calls.values(), own.log]
  while (queue.length > 0 && seen.size < 20_000) {
    const one = queue.shift()
    if (typeof one === 'string') graph.push(one)
    if ((typeof one !== 'object' && typeof one !== 'function') || one === null || seen.has(one)) continue
    if (one instanceof Node || one === window) continue
    seen.add(one)
    if (one instanceof Map || one instanceof Set) queue.push(...one)
    for (
      let level = one;
      level && level !== Object.prototype;
      level = Object.getPrototypeOf(level) as object
    ) {
      for (const key of Reflect.ownKeys(level)) {
        graph.push(String(key))
        try {
          queue.push((one as Record<PropertyKey, unknown>)[key])
        } catch {
          // A getter that is not for this object.
        }
      }
    }
  }
  const stores = [localStorage, sessionStorage].map((store) => JSON.stringify(store))
  const words = [
    location.href,
    document.cookie,
    document.documentElement.outerHTML,
    JSON.stringify(history.state),
  ]
  const roots = [...document.querySelectorAll('*')].map((node) => node.shadowRoot?.innerHTML ?? '')
  return { graph, rest: [...stores, ...words, ...roots].join('\n') }
}

test('token and password go where they must, and are nowhere else; a phone that is let go of leaves neither', async ({
  openPage,
  server,
}) => {
  test.setTimeout(60_000)
  const phone = await openPage()
  const { page } = phone
  const { token } = server.user('1001')
  const seen: string[] = []
  const sentTo = new Set<string>()
  let credentials: Credentials | undefined
  page.on('console', (message) => seen.push(message.text()))
  page.on('request', (request) => {
    const { authorization, ...headers } = request.headers()
    if (authorization?.includes(token)) sentTo.add(new URL(request.url()).origin)
    seen.push(request.url(), JSON.stringify(headers), request.postData() ?? '')
  })
  page.on('websocket', (socket) => {
    seen.push(socket.url())
    socket.on('framesent', ({ payload }) => seen.push(String(payload)))
    socket.on('framereceived', ({ payload }) => seen.push(String(payload)))
  })
  await page.route('**/sip-config', async (route) => {
    const response = await route.fetch()
    credentials = ((await response.json()) as { data: Credentials }).data
    await route.fulfill({ response })
  })
  await page.evaluate(() => {
    const place = document.createElement('div')
    place.id = 'phone'
    document.body.append(place)
  })
  await phone.connect(server, server.user('1001'), { debug: true, mount: '#phone' })
  await phone.next('registered')
  const uuid = await phone.dial('9200')
  await phone.next('call_answered')
  await phone.act(uuid, 'sendDtmf', '12')
  expect(await phone.act(uuid, 'transfer', 'x\r\ny')).not.toBe('ok')
  await phone.act(uuid, 'hangup')
  await phone.next('call_hangup')

  await expect.poll(() => credentials?.password.length ?? 0).toBeGreaterThan(10)
  const secrets = { token, random: token.split('|')[1] ?? '', password: credentials?.password ?? '' }
  const { graph, rest } = await page.evaluate(reachable)
  expect(graph.length, 'the walk saw the phone').toBeGreaterThan(100)
  expect(
    seen.some((one) => one.includes('REGISTER')),
    'the frames were seen',
  ).toBe(true)
  for (const [name, secret] of Object.entries(secrets)) {
    const where = Object.entries({ wire: seen, graph, page: [rest] }).filter(([, all]) =>
      all.some((one) => one.includes(secret)),
    )
    expect(
      where.map(([place]) => place),
      `places with the ${name}`,
    ).toEqual([])
  }
  expect([...sentTo]).toEqual([server.url])
  expect(
    await page.evaluate(async () => (await indexedDB.databases()).length + (await caches.keys()).length),
  ).toBe(0)

  await phone.phone('disconnect')
  await page.evaluate(() => {
    const own = window as unknown as {
      phone: unknown
      log: unknown[]
      calls: Map<string, unknown>
      measure: { live: () => void }
    }
    own.phone = undefined
    // The test's own list of sockets and connections.
    own.measure.live()
    own.log.length = 0
    own.calls.clear()
    document.querySelector('#phone')?.remove()
  })
  const inHeap = async () => {
    const heap = await heapOf(page)
    expect(heap, 'the snapshot is of this page').toContain('startPhone')
    return Object.entries(secrets)
      .filter(([, secret]) => heap.includes(secret))
      .map(([name]) => name)
  }
  // The test tone has a timer of its own for a second.
  await expect.poll(inHeap, { intervals: [500] }).toEqual([])
})

test('a page that froze the prototypes of the language', async ({ browser, server, site }) => {
  const context = await browser.newContext({ permissions: ['microphone'] })
  await context.addInitScript(() => {
    for (const one of [Object, Array, Function, Promise, Map, Set, String, Error, EventTarget, RegExp])
      Object.freeze(one.prototype)
  })
  const page = await context.newPage()
  await page.goto(site)
  await page.waitForFunction(() => (window as unknown as { isReady?: boolean }).isReady)
  const phone = new PhonePage(page)
  await phone.connectAndRegister(server, '1001')
  const uuid = await phone.dial('9200')
  await phone.next('call_answered')
  await expect.poll(async () => (await phone.audioOver(300)).energy).toBeGreaterThan(0)
  expect(await phone.act(uuid, 'hold')).toBe('ok')
  expect(await phone.act(uuid, 'unhold')).toBe('ok')
  await phone.act(uuid, 'hangup')
  await phone.next('call_hangup')
  expect(await phone.failures()).toEqual([])
  await phone.close()
})

test('a script tag with integrity: the published file runs, one byte more and it does not', async ({
  browser,
  server,
  site,
}) => {
  const folder = new URL('../../packages/webphone/dist/', import.meta.url)
  const name = 'zorio-webphone.iife.js'
  const hashes = JSON.parse(readFileSync(new URL('integrity.json', folder), 'utf8')) as Record<string, string>
  const code = readFileSync(new URL(name, folder), 'utf8')
  const load = async (body: string): Promise<string> => {
    const page = await (await browser.newContext()).newPage()
    await page.route(`${server.url}/sdk/${name}`, (route) =>
      route.fulfill({
        body,
        contentType: 'text/javascript',
        headers: { 'access-control-allow-origin': '*' },
      }),
    )
    await page.goto(site)
    const outcome = await page.evaluate(
      ([src, integrity]) =>
        new Promise<string>((resolve) => {
          const tag = Object.assign(document.createElement('script'), {
            src,
            integrity,
            crossOrigin: 'anonymous',
          })
          tag.addEventListener('load', () =>
            resolve(typeof (window as { ZorioWebphone?: { connect?: unknown } }).ZorioWebphone?.connect),
          )
          tag.addEventListener('error', () => resolve('refused'))
          document.head.append(tag)
        }),
      [`${server.url}/sdk/${name}`, hashes[name] ?? 'none'] as const,
    )
    await page.context().close()
    return outcome
  }
  expect(await load(code)).toBe('function')
  expect(await load(`${code} `)).toBe('refused')
})
