/** The page's life: hidden, frozen, cached, closed. */
import { expect } from './test.ts'
import { test } from './browser-test.ts'
import { isRequest } from './sip-text.ts'
import { pause } from './raw-chromium.ts'
import { record } from './figures.ts'
import { startPageServer } from '../harness/page-server.ts'

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
    await page.until("log.some((one) => one.name === 'incoming_call')", 10_000)
    const rang = (await page.log()).find((one) => one.name === 'incoming_call')?.at as number
    const invite = wire.messages.find((one) => one.direction === 'down' && isRequest(one.text, 'INVITE'))
    const ms = (await page.timeOf(rang)) - (invite?.at as number)
    record('E1', `hidden ${hiddenMs / 1000} s: INVITE to incoming_call, ms`, ms, { atMost: 1000 })
    await caller.act(await dialled, 'hangup')
  })
}

/** Chromium's rule for a page that was hidden for long, whose start it does not say: timers get one turn a minute. */
const oneTurnAMinute = `
  const turnMs = 60_000
  const begin = performance.now()
  const real = setTimeout.bind(window)
  window.heldBack = 0
  window.setTimeout = (run, ms = 0, ...given) => {
    if (!document.hidden) return real(run, ms, ...given)
    heldBack++
    const dueAt = performance.now() + ms - begin
    return real(run, Math.ceil(dueAt / turnMs) * turnMs - (performance.now() - begin), ...given)
  }
  true`

test('E1 hidden with one timer a minute, the socket falls silent: found dead within 30 s, and back', async ({
  startChromium,
  site,
  server,
  wire,
}) => {
  test.setTimeout(180_000)
  const chromium = await startChromium()
  const page = await chromium.open(site)
  await page.connect(server, wire.url, '1001')
  await chromium.open(site)
  await page.until("document.visibilityState === 'hidden'")
  await page.evaluate(oneTurnAMinute)
  // Until what was set before has had its turn.
  await pause(10_000)
  const silentAt = Number(await page.evaluate('performance.now()'))
  wire.stallPresent()
  await page.until("log.some((one) => one.name === 'disconnected')", 130_000)
  const atOf = async (name: string) => (await page.log()).findLast((one) => one.name === name)?.at as number
  record('E1', 'hidden: silence to disconnected, ms', (await atOf('disconnected')) - silentAt, {
    atMost: 30_000,
  })
  await page.until("phone.status === 'registered'", 20_000)
  const back = (await atOf('registered')) - (await atOf('disconnected'))
  record('E1', 'hidden: disconnected to registered, ms', back, { atMost: 5000 })
  expect(Number(await page.evaluate('heldBack'))).toBeGreaterThan(2)
})

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
    record('E2', `frozen ${frozenMs / 1000} s: resume to registered, ms`, ms, { atMost: 3000 })
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
  record('E3', 'back to registered, ms', ms, { atMost: 3000 })
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
    record('E4', `page left (${leave}) to the far end gone, ms`, ms, { atMost: 5000 })
    await expect
      .poll(() =>
        wire.messages.some((one) => isRequest(one.text, 'REGISTER') && /expires[=:] *0\b/i.test(one.text)),
      )
      .toBe(true)
  })
}
