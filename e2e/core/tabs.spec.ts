import { PhonePage } from '../harness/phone-page.ts'
import { expect, test } from '../harness/test.ts'

test('tabs that share: one is registered and rings; when it crashes the next one is registered within 5 s', async ({
  openPage,
  server,
  site,
}) => {
  const waiting = await openPage()
  const context = waiting.page.context()
  const owner = new PhonePage(await context.newPage())
  await owner.page.goto(site)
  await owner.page.waitForFunction(() => (window as unknown as { isReady?: boolean }).isReady)
  await owner.connectAndRegister(server, '1001', { tabs: 'shared' })
  await waiting.connect(server, server.user('1001'), { tabs: 'shared' })
  await waiting.next('connected')

  const caller = await openPage()
  await caller.connectAndRegister(server, '1002')
  const uuid = await caller.dial('1001')
  await owner.next('incoming_call')
  await waiting.page.waitForTimeout(500)
  expect(await waiting.story()).toEqual(['connected'])
  expect(await caller.act(uuid, 'hangup')).toBe('ok')

  const cdp = await context.newCDPSession(owner.page)
  const diedAt = Date.now()
  void cdp.send('Page.crash').catch(() => undefined)
  await waiting.next('registered', 5_000)
  expect(Date.now() - diedAt).toBeLessThan(5_000)
  await caller.dial('1001')
  await waiting.next('incoming_call')
})
