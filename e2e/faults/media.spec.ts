import { connectThrough, expect, test } from './test.ts'
import { cutMedia, hasOwnNetwork, someLost } from './media-cut.ts'
import { isAnswerTo, isRequest, withBody } from './sip-text.ts'
import { record } from './figures.ts'
import type { FaultProxy } from './fault-proxy.ts'
import type { PhonePage } from '../harness/phone-page.ts'

const needsNetwork = 'needs root and a network namespace of its own: run `npm run test:faults`'
const now = (page: PhonePage) => page.page.evaluate(() => performance.now())
const invitesOf = (wire: FaultProxy) =>
  wire.messages.filter((one) => one.direction === 'up' && isRequest(one.text, 'INVITE'))

/** Milliseconds until audio packets arrive again. */
async function untilHeard(page: PhonePage, timeoutMs: number): Promise<number> {
  const started = performance.now()
  const { packetsReceived } = await page.audio()
  await expect
    .poll(async () => (await page.audio()).packetsReceived, { timeout: timeoutMs, intervals: [100] })
    .toBeGreaterThan(packetsReceived + 10)
  return performance.now() - started
}

async function liveTracks(page: PhonePage): Promise<number> {
  const cdp = await page.page.context().newCDPSession(page.page)
  const { result } = await cdp.send('Runtime.evaluate', { expression: 'MediaStreamTrack.prototype' })
  const { objects } = await cdp.send('Runtime.queryObjects', { prototypeObjectId: result.objectId as string })
  const counted = await cdp.send('Runtime.callFunctionOn', {
    objectId: objects.objectId as string,
    functionDeclaration: "function () { return this.filter((one) => one.readyState === 'live').length }",
    returnByValue: true,
  })
  return counted.result.value as number
}

for (const cutMs of [10_000, 25_000]) {
  test(`D2 the media path is cut for ${cutMs / 1000} s: same call, audio back${cutMs > 10_000 ? ' @slow' : ''}`, async ({
    openPage,
    server,
    wire,
  }) => {
    test.skip(!hasOwnNetwork(), needsNetwork)
    test.setTimeout(90_000)
    const page = await openPage()
    await connectThrough(wire, page, server)
    await page.dial('9440')
    await page.next('call_answered')
    await page.page.waitForTimeout(1000)
    const heal = cutMedia()
    try {
      await page.page.waitForTimeout(cutMs)
    } finally {
      heal()
    }
    const backMs = await untilHeard(page, 20_000)
    record('D2', `media cut ${cutMs / 1000} s: unblocked to audio, ms`, backMs, '≤ 5000')
    expect(backMs).toBeLessThan(5000)
    expect(await page.story()).not.toContain('call_hangup')
    expect(await page.status()).toBe('registered')
  })
}

test('D3 the media path is dead for good: an honest end, and the next call works @slow', async ({
  openPage,
  server,
  wire,
}) => {
  test.skip(!hasOwnNetwork(), needsNetwork)
  test.setTimeout(120_000)
  const page = await openPage()
  await connectThrough(wire, page, server)
  await page.dial('9440')
  await page.next('call_answered')
  await page.page.waitForTimeout(1000)
  const heal = cutMedia()
  try {
    const started = await now(page)
    const ended = await page.next('call_hangup', 70_000)
    record('D3', 'media dead to call_hangup, ms', ended.at - started, '≤ 45000')
    const told = (await page.log()).find((one) => one.name === 'error')
    expect(told?.payload['code']).toBe('media_failed')
    expect(ended.at - started).toBeLessThan(45_000)
  } finally {
    heal()
  }
  expect(await page.liveConnections()).toBe(0)
  await page.dial('9440')
  await page.next('call_answered', 10_000)
  expect(await untilHeard(page, 5_000)).toBeLessThan(5000)
})

test('D5 socket and media die together: registered first, the media after it', async ({
  openPage,
  server,
  wire,
}) => {
  test.skip(!hasOwnNetwork(), needsNetwork)
  test.setTimeout(90_000)
  const page = await openPage()
  await connectThrough(wire, page, server)
  await page.dial('9440')
  await page.next('call_answered')
  await page.page.waitForTimeout(1000)
  wire.messages.length = 0
  const heal = cutMedia()
  try {
    wire.refuse(true)
    wire.reset()
    await page.page.waitForTimeout(9000)
    expect(invitesOf(wire)).toHaveLength(0)
  } finally {
    heal()
    wire.refuse(false)
  }
  const restored = performance.now()
  await page.page.evaluate(() => window.dispatchEvent(new Event('online')))
  await page.next('registered', 20_000)
  await untilHeard(page, 15_000)
  record(
    'D5',
    'both dead 9 s: path back to audio, ms',
    performance.now() - restored,
    '≤ 5000 after registered',
  )
  const registered = wire.messages.find((one) => isAnswerTo(one.text, 'REGISTER', 200))
  for (const invite of invitesOf(wire)) expect(invite.at).toBeGreaterThan(registered?.at ?? Infinity)
  expect(await page.story()).not.toContain('call_hangup')
})

for (const share of [0.05, 0.2]) {
  test(`D6 ${share * 100} % of the packets are lost: the call lives`, async ({ openPage, server, wire }) => {
    test.skip(!hasOwnNetwork(), needsNetwork)
    const page = await openPage()
    await connectThrough(wire, page, server)
    await page.dial('9440')
    await page.next('call_answered')
    await untilHeard(page, 5_000)
    const heal = cutMedia(someLost(share))
    try {
      const { packetsReceived } = await page.audioOver(10_000)
      record('D6', `packets heard in 10 s at ${share * 100} % loss`, packetsReceived, 'the call lives')
      expect(packetsReceived).toBeGreaterThan(250)
      expect(packetsReceived).toBeLessThan(500 * (1 - share / 3))
    } finally {
      heal()
    }
    expect(await page.story()).not.toContain('call_hangup')
    expect(await page.status()).toBe('registered')
  })
}

test('D9 the microphone is denied at answer(): a code, the caller is told, nothing half open', async ({
  openPage,
  server,
  wire,
}) => {
  const page = await openPage()
  await page.page.evaluate(() => {
    navigator.mediaDevices.getUserMedia = () => Promise.reject(new DOMException('no', 'NotAllowedError'))
  })
  await connectThrough(wire, page, server, { options: { audioInput: 'microphone' } })
  const caller = await openPage()
  await caller.connectAndRegister(server, '1002')
  await caller.dial('1001')
  const incoming = await page.next('incoming_call')
  const started = performance.now()
  expect(await page.act(incoming.payload.call?.uuid as string, 'answer')).toBe('microphone_denied')
  record('D9', 'answer() with a denied microphone settles, ms', performance.now() - started, '≤ 30000')
  const ended = await caller.next('call_hangup', 5_000)
  record('D9', 'what the caller hears', String(ended.payload['reason']), 'an honest end')
  expect(await page.liveConnections()).toBe(0)
})

test('D9 the prompt is left open: answer() settles all the same @slow', async ({
  openPage,
  server,
  wire,
}) => {
  test.setTimeout(60_000)
  const page = await openPage()
  await page.page.evaluate(() => {
    navigator.mediaDevices.getUserMedia = () => new Promise(() => {})
  })
  await connectThrough(wire, page, server, { options: { audioInput: 'microphone' } })
  const caller = await openPage()
  await caller.connectAndRegister(server, '1002')
  await caller.dial('1001')
  const incoming = await page.next('incoming_call')
  const started = performance.now()
  expect(await page.act(incoming.payload.call?.uuid as string, 'answer')).toMatch(/^microphone_/)
  const ms = performance.now() - started
  record('D9', 'answer() with an ignored prompt settles, ms', ms, '≤ 30000')
  expect(ms).toBeLessThan(30_000)
  expect(await page.liveConnections()).toBe(0)
})

test('D13 STUN and TURN are dead: the INVITE goes out at the cap', async ({ openPage, server, wire }) => {
  const page = await openPage()
  await page.page.route('**/api/webphone/sip-config', async (route) => {
    const response = await route.fetch()
    const body = (await response.json()) as { data: object }
    const ice_servers = [
      { urls: ['stun:127.0.0.1:9'] },
      { urls: ['turn:127.0.0.1:9?transport=udp'], username: 'u', credential: 'c' },
      { urls: ['turn:127.0.0.1:9?transport=tcp'], username: 'u', credential: 'c' },
    ]
    await route.fulfill({ response, json: { ...body, data: { ...body.data, ice_servers } } })
  })
  await connectThrough(wire, page, server)
  wire.messages.length = 0
  const started = performance.now()
  await page.dial('9440')
  await page.next('call_answered')
  const ms = (invitesOf(wire)[0]?.at ?? Infinity) - started
  record('D13', 'call() to INVITE with dead STUN and TURN, ms', ms, '≤ 3000')
  expect(ms).toBeLessThan(3000)
})

test('D15 the answer is unusable: BYE, one call_hangup, and the next call is fine', async ({
  openPage,
  server,
  wire,
}) => {
  const page = await openPage()
  let isBroken = true
  wire.filter((text, direction) =>
    isBroken && direction === 'down' && isAnswerTo(text, 'INVITE', 200)
      ? { replaceBy: withBody(text, (body) => body.replace(/^a=fingerprint:.*\r\n/gim, '')) }
      : 'pass',
  )
  await connectThrough(wire, page, server)
  await page.dial('9440').catch(() => {})
  await page.next('call_hangup')
  isBroken = false
  expect(await page.liveConnections()).toBe(0)
  await expect
    .poll(() => wire.messages.filter((one) => one.direction === 'up' && isRequest(one.text, 'BYE')).length)
    .toBe(1)
  expect((await page.story()).filter((name) => name === 'call_hangup')).toHaveLength(1)
  expect((await page.log()).some((one) => one.payload['code'] === 'media_failed')).toBe(true)
  await page.dial('9440')
  await page.next('call_answered')
  expect(await untilHeard(page, 5_000)).toBeLessThan(5000)
  record('D15', 'call_hangup events for an unusable answer', 1, '1')
})

test('D16 the microphone comes after the call is over: its track is stopped', async ({
  openPage,
  server,
  wire,
}) => {
  const page = await openPage()
  await page.page.evaluate(() => {
    const real = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices)
    navigator.mediaDevices.getUserMedia = async (constraints) => {
      await new Promise((resolve) => setTimeout(resolve, 1500))
      return real(constraints)
    }
  })
  await connectThrough(wire, page, server, { options: { audioInput: 'microphone' } })
  const caller = await openPage()
  await caller.connectAndRegister(server, '1002')
  const uuid = await caller.dial('1001')
  const incoming = await page.next('incoming_call')
  const answering = page.act(incoming.payload.call?.uuid as string, 'answer')
  await page.page.waitForTimeout(300)
  await caller.act(uuid, 'hangup')
  await page.next('call_hangup')
  await answering
  await page.page.waitForTimeout(2500)
  const live = await liveTracks(page)
  record('D16', 'live tracks after a late microphone', live, '0')
  expect(live).toBe(0)
})

test('D7 the audio service dies in a call: the page is told, the call lives', async ({
  openPage,
  server,
  wire,
  browser,
}) => {
  const page = await openPage()
  await connectThrough(wire, page, server, { options: { audioInput: 'microphone' } })
  await page.dial('9200')
  await page.next('call_answered')
  await page.page.waitForTimeout(500)
  const session = await browser.newBrowserCDPSession()
  const { processInfo } = await session.send('SystemInfo.getProcessInfo')
  const { readFileSync } = await import('node:fs')
  const audio = processInfo.find(({ id }) =>
    readFileSync(`/proc/${id}/cmdline`, 'utf8').includes('AudioService'),
  )
  test.skip(audio === undefined, 'this Chromium runs its audio service inside the browser process')
  const started = await now(page)
  process.kill(audio?.id as number, 'SIGKILL')
  const told = await page.next('error', 5_000)
  record('D7', 'microphone gone to error, ms', told.at - started, '≤ 1000')
  expect(told.payload['code']).toBe('microphone_lost')
  expect(await page.story()).not.toContain('call_hangup')
  const sent = await page.page.waitForTimeout(2000).then(() => page.audioOver(1000))
  record('D7', 'packets sent in the third second after it', sent.packetsSent, '≥ 40 (default device taken)')
})
