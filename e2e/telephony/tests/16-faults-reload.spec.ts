// A page goes in a call that Kamailio carries: nothing between the two phones holds the other side, so the back end ends the call,
// and the far end itself lets the next page back in.
import type { Browser } from '@playwright/test'
import { record } from '../../faults/figures.ts'
import { DemoServer } from '../../harness/demo-server.ts'
import { PhonePage } from '../../harness/phone-page.ts'
import { domain, sipSecret } from '../lab/paths.ts'
import { expectTone, openPage } from '../lab/phones.ts'
import { expect, test as base } from '../lab/test.ts'

const recover = { recover: true }

/** The back end as it stands beside Kamailio. */
const test = base.extend<{ backEnd: DemoServer }>({
  backEnd: async ({}, use) => {
    const engine = ['--engine', 'kamailio', '--wss-url', 'ws://127.0.0.1:8080', '--auth-secret', sipSecret]
    const server = new DemoServer([...engine, '--domain', domain])
    await server.start()
    await use(server)
    await server.stop()
  },
})

interface Party {
  readonly extension: string
  readonly toneHz: number
}
const an: Party = { extension: '1001', toneHz: 700 }
const binh: Party = { extension: '1002', toneHz: 1100 }

async function join(browser: Browser, backEnd: DemoServer, party: Party, extra: object): Promise<PhonePage> {
  const phone = new PhonePage(await openPage(browser, '/', party.toneHz))
  await start(phone, backEnd, party, extra)
  return phone
}

async function start(phone: PhonePage, backEnd: DemoServer, party: Party, extra: object): Promise<void> {
  await phone.connect(backEnd, backEnd.user(party.extension), { audioInput: 'microphone' }, extra)
  await phone.next('registered')
}

async function comeBack(phone: PhonePage, backEnd: DemoServer, party: Party): Promise<void> {
  await phone.page.reload()
  await phone.page.waitForFunction(() => Reflect.get(window, 'isReady') === true)
  phone.rewind()
  await start(phone, backEnd, party, recover)
}

const decide = (phone: PhonePage, what: 'takeBack' | 'hangup') =>
  phone.page.evaluate(
    (name) => (Reflect.get(window, 'decide') as (what: string) => Promise<string>)(name),
    what,
  )

/** A far end that is our phone as well: Replaces makes it another call there, which nobody has to answer (RFC 3891 3). */
async function expectGoesOn(farEnd: PhonePage, first: string): Promise<void> {
  const { payload } = await farEnd.next('call_answered')
  expect(payload.call).toMatchObject({ number: an.extension, state: 'answered' })
  expect(payload.call?.uuid).not.toBe(first)
  expect((await farEnd.story()).filter((name) => name === 'call_hangup')).toHaveLength(1)
}

async function talk(browser: Browser, backEnd: DemoServer, extra: object = recover) {
  const callee = await join(browser, backEnd, binh, extra)
  const caller = await join(browser, backEnd, an, extra)
  const asked = (extra === recover ? [caller, callee] : []).map(({ page }) =>
    page.waitForResponse((response) => response.url().endsWith('/keep?seconds=0') && response.ok()),
  )
  const uuid = await caller.dial(binh.extension)
  const rings = await callee.next('incoming_call')
  expect(await callee.act(rings.payload.call?.uuid ?? '', 'answer')).toBe('ok')
  await caller.next('call_answered')
  await callee.next('call_answered')
  await Promise.all(asked)
  await hearEachOther(caller, callee)
  return { caller, callee, uuid }
}

async function hearEachOther(caller: PhonePage, callee: PhonePage): Promise<void> {
  await expectTone(caller, binh.toneHz)
  await expectTone(callee, an.toneHz)
}

test('E7 the caller reloads: offered, and taken back from the far end itself, which does not ring again', async ({
  browser,
  backEnd,
}) => {
  const { caller, callee, uuid } = await talk(browser, backEnd)
  await comeBack(caller, backEnd, an)
  const { payload: offer } = await caller.next('call_recoverable')
  expect(offer).toMatchObject({ uuid, number: binh.extension, direction: 'outgoing' })
  // Longer than the call of a page that is closed would have had.
  await caller.page.waitForTimeout(5000)
  const asked = Date.now()
  expect(await decide(caller, 'takeBack')).toBe(uuid)
  record('E7', 'Kamailio: takeBack() to the audio path open, ms', Date.now() - asked, 'told')
  await caller.next('call_answered')
  await hearEachOther(caller, callee)
  await expectGoesOn(callee, uuid)
  expect(await caller.act(uuid, 'hangup')).toBe('ok')
  await callee.next('call_hangup', 3000)
  expect(await callee.liveConnections()).toBe(0)
})

test('E7 the called side reloads, twice; the second time the offer is declined', async ({
  browser,
  backEnd,
}) => {
  const { caller, callee } = await talk(browser, backEnd)
  await comeBack(callee, backEnd, binh)
  const { payload } = await callee.next('call_recoverable')
  expect(payload).toMatchObject({ number: an.extension, direction: 'incoming' })
  const isAsked = callee.page.waitForResponse(/\/keep\?seconds=0$/)
  await decide(callee, 'takeBack')
  await callee.next('call_answered')
  await hearEachOther(caller, callee)
  await caller.next('call_answered')
  await isAsked

  await comeBack(callee, backEnd, binh)
  await callee.next('call_recoverable')
  await decide(callee, 'hangup')
  await caller.next('call_hangup', 3000)
})

for (const [name, extra] of [
  ['a phone that would take calls back', recover],
  ['a phone that would not', {}],
] as const)
  test(`E4 the tab of ${name} is closed: the far end is gone within 5 s`, async ({ browser, backEnd }) => {
    const { caller, callee } = await talk(browser, backEnd, extra)
    const left = Date.now()
    await caller.page.close({ runBeforeUnload: true })
    await callee.next('call_hangup', 6000)
    record('E4', `Kamailio: tab of ${name} closed to the far end gone, ms`, Date.now() - left, {
      atMost: 5000,
    })
  })

test('E4 the socket is already silent when the tab is closed: the far end is gone all the same', async ({
  browser,
  backEnd,
}) => {
  const { caller, callee } = await talk(browser, backEnd, {})
  await caller.page.evaluate(() => {
    WebSocket.prototype.send = () => undefined
  })
  const left = Date.now()
  await caller.page.close({ runBeforeUnload: true })
  await callee.next('call_hangup', 6000)
  record('E4', 'Kamailio: tab with a dead socket closed to the far end gone, ms', Date.now() - left, {
    atMost: 5000,
  })
})

test('E7 the far end knows no Replaces: nothing is promised, the call ends cleanly with its page', async ({
  browser,
  backEnd,
  startCarrier,
}) => {
  const phone = await join(browser, backEnd, an, recover)
  const carrier = await startCarrier({ scenario: 'answer' })
  await phone.dial('9100')
  await phone.next('call_answered')
  await phone.page.waitForTimeout(1000)
  await comeBack(phone, backEnd, an)
  await carrier.passed()
  expect((await phone.log()).map(({ name }) => name)).not.toContain('call_recoverable')
})
