/** Microphone, autoplay, candidates and answers that do not come as they should. */
import { readFileSync } from 'node:fs'
import { connectThrough, expect, test } from './test.ts'
import { isAnswerTo, isRequest, withBody } from './sip-text.ts'
import { untilHeard } from './until-heard.ts'
import { record } from './figures.ts'
import type { FaultProxy } from './fault-proxy.ts'
import type { PhonePage } from '../harness/phone-page.ts'

const now = (page: PhonePage) => page.page.evaluate(() => performance.now())
const invitesOf = (wire: FaultProxy) =>
  wire.messages.filter((one) => one.direction === 'up' && isRequest(one.text, 'INVITE'))

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
  record('D9', 'answer() with a denied microphone settles, ms', performance.now() - started, {
    atMost: 30_000,
  })
  const ended = await caller.next('call_hangup', 5_000)
  record('D9', 'what the caller hears', String(ended.payload['reason']), { is: 'no_user_response' })
  // A connection that only asks the browser something may be on its way out.
  await expect.poll(() => page.liveConnections(), { timeout: 2_000 }).toBe(0)
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
  record('D9', 'answer() with an ignored prompt settles, ms', ms, { atMost: 30_000 })
  // A connection that only asks the browser something may be on its way out.
  await expect.poll(() => page.liveConnections(), { timeout: 2_000 }).toBe(0)
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
  record('D13', 'call() to INVITE with dead STUN and TURN, ms', ms, { atMost: 3000 })
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
  // A connection that only asks the browser something may be on its way out.
  await expect.poll(() => page.liveConnections(), { timeout: 2_000 }).toBe(0)
  await expect
    .poll(() => wire.messages.filter((one) => one.direction === 'up' && isRequest(one.text, 'BYE')).length)
    .toBe(1)
  const ends = (await page.story()).filter((name) => name === 'call_hangup').length
  record('D15', 'call_hangup events for an unusable answer', ends, { is: 1 })
  expect((await page.log()).some((one) => one.payload['code'] === 'media_failed')).toBe(true)
  await page.dial('9440')
  await page.next('call_answered')
  expect(await untilHeard(page, 5_000)).toBeLessThan(5000)
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
  record('D16', 'live tracks after a late microphone', live, { is: 0 })
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
  const audio = processInfo.find(({ id }) =>
    readFileSync(`/proc/${id}/cmdline`, 'utf8').includes('AudioService'),
  )
  test.skip(audio === undefined, 'this Chromium runs its audio service inside the browser process')
  const started = await now(page)
  process.kill(audio?.id as number, 'SIGKILL')
  const told = await page.next('error', 5_000)
  record('D7', 'microphone gone to error, ms', told.at - started, { atMost: 1000 })
  expect(told.payload['code']).toBe('microphone_lost')
  expect(await page.story()).not.toContain('call_hangup')
  const sent = await page.page.waitForTimeout(2000).then(() => page.audioOver(1000))
  record('D7', 'packets sent in the third second after it', sent.packetsSent, { atLeast: 40 })
})

test('D8 the microphone is forbidden in a call: the call lives and the page is told', async ({
  openPage,
  server,
  wire,
  browser,
}) => {
  const page = await openPage()
  await page.page.evaluate(() => {
    const own = window as unknown as { asked: number }
    own.asked = 0
    const real = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices)
    navigator.mediaDevices.getUserMedia = (constraints) => {
      own.asked += 1
      return real(constraints)
    }
  })
  await connectThrough(wire, page, server, { options: { audioInput: 'microphone' } })
  await page.dial('9200')
  await page.next('call_answered')
  await page.page.waitForTimeout(500)
  const session = await browser.newBrowserCDPSession()
  const { targetInfo } = await (
    await page.page.context().newCDPSession(page.page)
  ).send('Target.getTargetInfo')
  const forbid = (setting: 'denied' | 'granted') =>
    session.send('Browser.setPermission', {
      permission: { name: 'microphone' },
      setting,
      origin: new URL(page.page.url()).origin,
      ...(targetInfo.browserContextId !== undefined && { browserContextId: targetInfo.browserContextId }),
    })
  const started = await now(page)
  await forbid('denied')
  const told = await page.next('error', 5_000)
  record('D8', 'microphone revoked to error, ms', told.at - started, { atMost: 1000 })
  expect(told.payload['code']).toBe('microphone_lost')
  await page.page.waitForTimeout(2000)
  const asked = await page.page.evaluate(() => (window as unknown as { asked: number }).asked)
  record('D8', 'questions for the microphone after it was forbidden', asked - 1, { atMost: 1 })
  expect(await page.story()).not.toContain('call_hangup')
  await forbid('granted')
})
