/** Long waits on the page's own clock, which the test winds, and outages in which something else changes too. */
import { connectThrough, expect, test } from './test.ts'
import { isAnswerTo, isRequest } from './sip-text.ts'
import { forgetContacts } from './forget-contacts.ts'
import { record } from './figures.ts'
import type { PhonePage } from '../harness/phone-page.ts'

/** In steps, so that what the network has to say is heard in between. */
async function wind(page: PhonePage, ms: number, stepMs: number): Promise<void> {
  for (let at = 0; at < ms; at += stepMs) {
    await page.page.clock.runFor(stepMs)
    await page.page.evaluate(() => new Promise((resolve) => requestIdleCallback(resolve)))
    await page.page.waitForTimeout(30)
  }
}

const named = async (page: PhonePage, name: string) => (await page.log()).filter((one) => one.name === name)

test('A9 a port that is dead for ten minutes: the schedule, one reconnect_failed, and back', async ({
  openPage,
  server,
  wire,
}) => {
  test.setTimeout(90_000)
  const page = await openPage()
  await page.page.clock.install()
  await page.page.reload()
  await page.page.waitForFunction(() => (window as unknown as { isReady?: boolean }).isReady)
  await connectThrough(wire, page, server)
  wire.refuse(true)
  wire.reset()
  await page.next('disconnected')
  await wind(page, 600_000, 5_000)
  const waits = (await named(page, 'auto_reconnect')).map((one) => Number(one.payload['delay_ms']))
  const off = waits.filter((ms, index) => {
    const base = [1000, 2000, 4000, 8000, 16_000][index] ?? 30_000
    return ms < base || ms > base + 500
  })
  record('A9', 'waits of ten minutes that are off the schedule', off.length, { is: 0 })
  record('A9', 'attempts in ten minutes', waits.length, { from: 20, to: 26 })
  const told = (await named(page, 'error')).filter((one) => one.payload['code'] === 'reconnect_failed')
  record('A9', 'reconnect_failed in ten minutes', told.length, { is: 1 })
  wire.refuse(false)
  await page.page.evaluate(() => window.dispatchEvent(new Event('online')))
  await page.page.clock.runFor(1500)
  await page.next('registered', 10_000)
})

test('B3 B4 token and SIP password run out in an outage: one bootstrap more, one step', async ({
  openPage,
  server,
  wire,
}) => {
  const page = await openPage()
  const { token } = server.user('1001')
  let bootstraps = 0
  await page.page.route('**/api/webphone/sip-config', (route) => {
    if (route.request().method() !== 'OPTIONS') bootstraps += 1
    const isOld = route.request().headers()['authorization'] === 'Bearer 1|old'
    return isOld && bootstraps > 1 ? route.fulfill({ status: 401, json: { success: false } }) : freshen(route)
  })
  const freshen = async (route: Parameters<Parameters<PhonePage['page']['route']>[1]>[0]) =>
    route.continue({ headers: { ...route.request().headers(), authorization: `Bearer ${token}` } })
  // The registrar's view of an old password, until the phone has asked again.
  wire.filter((text, direction) =>
    isDown && bootstraps < 2 && direction === 'up' && isRequest(text, 'REGISTER')
      ? { replaceBy: text.replace(/(response=")[0-9a-f]+/i, `$1${'0'.repeat(64)}`) }
      : 'pass',
  )
  let isDown = false
  await page.connect(
    server,
    { ...server.user('1001'), token: '1|old' },
    { apiBase: wire.url },
    { tokens: [token] },
  )
  await page.next('registered')
  isDown = true
  wire.reset()
  const disconnected = await page.next('disconnected')
  const registered = await page.next('registered', 15_000)
  record('B3', 'requests to the back end for a recovery with a new token', bootstraps - 1, { is: 1 })
  record('B4', 'outage with a new password to registered, ms', registered.at - disconnected.at, {
    atMost: 3000,
  })
  expect((await named(page, 'error')).map((one) => one.payload['code'])).toEqual([])
})

test('B9 the registrar forgets in silence: the refresh finds out, and a call arrives', async ({
  openPage,
  server,
  wire,
}) => {
  const page = await openPage()
  wire.filter((text, direction) =>
    direction === 'down' && isAnswerTo(text, 'REGISTER', 200)
      ? { replaceBy: text.replace(/expires=\d+/gi, 'expires=8').replace(/^Expires:.*$/im, 'Expires: 8') }
      : 'pass',
  )
  await connectThrough(wire, page, server)
  const caller = await openPage()
  await caller.connectAndRegister(server, '1002')
  await forgetContacts(server, '1001')
  const forgot = performance.now()
  wire.messages.length = 0
  const granted = () => wire.messages.find((one) => isAnswerTo(one.text, 'REGISTER', 200))
  await expect.poll(() => granted() !== undefined, { timeout: 12_000 }).toBe(true)
  const ms = (granted()?.at ?? Infinity) - forgot
  record('B9', 'forgotten to registered anew, registered for 8 s, ms', ms, { atMost: 8000 })
  const uuid = await caller.dial('1001')
  await page.next('incoming_call')
  await caller.act(uuid, 'hangup')
  expect((await page.story()).filter((name) => name === 'unregistered')).toEqual([])
})

test('B9 the same, registered for 600 s: the phone asks once a minute', async ({
  openPage,
  server,
  wire,
}) => {
  const page = await openPage()
  await page.page.clock.install()
  await page.page.reload()
  await page.page.waitForFunction(() => (window as unknown as { isReady?: boolean }).isReady)
  await connectThrough(wire, page, server)
  const caller = await openPage()
  await caller.connectAndRegister(server, '1002')
  await forgetContacts(server, '1001')
  wire.messages.length = 0
  const granted = () => wire.messages.some((one) => isAnswerTo(one.text, 'REGISTER', 200))
  let woundMs = 0
  for (; !granted() && woundMs < 600_000; woundMs += 1_000) await wind(page, 1_000, 1_000)
  record('B9', 'forgotten to registered anew, registered for 600 s, s', woundMs / 1000, { atMost: 62 })
  const uuid = await caller.dial('1001')
  await page.next('incoming_call')
  await caller.act(uuid, 'hangup')
})

test('C13 nobody ever answers, not even with a refusal: CANCEL after three minutes', async ({
  openPage,
  server,
  wire,
}) => {
  test.setTimeout(90_000)
  const page = await openPage()
  await page.page.clock.install()
  await page.page.reload()
  await page.page.waitForFunction(() => (window as unknown as { isReady?: boolean }).isReady)
  wire.filter((text, direction) =>
    direction === 'down' && isAnswerTo(text, 'INVITE') && !text.startsWith('SIP/2.0 1') ? 'drop' : 'pass',
  )
  await connectThrough(wire, page, server)
  await page.dial('9480')
  await expect.poll(() => wire.messages.some((one) => isRequest(one.text, 'INVITE'))).toBe(true)
  const dialled = await page.page.evaluate(() => performance.now())
  await wind(page, 190_000, 1_000)
  const ended = await page.next('call_hangup', 5_000)
  record('C13', 'INVITE without a final answer to call_hangup, s', (ended.at - dialled) / 1000, {
    from: 179,
    to: 182,
  })
  expect(ended.payload['reason']).toBe('no_answer')
  expect(wire.messages.some((one) => isRequest(one.text, 'CANCEL'))).toBe(true)
})
