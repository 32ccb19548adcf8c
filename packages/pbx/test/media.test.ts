import { afterEach, expect, test } from 'vitest'
import { createMediaEngine } from '../src/media/media-engine.ts'
import { createRtpLeg, type RtpLegListener } from '../src/media/rtp-leg.ts'
import { tone } from '../src/media/tone.ts'
import { UnusableSdp } from '../src/media/negotiation.ts'
import { withDirection } from '../src/media/sdp-audio.ts'
import { createEar } from './support/listening.ts'

const cleanups: (() => unknown)[] = []
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup()
})

function engine() {
  const created = createMediaEngine()
  cleanups.push(() => created.close())
  return created
}

function leg(shared: ReturnType<typeof engine>, listener: RtpLegListener = {}) {
  const created = createRtpLeg(shared, () => listener)
  cleanups.push(() => created.close())
  return created
}

async function connectedPair(left: RtpLegListener, right: RtpLegListener) {
  const shared = engine()
  const [a, b] = [leg(shared, left), leg(shared, right)]
  const offer = await a.offer()
  const answer = await b.answer(offer)
  await a.acceptAnswer(answer)
  return { a, b, offer, answer }
}

test('two legs find each other; a tone and the pressed keys arrive exactly', async () => {
  const ear = createEar()
  const digits: string[] = []
  const { a } = await connectedPair(
    {},
    { onAudio: (packet) => ear.hear(packet.payload), onDigit: (digit) => digits.push(digit) },
  )
  const started = performance.now()
  a.play(tone({ frequencyHz: 440 }))
  await new Promise<void>((resolve) => {
    a.sendDigits('0123456789*#ABCD', resolve)
  })
  expect(digits.join('')).toBe('0123456789*#ABCD')
  expect(ear.loudest([425, 440, 455, 1000])).toBe(440)
  // 16 keys of 10 beats, and the audio went on beside them.
  expect(performance.now() - started).toBeGreaterThan(3_100)
  expect(ear.sampleCount).toBeGreaterThan(150 * 160)
})

test('hold by the far end is answered with a live port, and stops what we send', async () => {
  const ear = createEar()
  const { a, b, offer } = await connectedPair({ onAudio: (packet) => ear.hear(packet.payload) }, {})
  b.play(tone({ frequencyHz: 440 }))
  await expect.poll(() => ear.sampleCount, { timeout: 3000 }).toBeGreaterThan(800)
  const held = await b.answer(withDirection(offer, 'inactive'))
  expect(held).toContain('m=audio 9 ')
  expect(held).toContain('a=inactive')
  await new Promise((resolve) => setTimeout(resolve, 50))
  ear.forget()
  await new Promise((resolve) => setTimeout(resolve, 150))
  expect(ear.sampleCount).toBe(0)
  const back = await b.answer(offer)
  expect(back).toContain('a=sendrecv')
  await expect.poll(() => ear.sampleCount, { timeout: 1000 }).toBeGreaterThan(800)
  void a
})

test('what we answer names no SSRC and refuses other media', async () => {
  const shared = engine()
  const offer = await leg(shared).offer()
  const withVideo = `${offer}m=video 9 UDP/TLS/RTP/SAVPF 96\r\na=mid:1\r\na=rtpmap:96 VP8/90000\r\n`
  const answer = await leg(shared).answer(withVideo)
  expect(answer).not.toContain('a=ssrc')
  expect(answer).toMatch(/m=video 0 UDP\/TLS\/RTP\/SAVPF 96\r\n/)
  expect(answer).toMatch(/m=audio 9 UDP\/TLS\/RTP\/SAVPF 0 101\r\n/)
})

test.each([
  ['nothing', ''],
  ['plain RTP', 'v=0\r\nm=audio 4000 RTP/AVP 0\r\na=rtpmap:0 PCMU/8000\r\n'],
  [
    'no codec of ours',
    'v=0\r\nm=audio 9 UDP/TLS/RTP/SAVPF 9\r\na=ice-ufrag:a\r\na=ice-pwd:b\r\na=fingerprint:c\r\n',
  ],
])('an offer with %s is unusable', async (_name, sdp) => {
  await expect(leg(engine()).answer(sdp)).rejects.toBeInstanceOf(UnusableSdp)
})
