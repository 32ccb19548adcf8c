/** Offers and answers as SIP brings them, good and bad, in a real Chromium. */
import { describe, expect } from 'vitest'
import { hasChromium } from './browser.ts'
import { it } from './in-chromium.ts'
import type { Page } from '@playwright/test'

describe.skipIf(!hasChromium)('negotiation in Chromium', { timeout: 60_000 }, () => {
  const prepareTone = (page: Page) => page.evaluate(() => mediaTest.prepare({ audioInput: 'tone' }))

  it('restarts ICE with new credentials and new candidates, and goes on', async ({ page }) => {
    await prepareTone(page)
    await page.evaluate(() => mediaTest.connect())
    const { first, again, took, packets } = await page.evaluate(async () => {
      const { a } = mediaTest.sides()
      const plain = await a.session.createOffer()
      await a.session.rollback()
      const startedAt = performance.now()
      const { offer } = await mediaTest.renegotiate('a', true)
      const took = performance.now() - startedAt
      const { packets } = await mediaTest.received('b', 600)
      return { first: plain, again: offer, took, packets }
    })
    const ufrag = (sdp: string) => /a=ice-ufrag:(\S+)/.exec(sdp)?.[1]
    expect(ufrag(again)).not.toBe(ufrag(first))
    expect(again).toMatch(/a=candidate:/)
    expect(took).toBeLessThan(2_500)
    expect(packets).toBeGreaterThan(20)
  })

  it('an offer that was refused is rolled back and the audio goes on', async ({ page }) => {
    await prepareTone(page)
    await page.evaluate(() => mediaTest.connect())
    const after = await page.evaluate(async () => {
      const { a, b } = mediaTest.sides()
      a.session.setDirection('sendonly')
      await a.session.createOffer()
      await a.session.rollback()
      a.session.setDirection('sendrecv')
      // Glare: our offer is out and the far end's comes; ours gives way.
      await a.session.createOffer()
      const answer = await a.session.answerOffer(await b.session.createOffer())
      await b.session.acceptAnswer(answer, 'final')
      await new Promise((resolve) => setTimeout(resolve, 200))
      return [await mediaTest.received('a', 500), await mediaTest.received('b', 500)] as const
    })
    for (const side of after) expect(side.energy).toBeGreaterThan(0)
  })

  it('hears early media of a 183, and takes the final answer in each of its forms', async ({ page }) => {
    await prepareTone(page)
    const result = await page.evaluate(async () => {
      const { media, ice } = { media: mediaTest.state.media, ice: mediaTest.ice }
      if (!media) throw new Error('not prepared')
      const a = (mediaTest.state.a = mediaTest.side(media, ice))
      const b = (mediaTest.state.b = mediaTest.side(media, ice))
      const fork = mediaTest.side(media, ice)
      for (const { session } of [a, b, fork]) await session.startInput()
      const offer = await a.session.createOffer()
      const answer = await b.session.answerOffer(offer)
      await a.session.acceptAnswer(answer, 'early')
      await mediaTest.until('connected', () => mediaTest.isConnected(a) && mediaTest.isConnected(b))
      const early = await mediaTest.received('a', 500)
      // Another fork rings too, and its checks and its DTLS hello reach us: the first goes on being heard.
      // (Before the first is connected, whose hello comes first would be a matter of luck.)
      const otherAnswer = await fork.session.answerOffer(offer)
      await a.session.acceptAnswer(otherAnswer, 'early')
      await a.session.acceptAnswer(answer.replace(/^o=.*/m, 'o=- 1 2 IN IP4 127.0.0.1'), 'final')
      const same = await mediaTest.received('a', 400)
      await a.session.acceptAnswer(answer.replace('a=sendrecv', 'a=sendonly'), 'final')
      const changed = await mediaTest.received('a', 400)
      const mismatch = await mediaTest.rejection(a.session.acceptAnswer(otherAnswer, 'final'))
      const after = await mediaTest.received('a', 400)
      fork.session.close()
      return { early, same, changed, mismatch, after }
    })
    for (const part of [result.early, result.same, result.changed, result.after]) {
      expect(part.energy).toBeGreaterThan(0)
    }
    expect(result.mismatch).toMatchObject({ code: 'media_failed', details: { reason: 'fork_mismatch' } })
  })

  it('an offer of its own, with new ICE, for the fork that answered: it is heard', async ({ page }) => {
    await prepareTone(page)
    const result = await page.evaluate(async () => {
      const { media, ice } = { media: mediaTest.state.media, ice: mediaTest.ice }
      if (!media) throw new Error('not prepared')
      const a = (mediaTest.state.a = mediaTest.side(media, ice))
      const heard = mediaTest.side(media, ice)
      const b = (mediaTest.state.b = mediaTest.side(media, ice))
      for (const { session } of [a, b, heard]) await session.startInput()
      const offer = await a.session.createOffer()
      await a.session.acceptAnswer(await heard.session.answerOffer(offer), 'early')
      await mediaTest.until('connected', () => mediaTest.isConnected(a) && mediaTest.isConnected(heard))
      const answer = await b.session.answerOffer(offer)
      const refused = await mediaTest.rejection(a.session.acceptAnswer(answer, 'final'))
      heard.session.close()
      await mediaTest.renegotiate('a', true)
      await mediaTest.until('connected again', () => mediaTest.isConnected(b))
      return { refused, a: await mediaTest.received('a', 800), b: await mediaTest.received('b', 800) }
    })
    expect(result.refused).toMatchObject({ details: { reason: 'fork_mismatch' } })
    for (const side of [result.a, result.b]) expect(side.energy).toBeGreaterThan(0)
  })

  it('an ICE restart asks the servers as they are named by then', async ({ page }) => {
    await prepareTone(page)
    const told = await page.evaluate(async () => {
      const media = mediaTest.state.media
      if (!media) throw new Error('not prepared')
      let username = 'of before'
      const options = {
        get iceServers() {
          return [{ urls: ['turn:127.0.0.1:9'], username, credential: 'c' }]
        },
        iceTransportPolicy: 'all' as const,
      }
      const session = media.open(options, () => undefined)
      await session.startInput()
      await session.createOffer()
      username = 'renewed'
      await session.createOffer()
      const before = mediaTest.loginsOf(-1)
      await session.createOffer({ iceRestart: true })
      const after = mediaTest.loginsOf(-1)
      session.close()
      return { before, after }
    })
    expect(told).toEqual({ before: ['of before'], after: ['renewed'] })
  })

  it('does not wait for a STUN server that never answers', async ({ page }) => {
    await prepareTone(page)
    const took = await page.evaluate(async () => {
      const media = mediaTest.state.media
      if (!media) throw new Error('not prepared')
      const times: number[] = []
      const servers = [
        [{ urls: ['stun:127.0.0.1:9'] }],
        [{ urls: ['turn:127.0.0.1:9', 'nonsense', 'stun:x?y'], username: 'u', credential: 'c' }],
      ]
      for (const iceServers of servers) {
        const session = media.open({ iceServers, iceTransportPolicy: 'all' }, () => undefined)
        await session.startInput()
        const startedAt = performance.now()
        await session.createOffer()
        times.push(performance.now() - startedAt)
        session.close()
      }
      const relayOnly = media.open(
        { iceServers: servers[1] ?? [], iceTransportPolicy: 'relay' },
        () => undefined,
      )
      const startedAt = performance.now()
      const outcome = await mediaTest.rejection(relayOnly.createOffer())
      relayOnly.close()
      return { times, relayMs: performance.now() - startedAt, outcome }
    })
    expect(took.times[0]).toBeLessThan(700)
    expect(took.times[1]).toBeLessThan(1_300)
    expect(took.relayMs).toBeLessThan(2_500)
  })

  it('refuses SDP that is too large, insecure, without audio or garbage, and stays usable', async ({
    page,
  }) => {
    await prepareTone(page)
    const outcomes = await page.evaluate(async () => {
      const { offer } = await mediaTest.connect()
      const { a, b } = mediaTest.sides()
      const bad = [
        offer + 'a=x\r\n'.repeat(20_000),
        offer + 'a=candidate:1 1 udp 1 10.0.0.1 9 typ host\r\n'.repeat(101),
        offer.replace('UDP/TLS/RTP/SAVPF', 'RTP/AVP'),
        offer.replace(/a=fingerprint.*\r\n/, ''),
        offer.replace(/m=audio/, 'm=video'),
        'garbage',
        '',
        mediaTest.keepCodecs(offer, ['telephone-event/8000']),
        offer.replace(/a=ice-pwd:.*\r\n/, ''),
      ]
      const outcomes = []
      for (const sdp of bad) outcomes.push(await mediaTest.rejection(b.session.answerOffer(sdp)))
      const offerAgain = await a.session.createOffer()
      const answer = await b.session.answerOffer(offerAgain)
      outcomes.push(
        await mediaTest.rejection(
          a.session.acceptAnswer(answer.replace(/^m=audio \d+/m, 'm=audio 0'), 'final'),
        ),
      )
      const { energy } = await mediaTest.received('a', 500)
      return { outcomes, energy }
    })
    const reasons = outcomes.outcomes.map((each) => (typeof each === 'string' ? each : each.details))
    expect(reasons).toMatchObject([
      { reason: 'sdp_too_large' },
      { reason: 'too_many_candidates' },
      { reason: 'not_secure' },
      { reason: 'not_secure' },
      { reason: 'no_audio' },
      { reason: 'no_audio' },
      { reason: 'no_audio' },
      { reason: 'no_common_codec' },
      { reason: 'negotiation' },
      { reason: 'audio_rejected' },
    ])
    expect(outcomes.energy).toBeGreaterThan(0)
  })

  it('refuses video and data sections with port 0', async ({ page }) => {
    await prepareTone(page)
    const answer = await page.evaluate(async () => {
      const media = mediaTest.state.media
      if (!media) throw new Error('not prepared')
      const pc = new RTCPeerConnection()
      pc.addTransceiver('video')
      pc.addTransceiver('audio')
      pc.createDataChannel('x')
      await pc.setLocalDescription()
      const { session } = mediaTest.side(media)
      const answer = await session.answerOffer(pc.localDescription?.sdp ?? '')
      await pc.setRemoteDescription({ type: 'answer', sdp: answer })
      session.close()
      pc.close()
      return answer
    })
    expect(answer).toMatch(/^m=audio [1-9]/m)
    expect(answer).toMatch(/^m=video 0 /m)
    expect(answer).toMatch(/^m=application 0 /m)
  })
})
