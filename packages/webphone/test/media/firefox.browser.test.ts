/** The same media code in Firefox: what differs there is early answers, gathering and the time at which a tap may be set. */
import { describe, expect, it } from 'vitest'
import { hasFirefox, startFirefox } from './firefox.ts'
import { startSite } from './browser.ts'

const script = `
const tell = (name, value) => fetch('/told?' + encodeURIComponent(JSON.stringify([name, value])))
const wait = (ms) => new Promise((resolve) => setTimeout(resolve, ms))
;(async () => {
  await tell('tap', await mediaTest.prepare({ audioInput: 'microphone' }))
  const media = mediaTest.state.media
  const a = (mediaTest.state.a = mediaTest.side(media))
  const b = (mediaTest.state.b = mediaTest.side(media))
  await Promise.all([a.session.startInput(), b.session.startInput()])
  const startedAt = performance.now()
  const offer = await a.session.createOffer()
  await tell('gathering', performance.now() - startedAt)
  const answer = await b.session.answerOffer(offer)
  await a.session.acceptAnswer(answer, 'early')
  await mediaTest.until('connected', () => mediaTest.isConnected(a) && mediaTest.isConnected(b))
  await tell('early', await mediaTest.received('a', 600))
  await a.session.acceptAnswer(answer, 'final')
  await tell('sent', await a.session.sendDtmf('0123456789*#ABCD', 100, 70))
  await wait(400)
  await tell('digits', mediaTest.digitsOf(b))
  a.session.setDirection('sendonly')
  await mediaTest.renegotiate('a')
  await wait(300)
  await tell('held', await mediaTest.received('a', 400))
  a.session.setDirection('sendrecv')
  await mediaTest.renegotiate('b')
  await mediaTest.renegotiate('a', true)
  await tell('resumed', await mediaTest.received('a', 1000))
  await a.session.sendDtmf('7', 100, 70)
  await wait(400)
  await tell('digits after hold', mediaTest.digitsOf(b).slice(-1))
  await a.session.createOffer()
  await a.session.rollback()
  await tell('rolled back', await mediaTest.received('a', 500))
  media.dispose()
  await tell('end', true)
})().catch((error) => tell('failed', error.stack + error.message + JSON.stringify(error.details) + error.cause))`

const blockedScript = `
const tell = (name, value) => fetch('/told?' + encodeURIComponent(JSON.stringify([name, value])))
;(async () => {
  await mediaTest.prepare({ audioInput: 'microphone' })
  let isRingBlocked = false
  mediaTest.state.media.ring.start(() => (isRingBlocked = true))
  await new Promise((resolve) => setTimeout(resolve, 800))
  mediaTest.state.media.ring.stop()
  await mediaTest.connect()
  await new Promise((resolve) => setTimeout(resolve, 800))
  const { a } = mediaTest.sides()
  await tell('ring', isRingBlocked)
  await tell('blocked', a.facts.filter((fact) => fact.type === 'autoplay-blocked').length)
  await tell('unlock', await mediaTest.state.media.unlock())
  await tell('received', (await mediaTest.received('a', 500)).packets)
  await tell('end', true)
})().catch((error) => tell('failed', error.stack + error.message))`

/** A second call rings for long while the microphone is open: only then does Firefox show its addresses. */
const longRingScript = `
const tell = (name, value) => fetch('/told?' + encodeURIComponent(JSON.stringify([name, value])))
;(async () => {
  await mediaTest.prepare({ audioInput: 'microphone' })
  const media = mediaTest.state.media
  const a = (mediaTest.state.a = mediaTest.side(media))
  const b = (mediaTest.state.b = mediaTest.side(media))
  await a.session.startInput()
  const offer = await a.session.createOffer()
  b.session.prepareAnswer(offer)
  await new Promise((resolve) => setTimeout(resolve, 10_000))
  await tell('told while it rang', b.facts)
  await b.session.startInput()
  await a.session.acceptAnswer(await b.session.answerOffer(offer), 'final')
  await mediaTest.until('connected', () => mediaTest.isConnected(a) && mediaTest.isConnected(b))
  await tell('received', (await mediaTest.received('a', 600)).packets)
  media.dispose()
  await tell('end', true)
})().catch((error) => tell('failed', error.stack + error.message + JSON.stringify(error.details) + error.cause))`

/** What the page told until its end. */
async function runPage(
  script: string,
  preferences = {},
): Promise<Record<string, { packets: number; energy: number } & number>> {
  const site = await startSite({ script })
  const stop = await startFirefox(site.url, preferences)
  try {
    await expect
      .poll(() => site.told.join('\n'), { timeout: 70_000, interval: 200 })
      .toMatch(/"end"|"failed"/)
  } finally {
    await stop()
    await site.close()
  }
  return Object.fromEntries(site.told.map((line) => JSON.parse(line)))
}

describe.skipIf(!hasFirefox)('media in Firefox', { timeout: 90_000 }, () => {
  it('early answer, audio, sixteen digits, hold, ICE restart, rollback', async () => {
    const told = await runPage(script)
    expect(told).toMatchObject({
      tap: [],
      sent: true,
      digits: '0123456789*#ABCD',
      held: { packets: 0 },
      'digits after hold': '7',
      end: true,
    })
    expect(told['gathering']).toBeLessThan(1_100)
    for (const name of ['early', 'resumed', 'rolled back']) expect(told[name]?.packets).toBeGreaterThan(5)
    expect(told['early']?.energy).toBeGreaterThan(0)
  })

  it('a call that rings for ten seconds beside another one is answered with audio', async () => {
    const told = await runPage(longRingScript)
    expect(told).toMatchObject({ 'told while it rang': [], end: true })
    expect(told['received']).toBeGreaterThan(5)
  })

  it('autoplay refused is told once a call and for the ring, and media flows all the same', async () => {
    const told = await runPage(blockedScript, { 'media.autoplay.default': 1 })
    expect(told).toMatchObject({ ring: true, blocked: 1, unlock: false, end: true })
    expect(told['received']).toBeGreaterThan(5)
  })
})
