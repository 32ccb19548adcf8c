// The signalling faults of docs/reliability.md with Kamailio behind them: calls.
import { isRequest } from '../../faults/sip-text.ts'
import { record } from '../../faults/figures.ts'
import { silentSeconds } from '../../faults/until-heard.ts'
import { expect, goOnline, openQuiet, pageNow, talkTo, test } from '../lab/faults.ts'
import type { FaultProxy } from '../../faults/fault-proxy.ts'
import type { PhonePage } from '../../harness/phone-page.ts'

const sent = (wire: FaultProxy, method: string) =>
  wire.messages.filter((one) => one.direction === 'up' && isRequest(one.text, method)).length

const ends = async (page: PhonePage) => (await page.story()).filter((name) => name === 'call_hangup').length

test('A4 a silent socket in a call: found, and the audio goes on', async ({
  phone: page,
  peer,
  peerExtension,
  wire,
}) => {
  await talkTo(page, peer, peerExtension)
  await page.page.waitForTimeout(1000)
  const started = await pageNow(page)
  wire.stallPresent()
  const heard = silentSeconds(page, 8000)
  const disconnected = await page.next('disconnected', 20_000)
  record('A4', 'Kamailio: silence to disconnected, in a call, ms', disconnected.at - started, {
    atMost: 15_000,
  })
  record('A4', 'Kamailio: seconds without audio in 8 s of zombie socket', await heard, { is: 0 })
  await page.next('registered', 15_000)
  expect(await ends(page)).toBe(0)
})

test('A5 one way in a call: what we send is lost', async ({ phone: page, peer, peerExtension, wire }) => {
  await talkTo(page, peer, peerExtension)
  const started = await pageNow(page)
  wire.swallow('up')
  const disconnected = await page.next('disconnected', 20_000)
  record('A5', 'Kamailio: one-way socket to disconnected, in a call, ms', disconnected.at - started, {
    atMost: 15_000,
  })
  wire.flow()
  await page.next('registered', 15_000)
  expect(await ends(page)).toBe(0)
})

test('C1 C18 the socket is lost and comes back: re-INVITE, and the far BYE arrives', async ({
  phone: page,
  peer,
  peerExtension,
  wire,
}) => {
  const [, theirs] = await talkTo(page, peer, peerExtension)
  for (let outage = 0; outage < 2; outage += 1) {
    wire.messages.length = 0
    wire.reset()
    await page.next('registered', 10_000)
    await expect.poll(() => sent(wire, 'INVITE')).toBe(1)
    await expect.poll(() => sent(wire, 'ACK')).toBe(1)
  }
  await page.page.waitForTimeout(500)
  const started = await pageNow(page)
  expect(await peer.act(theirs, 'hangup')).toBe('ok')
  expect(await peer.act(theirs, 'hangup'), 'hung up twice').toBe('ok')
  const ended = await page.next('call_hangup', 5_000)
  record('C1', 'Kamailio: far BYE after two recoveries to call_hangup, ms', ended.at - started, {
    atMost: 2000,
  })
  expect(ended.payload['reason']).toBe('normal_clearing')
  expect(await ends(page)).toBe(1)
})

test('C2 the far BYE falls into the outage: ended honestly after it', async ({
  phone: page,
  peer,
  peerExtension,
  wire,
}) => {
  test.setTimeout(90_000)
  const [, theirs] = await talkTo(page, peer, peerExtension)
  wire.refuse(true)
  wire.reset()
  await page.next('disconnected')
  await peer.act(theirs, 'hangup')
  await peer.page.waitForTimeout(1000)
  wire.refuse(false)
  await goOnline(page)
  const registered = await page.next('registered', 20_000)
  const ended = await page.next('call_hangup', 40_000)
  record('C2', 'Kamailio: recovery to call_hangup of an orphan, ms', ended.at - registered.at, {
    atMost: 35_000,
  })
  expect(ended.payload['reason']).not.toBe('normal_clearing')
  expect(await page.liveConnections()).toBe(0)
})

test('C3 C18 hangup() in the outage: at once here, at the far end on recovery', async ({
  phone: page,
  peer,
  peerExtension,
  wire,
}) => {
  const [uuid] = await talkTo(page, peer, peerExtension)
  wire.refuse(true)
  wire.reset()
  await page.next('auto_reconnect')
  wire.messages.length = 0
  const started = await page.hangUp(uuid)
  expect(await page.act(uuid, 'hangup')).toBe('ok')
  const ended = await page.next('call_hangup', 2_000)
  record('C3', 'Kamailio: hangup() offline to call_hangup, ms', ended.at - started, { atMost: 100 })
  wire.refuse(false)
  const registered = await page.next('registered', 20_000)
  const gone = await peer.next('call_hangup', 5_000)
  const ms = (await peer.timeOf(gone.at)) - (await page.timeOf(registered.at))
  record('C3', 'Kamailio: recovery to the far end gone, ms', ms, { atMost: 3000 })
  await page.page.waitForTimeout(1000)
  record('C18', 'Kamailio: BYEs for two hangups', sent(wire, 'BYE'), { is: 1 })
})

test('C4 call() in the outage: rejected, and nothing is dialled later', async ({
  phone: page,
  peerExtension,
  wire,
}) => {
  wire.refuse(true)
  wire.reset()
  await page.next('auto_reconnect')
  wire.messages.length = 0
  expect(await page.phone('call', peerExtension)).toBe('not_registered')
  wire.refuse(false)
  await page.next('registered', 20_000)
  await page.page.waitForTimeout(1000)
  record('C4', 'Kamailio: INVITEs after a rejected call()', sent(wire, 'INVITE'), { is: 0 })
})

test('C6 every INVITE arrives twice: one call', async ({ phone: page, peer, extension, wire }) => {
  wire.filter((text, direction) => (direction === 'down' && isRequest(text, 'INVITE') ? 'duplicate' : 'pass'))
  const uuid = await peer.dial(extension)
  await page.next('incoming_call')
  await page.page.waitForTimeout(500)
  const rings = (await page.story()).filter((name) => name === 'incoming_call').length
  record('C6', 'Kamailio: calls from a doubled INVITE', rings, { is: 1 })
  await peer.act(uuid, 'hangup')
  await page.next('call_hangup')
})

test('C7 hang-up and answer cross', async ({ phone: page, peer, peerExtension }) => {
  for (const delayMs of [0, 10, 20, 40]) {
    const uuid = await page.dial(peerExtension)
    const theirs = (await peer.next('incoming_call')).payload.call?.uuid ?? ''
    const answering = peer.act(theirs, 'answer')
    await page.page.waitForTimeout(delayMs)
    await page.act(uuid, 'hangup')
    await answering
    await page.next('call_hangup')
    await peer.next('call_hangup', 5_000)
  }
  const ghosts = async () => (await page.liveConnections()) + (await peer.liveConnections())
  await expect.poll(ghosts).toBe(0)
  record('C7', 'Kamailio: ghost calls after 4 races', await ghosts(), { is: 0 })
})

test('C8 both hold at once', async ({ phone: page, peer, peerExtension, wire }) => {
  test.setTimeout(60_000)
  wire.latency(60)
  const [uuid, theirs] = await talkTo(page, peer, peerExtension)
  for (const method of ['hold', 'unhold'] as const) {
    const started = performance.now()
    const both = await Promise.all([page.act(uuid, method), peer.act(theirs, method)])
    record('C8', `Kamailio: both ${method} at once: agreed after, ms`, performance.now() - started, {
      atMost: 20_000,
    })
    expect(both).toEqual(['ok', 'ok'])
  }
  await expect.poll(async () => (await page.audioOver(500)).packetsReceived).toBeGreaterThan(10)
  expect(await ends(page)).toBe(0)
})

test('C17 a second call rings during the first', async ({
  phone: page,
  peer,
  peerExtension,
  extension,
  browser,
}) => {
  await talkTo(page, peer, peerExtension)
  const third = await openQuiet(browser, { extension: `${extension}3` })
  await page.page.waitForTimeout(1000)
  const watched = page.audioOver(3000)
  const uuid = await third.dial(extension)
  await page.next('incoming_call')
  const { packetsReceived, packetsLost } = await watched
  record('C17', 'Kamailio: packets of call 1 in 3 s while call 2 rings', packetsReceived, { atLeast: 120 })
  record('C17', 'Kamailio: packets of call 1 that were lost', packetsLost, { is: 0 })
  await third.act(uuid, 'hangup')
  await page.next('call_hangup')
  expect(await ends(page), 'the second one, and no other').toBe(1)
  expect(await page.liveConnections()).toBe(1)
})
