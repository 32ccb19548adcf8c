/** Pages that nobody looks at for long: ten minutes hidden, ten minutes frozen, twenty minutes asleep, side by side. */
import { expect } from './test.ts'
import { test } from './browser-test.ts'
import { FaultProxy } from './fault-proxy.ts'
import { isAnswerTo, isRequest } from './sip-text.ts'
import { pause } from './raw-chromium.ts'
import { record } from './figures.ts'

const minute = 60_000

test('E1 E2 E5 hidden for ten minutes, frozen for ten, asleep for twenty @long', async ({
  startChromium,
  site,
  server,
  openPage,
}) => {
  test.setTimeout(25 * minute)
  const open = async (flags?: readonly string[]) => {
    const wire = new FaultProxy(server.port)
    await wire.start()
    const chromium = await startChromium(flags)
    return { wire, chromium, page: await chromium.open(site) }
  }

  const hide = async () => {
    const { wire, chromium, page } = await open([
      '--enable-features=IntensiveWakeUpThrottling:grace_period_seconds/10',
    ])
    await page.connect(server, wire.url, '1001')
    await chromium.open(site)
    await page.until("document.visibilityState === 'hidden'")
    await pause(10 * minute)
    expect(await page.names()).toEqual(['connected', 'registered'])
    const caller = await openPage()
    await caller.connectAndRegister(server, '1002')
    const uuid = await caller.dial('1001')
    await page.until("log.some((one) => one.name === 'incoming_call')", 10_000)
    const rang = (await page.log()).find((one) => one.name === 'incoming_call')?.at as number
    const invite = wire.messages.find((one) => one.direction === 'down' && isRequest(one.text, 'INVITE'))
    const ms = (await page.timeOf(rang)) - (invite?.at as number)
    record('E1', 'hidden 10 min: INVITE to incoming_call, ms', ms, { atMost: 1000 })
    await caller.act(uuid, 'hangup')
    await caller.phone('disconnect')
    await wire.stop()
  }

  const freeze = async () => {
    const { wire, chromium, page } = await open()
    await page.connect(server, wire.url, '1003')
    const other = await chromium.open(site)
    await page.until("document.visibilityState === 'hidden'")
    await page.send('Page.setWebLifecycleState', { state: 'frozen' })
    await pause(10 * minute)
    await other.send('Page.close').catch(() => {})
    await page.send('Page.setWebLifecycleState', { state: 'active' })
    await page.send('Page.bringToFront')
    const resumed = performance.now()
    await pause(300)
    await page.until("phone.status === 'registered'", 10_000)
    record('E2', 'frozen 10 min: resume to registered, ms', performance.now() - resumed, { atMost: 3000 })
    await wire.stop()
  }

  const sleep = async () => {
    const { wire, chromium, page } = await open()
    await page.connect(server, wire.url, '1003')
    chromium.sleep()
    await pause(20 * minute)
    wire.messages.length = 0
    chromium.wake()
    const woke = performance.now()
    const granted = () => wire.messages.find((one) => isAnswerTo(one.text, 'REGISTER', 200))
    await expect.poll(() => granted() !== undefined, { timeout: 10_000, intervals: [50] }).toBe(true)
    const ms = (granted()?.at ?? Infinity) - woke
    record('E5', 'asleep 20 min: wake to registered again, ms', ms, { atMost: 5000 })
    await page.until("phone.status === 'registered'", 5_000)
    await wire.stop()
  }

  await Promise.all([hide(), freeze(), sleep()])
})
