// The signalling faults of docs/reliability.md with Kamailio behind them: the line and its registration.
import { headersOf, isAnswerTo, isRequest } from '../../faults/sip-text.ts'
import { record } from '../../faults/figures.ts'
import { credentialsFor } from '../lab/credentials.ts'
import { expect, goOnline, openThrough, pageNow, reload, test, wake } from '../lab/faults.ts'
import { contactsOf, rpc, startKamailio } from '../lab/kamailio.ts'
import { clusterNodes, nodeA, sipSecret } from '../lab/paths.ts'
import { ask } from '../lab/raw-sip.ts'
import type { LoggedEvent } from '../../harness/phone-page.ts'

const [otherNode] = clusterNodes

test('A1 the proxy is killed and started again', async ({ browser, startWire }) => {
  test.setTimeout(60_000)
  const first = await startKamailio({ node: otherNode })
  const wire = await startWire(otherNode)
  const page = await openThrough(wire, browser, { extension: '4001' })
  await first.kill()
  const disconnected = await page.next('disconnected')
  const told = await page.next('auto_reconnect')
  record('A1', 'Kamailio: killed: disconnected to auto_reconnect, ms', told.at - disconnected.at, {
    atMost: 50,
  })
  const second = await startKamailio({ node: otherNode })
  const up = performance.now()
  const registered = await page.next('registered', 20_000)
  record('A1', 'Kamailio: up again to registered, ms', (await page.timeOf(registered.at)) - up, {
    atMost: 8500,
  })
  expect((await page.story()).filter((name) => name === 'disconnected')).toHaveLength(1)
  await expect.poll(() => contactsOf(otherNode, '4001')).toHaveLength(1)
  await second.stop()
})

test('A3 A7 the proxy stands still: found dead, then a handshake that nobody answers', async ({
  browser,
  startWire,
}) => {
  test.setTimeout(90_000)
  const proxy = await startKamailio({ node: otherNode })
  const wire = await startWire(otherNode)
  const page = await openThrough(wire, browser, { extension: '4002' })
  const started = await pageNow(page)
  proxy.freeze()
  const disconnected = await page.next('disconnected', 35_000)
  record('A3', 'Kamailio: stopped: to disconnected, idle, ms', disconnected.at - started, { atMost: 30_000 })
  const first = await page.next('auto_reconnect')
  const second = await page.next('auto_reconnect', 15_000)
  const gaveUp = second.at - first.at - Number(first.payload['delay_ms'])
  record('A7', 'Kamailio: stopped: connect attempt given up after, ms', gaveUp, { atMost: 10_100 })
  proxy.thaw()
  await goOnline(page)
  await page.next('registered', 15_000)
  await proxy.stop()
})

test('A10 flapping: the waits grow until a registration succeeds', async ({ phone: page, wire }) => {
  test.setTimeout(60_000)
  wire.filter((text, direction) => {
    if (direction !== 'up' || !isRequest(text, 'REGISTER')) return 'pass'
    setTimeout(() => wire.reset(), 50)
    return 'drop'
  })
  wire.reset()
  const attempts: unknown[] = []
  for (let count = 0; count < 3; count += 1)
    attempts.push((await page.next('auto_reconnect', 15_000)).payload['attempt'])
  record('A10', 'Kamailio: attempts while flapping', attempts.join(' '), { is: '1 2 3' })
})

test('A11 the close of an old socket comes late', async ({ phone: page, wire }) => {
  wire.stallPresent()
  await wake(page)
  await page.next('registered', 15_000)
  const before = await page.story()
  wire.flow()
  await page.page.waitForTimeout(1000)
  const late = (await page.story()).length - before.length
  record('A11', 'Kamailio: events from the late close of an old socket', late, { is: 0 })
  expect(await page.status()).toBe('registered')
})

test('A13 online in the middle of a long wait', async ({ phone: page, wire }) => {
  wire.refuse(true)
  wire.reset()
  for (let count = 0; count < 3; count += 1) await page.next('auto_reconnect', 15_000)
  await page.page.waitForTimeout(1200)
  wire.refuse(false)
  const online = await pageNow(page)
  await goOnline(page)
  const registered = await page.next('registered', 5_000)
  record('A13', 'Kamailio: online to registered, ms', registered.at - online, { atMost: 1000 })
})

test('A16 everything in one-byte slices, and a ring that is over before it is heard of', async ({
  browser,
  wire,
  extension,
  peer,
}) => {
  wire.slice(1)
  const page = await openThrough(wire, browser, { extension })
  wire.slice(0)
  wire.stall('down')
  const uuid = await peer.dial(extension)
  await peer.page.waitForTimeout(800)
  await peer.act(uuid, 'hangup')
  await peer.next('call_hangup')
  await peer.page.waitForTimeout(500)
  wire.flow()
  await page.page.waitForTimeout(1500)
  const rings = (await page.story()).filter((name) => name === 'incoming_call').length
  record('A16', 'Kamailio: ghost rings', rings, { is: 0 })
})

test('B1 a nonce that the proxy does not take', async ({ phone: page, wire }) => {
  let isSpoiling = true
  wire.filter((text, direction) => {
    if (!isSpoiling || direction !== 'up' || !isRequest(text, 'REGISTER')) return 'pass'
    isSpoiling = false
    return { replaceBy: text.replace(/^Authorization:.*\r\n/im, '') }
  })
  wire.messages.length = 0
  await wake(page)
  const granted = () => wire.messages.filter((one) => isAnswerTo(one.text, 'REGISTER', 200)).length
  await expect.poll(granted).toBe(1)
  const registers = wire.messages.filter((one) => isRequest(one.text, 'REGISTER')).length
  record('B1', 'Kamailio: REGISTERs for one refresh with a refused nonce', registers, { is: 2 })
  expect(await page.story()).toEqual(['connected', 'registered'])
})

test('B2 credentials refused for good', async ({ phone: page, wire }) => {
  wire.filter((text, direction) =>
    direction === 'up' && isRequest(text, 'REGISTER') ? { replaceBy: spoiled(text) } : 'pass',
  )
  wire.messages.length = 0
  wire.reset()
  const isGivenUp = async () => (await page.log()).some((one) => one.payload['reason'] === 'remote')
  await expect.poll(isGivenUp, { timeout: 15_000 }).toBe(true)
  await page.page.waitForTimeout(2000)
  const registers = wire.messages.filter((one) => isRequest(one.text, 'REGISTER')).length
  record('B2', 'Kamailio: REGISTERs until the phone gives up', registers, { atMost: 4 })
  expect(await page.status()).toBe('unregistered')
})

const spoiled = (text: string) =>
  text.replace(/^(Authorization:.*response=")[0-9a-f]+/im, (_, head: string) => head + '0'.repeat(32))

test('B4 the password changes in an outage: one new bootstrap, one step', async ({ phone: page, wire }) => {
  let isOld = true
  await page.page.route('**/api/webphone/sip-config', (route) => {
    isOld = false
    return route.continue()
  })
  wire.filter((text, direction) =>
    isOld && direction === 'up' && isRequest(text, 'REGISTER') ? { replaceBy: spoiled(text) } : 'pass',
  )
  wire.reset()
  const disconnected = await page.next('disconnected')
  const registered = await page.next('registered', 15_000)
  expect(isOld).toBe(false)
  // One step of the schedule is 1.5 s at most.
  record('B4', 'Kamailio: outage with a new password to registered, ms', registered.at - disconnected.at, {
    atMost: 3000,
  })
})

test('B5 B9 the proxy forgets in silence: the wake and the refresh find out', async ({
  phone: page,
  wire,
  extension,
  browser,
}) => {
  test.setTimeout(60_000)
  await rpc(nodeA, 'ul.rm', ['location', extension])
  expect(await contactsOf(nodeA, extension)).toEqual([])
  const woke = performance.now()
  await wake(page)
  await expect.poll(() => contactsOf(nodeA, extension), { intervals: [20], timeout: 8_000 }).toHaveLength(1)
  record('B5', 'Kamailio: gone in sleep: wake to contact back, ms', performance.now() - woke, {
    atMost: 5000,
  })

  wire.filter((text, direction) =>
    direction === 'down' && isAnswerTo(text, 'REGISTER', 200)
      ? { replaceBy: text.replace(/expires=\d+/gi, 'expires=8') }
      : 'pass',
  )
  const other = `${extension}9`
  const second = await openThrough(wire, browser, { extension: other })
  await rpc(nodeA, 'ul.rm', ['location', other])
  const forgot = performance.now()
  await expect.poll(() => contactsOf(nodeA, other), { intervals: [50], timeout: 12_000 }).toHaveLength(1)
  record('B9', 'Kamailio: forgotten to contact back, registered for 8 s, ms', performance.now() - forgot, {
    atMost: 8000,
  })
  expect(await second.story()).toEqual(['connected', 'registered'])
})

test('B7 the proxy has had enough of this account: its Retry-After is obeyed', async ({
  phone: page,
  wire,
  extension,
}) => {
  test.setTimeout(60_000)
  const credentials = credentialsFor(extension, { secret: sipSecret })
  const refused = async () =>
    (await ask({ method: 'REGISTER', user: extension, credentials, ip: '127.0.0.60' })).status === 503
  await expect.poll(refused, { intervals: [10], timeout: 20_000 }).toBe(true)
  wire.messages.length = 0
  wire.reset()
  await page.next('auto_reconnect')
  const refusal = () => wire.messages.find((one) => isAnswerTo(one.text, 'REGISTER', 503))
  // The proxy counts in windows: it is kept busy until the phone has asked. Who asks first in a new window is let in, and is cut
  // off again.
  await expect
    .poll(
      async () => {
        const isBusy = await refused()
        if (!refusal() && (await page.status()) === 'registered') wire.reset()
        return isBusy && refusal() !== undefined
      },
      { intervals: [10], timeout: 20_000 },
    )
    .toBe(true)
  const asked = Number(headersOf(refusal()?.text ?? '', 'Retry-After')[0]) * 1000
  expect(asked).toBeGreaterThan(0)
  const toldOf = async (name: string, isIt: (event: LoggedEvent) => boolean, timeout: number) => {
    const find = async () => (await page.log()).find((event) => event.name === name && isIt(event))
    await expect.poll(find, { message: name, timeout }).toBeDefined()
    return (await find()) as LoggedEvent
  }
  const told = await toldOf('auto_reconnect', ({ payload }) => Number(payload['delay_ms']) >= asked, 3000)
  const registered = await toldOf('registered', ({ at }) => at > told.at, asked + 10_000)
  record(
    'B7',
    `Kamailio: Retry-After ${asked / 1000} s: refusal to registered, ms`,
    registered.at - told.at,
    {
      from: asked - 50,
      to: asked + 2000,
    },
  )
})

test('B10 reloads: one contact', async ({ phone: page, wire, extension }) => {
  // The proxy takes 30 REGISTERs of one account in ten seconds.
  for (let count = 0; count < 6; count += 1) await reload(page, wire, { extension })
  const contacts = await contactsOf(nodeA, extension)
  record('B10', 'Kamailio: contacts after 6 reloads', contacts.length, { atMost: 2 })
})
