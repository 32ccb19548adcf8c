/** The page's life: hidden, frozen, cached, closed, asleep, and a clock that jumps. */
import { connectThrough, expect, test as base } from './test.ts'
import { isRequest } from './sip-text.ts'
import { pause, RawChromium } from './raw-chromium.ts'
import { record } from './figures.ts'
import { startPageServer } from '../harness/page-server.ts'

interface Fixtures {
  startChromium: (flags?: readonly string[]) => Promise<RawChromium>
}

const test = base.extend<Fixtures>({
  startChromium: async ({}, use) => {
    const browsers: RawChromium[] = []
    await use(async (flags) => {
      const browser = await RawChromium.start(flags)
      browsers.push(browser)
      return browser
    })
    for (const browser of browsers) await browser.stop()
  },
})

for (const [hiddenMs, tag] of [
  [25_000, ''],
  [180_000, ' @slow'],
] as const) {
  test(`E1 hidden for ${hiddenMs / 1000} s with one timer a minute: registered, and rings${tag}`, async ({
    startChromium,
    site,
    server,
    wire,
    openPage,
  }) => {
    test.setTimeout(hiddenMs + 60_000)
    const chromium = await startChromium([
      '--enable-features=IntensiveWakeUpThrottling:grace_period_seconds/10',
    ])
    const page = await chromium.open(site)
    await page.connect(server, wire.url, '1001')
    await chromium.open(site)
    await page.until("document.visibilityState === 'hidden'")
    await pause(hiddenMs)
    expect(await page.names()).toEqual(['connected', 'registered'])
    expect(await page.evaluate('phone.status')).toBe('registered')
    const caller = await openPage()
    await caller.connectAndRegister(server, '1002')
    const dialled = caller.dial('1001')
    const ms = await page.until("log.some((one) => one.name === 'incoming_call')", 10_000)
    record(
      'E1',
      `hidden ${hiddenMs / 1000} s: call to incoming_call, ms`,
      ms,
      '≤ 1000 (+ 400 CRM, + call set-up)',
    )
    await caller.act(await dialled, 'hangup')
    expect(ms).toBeLessThan(2500)
  })
}

for (const [frozenMs, tag] of [
  [10_000, ''],
  [60_000, ' @slow'],
] as const) {
  test(`E2 frozen for ${frozenMs / 1000} s: registered again by the same object${tag}`, async ({
    startChromium,
    site,
    server,
    wire,
  }) => {
    test.setTimeout(frozenMs + 60_000)
    const chromium = await startChromium()
    const page = await chromium.open(site)
    await page.connect(server, wire.url, '1001')
    const other = await chromium.open(site)
    await page.until("document.visibilityState === 'hidden'")
    await page.send('Page.setWebLifecycleState', { state: 'frozen' })
    await pause(frozenMs)
    await other.send('Page.close').catch(() => {})
    await page.send('Page.setWebLifecycleState', { state: 'active' })
    await page.send('Page.bringToFront')
    const resumed = performance.now()
    // The first look may come before the page has heard that its socket is gone.
    await pause(300)
    await page.until("phone.status === 'registered'", 10_000)
    const ms = performance.now() - resumed
    record('E2', `frozen ${frozenMs / 1000} s: resume to registered, ms`, ms, '≤ 3000')
    expect(ms).toBeLessThan(3000)
    const sent = wire.messages.length
    await page.evaluate('phone.unregister()')
    expect(wire.messages.length, 'the socket is a living one').toBeGreaterThan(sent)
  })
}

test('E3 into the back-forward cache and out again: the same object works', async ({
  startChromium,
  server,
  wire,
}) => {
  test.setTimeout(60_000)
  // `no-store` would keep the page out of the cache.
  const { url: site, stop } = await startPageServer({ 'cache-control': 'no-cache' })
  const chromium = await startChromium()
  const page = await chromium.open(site)
  await page.connect(server, wire.url, '1001')
  await page.evaluate('window.mark = "same"')
  await page.send('Page.enable')
  await page.send('Page.navigate', { url: `${site}page.js` })
  await page.until("location.pathname === '/page.js' && document.readyState === 'complete'")
  await pause(500)
  const back = performance.now()
  await page.evaluate('history.back()').catch(() => {})
  await page.until("location.pathname === '/' && window.isReady")
  test.skip((await page.evaluate('window.mark')) !== 'same', 'this Chromium did not cache the page')
  await page.until("phone.status === 'registered'", 10_000)
  const ms = performance.now() - back
  record('E3', 'back to registered, ms', ms, '≤ 3000')
  expect(ms).toBeLessThan(3000)
  const names = (await page.names()).filter((name) => /registered/.test(name))
  expect(names).toEqual(['registered', 'unregistered', 'registered'])
  await stop()
})

for (const leave of ['navigate', 'close'] as const) {
  test(`E4 the page goes away in a call (${leave}): the PBX's leg is gone`, async ({
    startChromium,
    site,
    server,
    wire,
    openPage,
  }) => {
    const chromium = await startChromium()
    const page = await chromium.open(site)
    await page.connect(server, wire.url, '1001')
    const callee = await openPage()
    await callee.connect(server, server.user('1002'), {}, { answerAll: true })
    await callee.next('registered')
    await page.evaluate("dial('1002').then(() => true)")
    await callee.next('call_answered')
    await pause(500)
    const left = performance.now()
    if (leave === 'navigate') await page.send('Page.navigate', { url: 'about:blank' })
    else await chromium.send('Target.closeTarget', { targetId: page.targetId })
    await callee.next('call_hangup', 10_000)
    const ms = performance.now() - left
    record('E4', `page left (${leave}) to the far end gone, ms`, ms, '≤ 5000')
    expect(ms).toBeLessThan(5000)
    await expect
      .poll(() =>
        wire.messages.some((one) => isRequest(one.text, 'REGISTER') && /expires[=:] *0\b/i.test(one.text)),
      )
      .toBe(true)
  })
}

test('E5 B5 the machine sleeps 20 s: asked at once after it, and the truth is told', async ({
  startChromium,
  site,
  server,
  wire,
}) => {
  test.setTimeout(90_000)
  const chromium = await startChromium()
  const page = await chromium.open(site)
  await page.connect(server, wire.url, '1001')
  chromium.sleep()
  await pause(20_000)
  wire.messages.length = 0
  chromium.wake()
  const woke = performance.now()
  await expect
    .poll(() => wire.messages.some((one) => one.direction === 'up' && isRequest(one.text, 'REGISTER')), {
      timeout: 8_000,
      intervals: [50],
    })
    .toBe(true)
  const asked = (wire.messages.find((one) => isRequest(one.text, 'REGISTER'))?.at ?? Infinity) - woke
  record('E5', 'wake after 20 s to a new REGISTER, ms', asked, '≤ 5000')
  expect(asked).toBeLessThan(5000)
  await page.until("phone.status === 'registered'", 5_000)
  expect(await page.names()).toEqual(['connected', 'registered'])

  // Again, with a path that dies in the sleep.
  chromium.sleep()
  await pause(10_000)
  wire.stallPresent()
  chromium.wake()
  const again = performance.now()
  await page.until("phone.status !== 'registered'", 8_000)
  await page.until("log.some((one) => one.name === 'disconnected')", 10_000)
  const verdict = performance.now() - again
  record('E5', 'wake to the verdict on a dead socket, ms', verdict, '≤ 5000 (+ 5000 until the gap is seen)')
  expect(verdict).toBeLessThan(10_000)
  await page.until("phone.status === 'registered'", 10_000)
  wire.flow()
})

test('E6 the wall clock jumps an hour, both ways: nothing counts by it', async ({
  openPage,
  server,
  wire,
}) => {
  test.setTimeout(60_000)
  const page = await openPage()
  await connectThrough(wire, page, server)
  await page.dial('9440')
  const answered = await page.next('call_answered')
  wire.messages.length = 0
  for (const jumpMs of [3_600_000, -7_200_000]) {
    await page.page.evaluate((ms) => {
      const real = Date.now.bind(Date)
      Date.now = () => real() + ms
    }, jumpMs)
    await page.page.waitForTimeout(7000)
  }
  const uuid = answered.payload.call?.uuid as string
  await page.act(uuid, 'hangup')
  const ended = await page.next('call_hangup')
  const seconds = (ended.at - answered.at) / 1000
  record(
    'E6',
    'billsec against the clock on the wall',
    `${ended.payload['billsec'] as number} of ${seconds.toFixed(1)}`,
    '± 1 s',
  )
  expect(Math.abs((ended.payload['billsec'] as number) - seconds)).toBeLessThan(1.1)
  const registers = wire.messages.filter((one) => isRequest(one.text, 'REGISTER')).length
  record('E6', 'REGISTERs in 14 s with two jumps', registers, '≤ 4')
  expect(registers).toBeLessThanOrEqual(4)
  expect(await page.story()).not.toContain('unregistered')
})
