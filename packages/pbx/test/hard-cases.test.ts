import { afterEach, beforeEach, expect, test } from 'vitest'
import { createMediaEngine } from '../src/media/media-engine.ts'
import { createMediaEnd } from '../src/media/media-end.ts'
import { parseMessage, headerValue, isRequest, type SipMessage } from '@zorio/sip'
import { createEar } from './support/listening.ts'
import { startTestPbx, type TestPbx } from './support/test-pbx.ts'

let house: TestPbx
const cleanups: (() => Promise<unknown>)[] = []
beforeEach(async () => {
  house = await startTestPbx()
})
afterEach(async () => {
  for (const cleanup of cleanups.splice(0)) await cleanup()
  await house.close()
})

function mediaEnd() {
  const engine = createMediaEngine()
  cleanups.push(() => engine.close())
  return createMediaEnd(engine)
}

test('an INVITE without an offer gets ours, and audio after the ACK', async () => {
  const phone = await house.registered('1001')
  const responses: SipMessage[] = []
  phone.onFrame((frame) => {
    const parsed = parseMessage(frame)
    if ('message' in parsed && !isRequest(parsed.message)) responses.push(parsed.message)
  })
  const head = (method: string, tag = '') =>
    `${method} sip:9440@pbx.test SIP/2.0\r\nVia: SIP/2.0/WS x.invalid;branch=z9hG4bK${method}1\r\n` +
    `From: <sip:1001@pbx.test>;tag=a\r\nTo: <sip:9440@pbx.test>${tag}\r\nCall-ID: late\r\nCSeq: 1 ${method}\r\n` +
    'Contact: <sip:1001@x.invalid;transport=ws>\r\nMax-Forwards: 70\r\n'
  phone.sendRaw(`${head('INVITE')}Content-Length: 0\r\n\r\n`)
  const isOk = (message: SipMessage) => 'status' in message && message.status === 200
  await expect.poll(() => responses.some(isOk)).toBe(true)
  const ok = responses.find(isOk)
  const { media, listener } = mediaEnd()
  const ear = createEar()
  listener.onAudio = ({ payload }) => {
    ear.hear(payload)
  }
  const answer = await media.answer(ok?.body ?? '')
  const tag = /;tag=.*/.exec(ok === undefined ? '' : (headerValue(ok, 'To') ?? ''))?.[0]
  phone.sendRaw(
    `${head('ACK', tag)}Content-Type: application/sdp\r\nContent-Length: ${String(answer.length)}\r\n\r\n${answer}`,
  )
  await expect.poll(() => ear.loudest([425, 440, 700]), { timeout: 4000 }).toBe(440)
})

test('a phone that makes a new peer connection in a call is heard again', async () => {
  const phone = await house.registered('1001')
  const out = await phone.call('9440')
  await out.answered()
  await out.hears(440)
  const { media, listener } = mediaEnd()
  const ear = createEar()
  listener.onAudio = ({ payload }) => {
    ear.hear(payload)
  }
  const offer = await media.offer('0')
  phone.command((agent, now) => {
    agent.reoffer(out.leg, offer, now)
  })
  const { answer } = await out.until('reoffer-answered')
  await media.acceptAnswer(answer)
  await expect.poll(() => ear.loudest([425, 440, 700]), { timeout: 4000 }).toBe(440)
  out.hangUp()
})

test('an offer without audio we know ends with 488, on the INVITE and inside a call', async () => {
  const phone = await house.registered('1001')
  const out = await phone.call('9200')
  await out.answered()
  phone.command((agent, now) => {
    agent.reoffer(out.leg, 'v=0\r\nm=audio 9 RTP/AVP 9\r\n', now)
  })
  expect(await out.until('reoffer-failed')).toMatchObject({ status: 488 })
  out.hangUp()
  phone.command((agent, now) => {
    agent.invite({ target: 'sip:9200@pbx.test', offer: 'v=0\r\nm=audio 9 RTP/AVP 9\r\n' }, now)
  })
  expect(await phone.until('ended', ({ status }) => status === 488)).toMatchObject({
    reasons: [{ cause: 88, text: 'INCOMPATIBLE_DESTINATION' }],
  })
})

test('a page that calls without end gets 503 after 20 calls, and others can still call', async () => {
  const [wild, calm] = [await house.registered('1001'), await house.registered('1002')]
  const calls = await Promise.all(Array.from({ length: 24 }, () => wild.call('9180')))
  await wild.until('ended', ({ status }) => status === 503)
  expect(wild.facts.filter((fact) => fact.type === 'ended' && fact.status === 503)).toHaveLength(4)
  const out = await calm.call('9440')
  await out.hears(440)
  for (const call of [...calls, out]) call.hangUp()
})
