// The fault proxy of e2e/faults between a browser phone and Kamailio's WebSocket.
import { FaultProxy } from '../../faults/fault-proxy.ts'
import type { PhonePage } from '../../harness/phone-page.ts'
import { openRegistered, startPhone, type PhoneOptions } from './phones.ts'
import { expect, test as base } from './test.ts'
import { nodeA, type ProxyNode } from './paths.ts'

interface Fixtures {
  startWire: (node?: ProxyNode) => Promise<FaultProxy>
  wire: FaultProxy
  /** Registered through `wire`; every test has an extension of its own, for the proxy counts by account. */
  phone: PhonePage
  extension: string
  /** A second phone, beside the wire. */
  peer: PhonePage
  peerExtension: string
}

let accounts = 4100

export const test = base.extend<Fixtures>({
  startWire: async ({}, use) => {
    const wires: FaultProxy[] = []
    await use(async (node = nodeA) => {
      const wire = new FaultProxy(8080, node.ip)
      await wire.start()
      wires.push(wire)
      return wire
    })
    await Promise.all(wires.map((wire) => wire.stop()))
  },
  wire: ({ startWire }, use) => startWire().then(use),
  extension: async ({}, use) => use(String((accounts += 1))),
  peerExtension: async ({}, use) => use(String((accounts += 1))),
  phone: ({ browser, wire, extension }, use) => openThrough(wire, browser, { extension }).then(use),
  peer: ({ browser, peerExtension }, use) => openQuiet(browser, { extension: peerExtension }).then(use),
})

type Browser = Parameters<typeof openRegistered>[0]

export const openQuiet = (browser: Browser, options: PhoneOptions) =>
  openRegistered(browser, { ...options, connect: { audioInput: 'tone', ...options.connect } })

const through = (wire: FaultProxy, options: PhoneOptions) => ({
  ...options,
  wssUrls: [wire.url.replace('http', 'ws')],
})

export const openThrough = (wire: FaultProxy, browser: Browser, options: PhoneOptions) =>
  openQuiet(browser, through(wire, options))

export async function reload(page: PhonePage, wire: FaultProxy, options: PhoneOptions): Promise<void> {
  await page.page.reload()
  await page.page.waitForFunction(() => Reflect.get(window, 'isReady') === true)
  page.rewind()
  await startPhone(page.page, { ...through(wire, options), connect: { audioInput: 'tone' } })
  await page.next('registered')
}

/** An answered call from `page` to `peer`; its id is the same on both sides. */
export async function talkTo(page: PhonePage, peer: PhonePage, number: string): Promise<[string, string]> {
  const uuid = await page.dial(number)
  const theirs = (await peer.next('incoming_call')).payload.call?.uuid ?? ''
  expect(await peer.act(theirs, 'answer')).toBe('ok')
  await page.next('call_answered')
  await peer.next('call_answered')
  return [uuid, theirs]
}

export const pageNow = (page: PhonePage) => page.page.evaluate(() => performance.now())

/** As a page that was frozen hears it. */
export const wake = (page: PhonePage) => page.page.evaluate(() => document.dispatchEvent(new Event('resume')))

export const goOnline = (page: PhonePage) =>
  page.page.evaluate(() => window.dispatchEvent(new Event('online')))

export { expect }
