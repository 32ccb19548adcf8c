import type { Browser } from '@playwright/test'
import type { DemoServer } from '../harness/demo-server.ts'
import { PhonePage } from '../harness/phone-page.ts'
import { expect, test } from '../harness/test.ts'

const shared = { tabs: 'shared' }

/** What of the page makes a sound, or could. */
const countSounds = () => {
  const sounds: string[] = []
  Object.assign(window, { sounds })
  const { play } = HTMLMediaElement.prototype
  HTMLMediaElement.prototype.play = function (this: HTMLMediaElement) {
    sounds.push('element')
    return play.call(this)
  }
  for (const { prototype } of [AudioScheduledSourceNode, AudioBufferSourceNode]) {
    const { start } = prototype
    prototype.start = function (this: AudioScheduledSourceNode, ...when: []) {
      sounds.push('source')
      return start.apply(this, when)
    }
  }
}

interface Tabs {
  readonly browser: Browser
  readonly site: string
  readonly server: DemoServer
}

/** Three tabs of one browser; the first one leads. */
async function openTabs({ browser, site, server }: Tabs): Promise<[PhonePage, PhonePage, PhonePage]> {
  const context = await browser.newContext({ permissions: ['microphone'] })
  await context.addInitScript(countSounds)
  const open = async () => {
    const tab = new PhonePage(await context.newPage())
    await tab.page.goto(site)
    await tab.page.waitForFunction(() => (window as unknown as { isReady?: boolean }).isReady)
    return tab
  }
  const tabs: [PhonePage, PhonePage, PhonePage] = [await open(), await open(), await open()]
  for (const tab of tabs) {
    await tab.connect(server, server.user('1001'), shared)
    if (tab === tabs[0]) await tab.next('registered')
    await expect.poll(() => tab.status()).toBe('registered')
  }
  return tabs
}

const soundsOf = (tab: PhonePage) =>
  tab.page.evaluate(() => (window as unknown as { sounds: string[] }).sounds.length)

const callsOf = (tab: PhonePage) =>
  tab.page.evaluate(() =>
    (window as unknown as { phone: { calls: { state: string; isHeld: boolean }[] } }).phone.calls.map(
      ({ state, isHeld }) => `${state}${isHeld ? ' held' : ''}`,
    ),
  )

test('tabs that share: one rings, any of them answers and controls the call', async ({
  browser,
  openPage,
  server,
  site,
}) => {
  const [leader, second, third] = await openTabs({ browser, site, server })
  const caller = await openPage()
  await caller.connectAndRegister(server, '1002')
  const quiet = await Promise.all([second, third].map(soundsOf))
  const before = await soundsOf(leader)
  const dialled = caller.dial('1001')
  const { payload } = await second.next('incoming_call')
  await third.next('incoming_call')
  const uuid = payload.call?.uuid ?? ''
  await expect.poll(() => soundsOf(leader)).toBeGreaterThan(before)
  expect(await Promise.all([second, third].map(soundsOf))).toEqual(quiet)
  expect(await second.openSockets()).toBe(1)

  const asked = Date.now()
  expect(await second.act(uuid, 'answer')).toBe('ok')
  console.log(`  answer from another tab: ${Date.now() - asked} ms`)
  await caller.next('call_answered')
  for (const tab of [leader, second, third]) await tab.next('call_answered')
  expect(await Promise.all([leader, second, third].map((tab) => tab.liveConnections()))).toEqual([1, 0, 0])
  await expect.poll(async () => (await caller.audioOver(500)).packetsReceived).toBeGreaterThan(15)

  expect(await third.act(uuid, 'hold')).toBe('ok')
  await expect.poll(() => callsOf(second)).toEqual(['answered held'])
  expect(await third.act(uuid, 'unhold')).toBe('ok')
  expect(await second.act(uuid, 'mute')).toBe('ok')
  expect(await third.act(uuid, 'sendDtmf', 'x')).toBe('invalid_digits')
  // A call of less than a second counts as not answered.
  await expect
    .poll(() =>
      third.page.evaluate(() => {
        const { phone } = window as unknown as { phone: { calls: { billsec: number }[] } }
        return phone.calls[0]?.billsec
      }),
    )
    .toBeGreaterThan(0)
  expect(await third.act(uuid, 'hangup')).toBe('ok')
  for (const tab of [leader, second, third, caller])
    expect((await tab.next('call_hangup')).payload['reason']).toBe('normal_clearing')
  expect(await dialled).toBeTruthy()
  expect(await callsOf(second)).toEqual([])

  const out = await second.dial('9200')
  await third.next('call_answered')
  expect(await leader.liveConnections()).toBe(1)
  expect(await second.act(out, 'hangup')).toBe('ok')
  await leader.page.context().close()
})

test('the leading tab crashes in a call: told in the others, and one of them is registered within 5 s', async ({
  browser,
  openPage,
  server,
  site,
}) => {
  const [leader, second, third] = await openTabs({ browser, site, server })
  const uuid = await second.dial('9440')
  await third.next('call_answered')
  const cdp = await leader.page.context().newCDPSession(leader.page)
  const diedAt = Date.now()
  void cdp.send('Page.crash').catch(() => undefined)
  const leads = (tab: PhonePage) =>
    tab.page.evaluate(() => {
      const { phone } = window as unknown as { phone: { isLeading: boolean; status: string } }
      return phone.isLeading && phone.status === 'registered'
    })
  await expect
    .poll(async () => (await leads(second)) || (await leads(third)), { timeout: 5_000, intervals: [20] })
    .toBe(true)
  const ms = Date.now() - diedAt
  console.log(`  crash to the next tab registered: ${ms} ms`)
  expect(ms).toBeLessThan(5_000)
  for (const tab of [second, third]) {
    const ended = (await tab.log()).filter(({ name }) => name === 'call_hangup')
    expect(ended.map(({ payload }) => payload['reason'])).toEqual(['normal_temporary_failure'])
    await expect.poll(() => tab.status()).toBe('registered')
    expect(['ok', 'invalid_state', 'not_registered']).toContain(await tab.act(uuid, 'hangup'))
  }
  const caller = await openPage()
  await caller.connectAndRegister(server, '1002')
  await caller.dial('1001')
  for (const tab of [second, third]) await tab.next('incoming_call')
  await second.page.context().close()
})

test('where channels are refused one tab leads and the others stay unregistered', async ({
  browser,
  server,
  site,
}) => {
  const context = await browser.newContext({ permissions: ['microphone'] })
  await context.addInitScript(() => {
    Object.assign(window, {
      BroadcastChannel: function () {
        throw new DOMException('refused', 'SecurityError')
      },
    })
  })
  const tabs: PhonePage[] = []
  for (const wanted of ['registered', 'unregistered']) {
    const tab = new PhonePage(await context.newPage())
    tabs.push(tab)
    await tab.page.goto(site)
    await tab.page.waitForFunction(() => (window as unknown as { isReady?: boolean }).isReady)
    await tab.connect(server, server.user('1001'), shared)
    await expect.poll(() => tab.status()).toBe(wanted)
  }
  for (const tab of tabs) expect(await tab.failures()).toEqual([])
  await context.close()
})
