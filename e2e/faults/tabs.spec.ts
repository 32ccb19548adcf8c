import { PhonePage } from '../harness/phone-page.ts'
import { expect, test } from '../harness/test.ts'
import { record } from './figures.ts'

test('B11 two tabs, each with a phone: both ring, and the answer in one silences the other', async ({
  openPage,
  server,
}) => {
  const [one, other] = [await openPage(), await openPage()]
  for (const page of [one, other]) await page.connectAndRegister(server, '1001')
  const caller = await openPage()
  await caller.connectAndRegister(server, '1002')
  await caller.dial('1001')
  const rang = await one.next('incoming_call')
  await other.next('incoming_call')
  await one.act(rang.payload.call?.uuid as string, 'answer')
  const answered = await one.next('call_answered')
  const silenced = await other.next('call_hangup', 3_000)
  const ms = (await other.timeOf(silenced.at)) - (await one.timeOf(answered.at))
  record('B11', 'answered in one tab to silent in the other, ms', ms, { atMost: 300 })
})

test('B11 two tabs that share one phone: one rings; when it crashes the other takes over', async ({
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
  const caller = await openPage()
  await caller.connectAndRegister(server, '1002')
  const uuid = await caller.dial('1001')
  await owner.next('incoming_call')
  await caller.act(uuid, 'hangup')
  await owner.next('call_hangup')
  const cdp = await context.newCDPSession(owner.page)
  const died = performance.now()
  void cdp.send('Page.crash').catch(() => undefined)
  const registered = await waiting.next('registered', 8_000)
  const ms = (await waiting.timeOf(registered.at)) - died
  record('B11', 'owner crashed to the next one registered, ms', ms, { atMost: 5000 })
  await caller.dial('1001')
  await waiting.next('incoming_call')
  // The first one it showed for the owner, the second one is its own.
  expect((await waiting.story()).filter((name) => name === 'incoming_call')).toHaveLength(2)
})
