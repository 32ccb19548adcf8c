import type { Page } from '@playwright/test'
import { PhonePage } from '../harness/phone-page.ts'
import type { DemoServer } from '../harness/demo-server.ts'
import { expect, test } from '../harness/test.ts'
import { record } from './figures.ts'

const recover = { recover: true }

/** The caller is a tab that the test may close. */
async function talkingInTab(
  server: DemoServer,
  openPage: () => Promise<PhonePage>,
  extra: object,
  site: string,
) {
  const beside = await openPage()
  const tab = new PhonePage(await beside.page.context().newPage())
  await tab.page.goto(site)
  await tab.page.waitForFunction(() => (window as unknown as { isReady?: boolean }).isReady)
  const pages = [tab, beside]
  const both = await talking(server, async () => pages.pop() ?? beside, extra)
  return { ...both, tab: tab.page }
}

async function talking(server: DemoServer, openPage: () => Promise<PhonePage>, extra: object = recover) {
  const callee = await openPage()
  const caller = await openPage()
  // Heard once the back end was asked whether it would keep the call.
  const asked = (extra === recover ? [caller, callee] : []).map(({ page }) =>
    page.waitForResponse(/\/keep\?seconds=0$/),
  )
  await callee.connect(server, server.user('1002'), {}, { answerAll: true, ...extra })
  await callee.next('registered')
  await caller.connect(server, server.user('1001'), {}, extra)
  await caller.next('registered')
  const uuid = await caller.dial('1002')
  await caller.next('call_answered')
  await callee.next('call_answered')
  await Promise.all(asked)
  return { caller, callee, uuid }
}

async function comeBack(tab: PhonePage, server: DemoServer, extension: string): Promise<void> {
  await tab.page.waitForFunction(() => (window as unknown as { isReady?: boolean }).isReady)
  tab.rewind()
  await tab.connect(server, server.user(extension), {}, recover)
  await tab.next('registered')
}

const decide = (page: Page, what: 'takeBack' | 'hangup') =>
  page.evaluate(
    (name) => (window as unknown as { decide: (what: string) => Promise<string> }).decide(name),
    what,
  )

async function hearEachOther(...pages: PhonePage[]): Promise<void> {
  for (const page of pages)
    await expect.poll(async () => (await page.audioOver(1000)).packetsReceived).toBeGreaterThan(40)
}

test('E7 a reload in a call: offered, taken back, audio flows, and to the far end it never ended', async ({
  openPage,
  server,
}) => {
  const { caller, callee, uuid } = await talking(server, openPage)
  await hearEachOther(caller, callee)
  expect(await caller.act(uuid, 'mute')).toBe('ok')
  const before = await caller.page.evaluate(() => Date.now())

  await caller.page.reload()
  const kept = await caller.page.evaluate(() => JSON.stringify(sessionStorage))
  await comeBack(caller, server, '1001')
  const { payload: offer } = await caller.next('call_recoverable')
  expect(offer).toMatchObject({ uuid, number: '1002', direction: 'outgoing', isMuted: true })
  expect(kept).not.toContain(server.user('1001').token)
  expect(kept).not.toMatch(/password|Authorization/i)
  // Longer than a closed page is given, and than a browser alone would wait for its ICE.
  await caller.page.waitForTimeout(6500)
  const asked = Date.now()
  expect(await decide(caller.page, 'takeBack')).toBe(uuid)
  record('E7', 'takeBack() to the audio path open, ms', Date.now() - asked, 'told')
  const answered = await caller.next('call_answered')
  expect(answered.payload.call).toMatchObject({ uuid, isMuted: true, direction: 'outgoing' })
  expect(answered.payload.call?.billsec).toBeGreaterThanOrEqual(Math.floor((Date.now() - before) / 1000) - 1)
  await hearEachOther(caller, callee)
  const ends = (await callee.story()).filter((name) => name === 'call_hangup').length
  record('E7', 'call_hangup at the far end of a reloaded call', ends, { is: 0 })
  expect(await decide(caller.page, 'takeBack').catch((error: Error) => error.message)).toContain('over')

  expect(await caller.act(uuid, 'hangup')).toBe('ok')
  const ended = await callee.next('call_hangup')
  const own = await caller.next('call_hangup')
  expect(Math.abs(Number(ended.payload['billsec']) - Number(own.payload['billsec']))).toBeLessThanOrEqual(1)
  expect(await caller.page.evaluate(() => Object.keys(sessionStorage))).toEqual([])
})

test('E7 the called side reloads, twice; the second time the offer is declined', async ({
  openPage,
  server,
}) => {
  const { caller, callee } = await talking(server, openPage)
  for (const what of ['takeBack', 'hangup'] as const) {
    await callee.page.reload()
    const isAsked = what === 'takeBack' && callee.page.waitForResponse(/\/keep\?seconds=0$/)
    await comeBack(callee, server, '1002')
    const { payload } = await callee.next('call_recoverable')
    expect(payload).toMatchObject({ number: '1001', direction: 'incoming' })
    await decide(callee.page, what)
    if (what === 'hangup') break
    await callee.next('call_answered')
    await hearEachOther(caller, callee)
    await isAsked
  }
  await caller.next('call_hangup', 3_000)
})

for (const [name, extra] of [
  ['a phone that would take calls back', recover],
  ['a phone that would not', {}],
] as const) {
  test(`E4 the tab of ${name} is closed: the far end is gone within 5 s`, async ({
    openPage,
    server,
    site,
  }) => {
    const { callee, tab } = await talkingInTab(server, openPage, extra, site)
    const left = Date.now()
    await tab.close({ runBeforeUnload: true })
    await callee.next('call_hangup', 6_000)
    const ms = Date.now() - left
    record('E4', `tab of ${name} closed to the far end gone, ms`, ms, { atMost: 5000 })
  })
}

test('E7 nobody would listen after the reload: the far end is told at once', async ({ openPage, server }) => {
  const { caller, callee } = await talking(server, openPage)
  await caller.page.reload()
  await caller.page.waitForFunction(() => (window as unknown as { isReady?: boolean }).isReady)
  caller.rewind()
  await caller.connectAndRegister(server, '1001')
  await callee.next('call_hangup', 3_000)
})
