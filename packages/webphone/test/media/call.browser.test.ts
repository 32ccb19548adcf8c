/** A call between two media sessions of one page, in a real Chromium. */
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { hasChromium, openPage, startBrowser, startSite, type Site } from './browser.ts'
import type { Browser, Page } from '@playwright/test'

describe.skipIf(!hasChromium)('media in Chromium', { timeout: 60_000 }, () => {
  let browser: Browser
  let site: Site
  let page: Page

  beforeAll(async () => {
    site = await startSite()
    browser = await startBrowser(['--autoplay-policy=no-user-gesture-required'])
  }, 90_000)
  afterAll(async () => {
    await browser?.close()
    await site?.close()
  })
  beforeEach(async () => {
    page = await openPage(browser, site.url)
  })
  afterEach(async () => {
    await page.close()
  })

  const prepareTone = () => page.evaluate(() => mediaTest.prepare({ audioInput: 'tone' }))

  it('carries audio both ways, the tone is 440 Hz, and the set-up is quick', async () => {
    expect(await prepareTone()).toEqual([])
    const { offer, answer, ...times } = await page.evaluate(() => mediaTest.connect())
    const heard = await page.evaluate(() => mediaTest.listen())
    const [atA, atB] = await page.evaluate(() =>
      Promise.all([mediaTest.received('a', 1_000), mediaTest.received('b', 1_000)]),
    )
    console.log('call', times, heard, atA, atB, offer.length, answer.length)
    expect(heard.hz).toBeGreaterThan(430)
    expect(heard.hz).toBeLessThan(450)
    for (const side of [atA, atB]) {
      expect(side.packets).toBeGreaterThan(30)
      expect(side.energy).toBeGreaterThan(0)
    }
    expect(times.offerMs).toBeLessThan(1_000)
    expect(offer).toMatch(/opus/)
    expect(offer).toMatch(/telephone-event/)
  })

  it('holds and resumes: the direction in SDP, silence on the wire, and digits afterwards', async () => {
    await prepareTone()
    await page.evaluate(() => mediaTest.connect())
    const held = await page.evaluate(async () => {
      mediaTest.sides().a.session.setDirection('sendonly')
      const { offer, answer } = await mediaTest.renegotiate('a')
      await new Promise((resolve) => setTimeout(resolve, 300))
      const atB = await mediaTest.received('b', 500)
      const atA = await mediaTest.received('a', 500)
      return { offer, answer, atA, atB }
    })
    expect(held.offer).toMatch(/a=sendonly/)
    expect(held.answer).toMatch(/a=recvonly/)
    expect(held.atA.packets).toBe(0)
    // RTP goes on for the timers of the PBX, without the microphone in it.
    expect(held.atB.energy).toBeLessThan(0.000_01)
    expect(held.atB.packets).toBeGreaterThan(0)
    const both = await page.evaluate(async () => {
      const { a, b } = mediaTest.sides()
      b.session.setDirection('inactive')
      const { offer } = await mediaTest.renegotiate('b')
      b.session.setDirection('sendrecv')
      a.session.setDirection('sendrecv')
      await mediaTest.renegotiate('a')
      await new Promise((resolve) => setTimeout(resolve, 300))
      const atB = await mediaTest.received('b', 500)
      const atA = await mediaTest.received('a', 500)
      await a.session.sendDtmf('7', 100, 70)
      await mediaTest.until('digit', () => mediaTest.digitsOf(b) === '7')
      return { offer, atA, atB }
    })
    expect(both.offer).toMatch(/a=inactive/)
    expect(both.atA.energy).toBeGreaterThan(0)
    expect(both.atB.energy).toBeGreaterThan(0)
  })

  it('mute silences our side only', async () => {
    await prepareTone()
    await page.evaluate(() => mediaTest.connect())
    const muted = await page.evaluate(async () => {
      mediaTest.sides().a.session.setMuted(true)
      await new Promise((resolve) => setTimeout(resolve, 300))
      return [await mediaTest.received('b', 500), await mediaTest.received('a', 500)] as const
    })
    expect(muted[0].energy).toBeLessThan(0.000_01)
    expect(muted[1].energy).toBeGreaterThan(0.000_1)
    const again = await page.evaluate(async () => {
      mediaTest.sides().a.session.setMuted(false)
      await new Promise((resolve) => setTimeout(resolve, 300))
      return mediaTest.received('b', 500)
    })
    expect(again.energy).toBeGreaterThan(0.000_1)
  })

  it('restarts ICE with new credentials and new candidates, and goes on', async () => {
    await prepareTone()
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

  it('an offer that was refused is rolled back and the audio goes on', async () => {
    await prepareTone()
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

  it('hears early media of a 183, and takes the final answer in each of its forms', async () => {
    await prepareTone()
    const result = await page.evaluate(async () => {
      const { media, ice } = { media: mediaTest.state.media, ice: mediaTest.ice }
      if (!media) throw new Error('not prepared')
      const a = (mediaTest.state.a = mediaTest.side(media, ice))
      const b = (mediaTest.state.b = mediaTest.side(media, ice))
      const fork = mediaTest.side(media, ice)
      for (const { session } of [a, b, fork]) await session.startInput()
      const offer = await a.session.createOffer()
      const answer = await b.session.answerOffer(offer)
      const otherAnswer = await fork.session.answerOffer(offer)
      await a.session.acceptAnswer(answer, 'early')
      await mediaTest.until('connected', () => mediaTest.isConnected(a) && mediaTest.isConnected(b))
      const early = await mediaTest.received('a', 500)
      // Another fork rings too: the first goes on being heard.
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

  it('does not wait for a STUN server that never answers', async () => {
    await prepareTone()
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
    console.log('gathering', took)
    expect(took.times[0]).toBeLessThan(700)
    expect(took.times[1]).toBeLessThan(1_300)
    expect(took.relayMs).toBeLessThan(2_500)
  })

  it('refuses SDP that is too large, insecure, without audio or garbage, and stays usable', async () => {
    await prepareTone()
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

  it('refuses video and data sections with port 0', async () => {
    await prepareTone()
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

  it('a real capture: labels, a device that is gone falls back, switched in the call, lost is told and opened again', async () => {
    const result = await page.evaluate(async () => {
      await mediaTest.prepare({ audioInput: 'microphone', inputDeviceId: 'no-such-device' })
      const media = mediaTest.state.media
      await mediaTest.connect()
      const devices = (await media?.listDevices()) ?? []
      const inputs = devices.filter((device) => device.kind === 'audioinput')
      const other = inputs.at(-1)?.deviceId ?? ''
      await media?.setInput(other)
      const { a, b } = mediaTest.sides()
      const switched = await mediaTest.received('b', 1_500)
      const gone = await mediaTest.rejection(media?.setInput('no-such-device') ?? Promise.resolve())
      const output = await mediaTest.rejection(media?.setOutput('no-such-device') ?? Promise.resolve())
      const live = mediaTest.captured.filter((track) => track.readyState === 'live')
      for (const track of live) track.stop()
      for (const track of live) track.dispatchEvent(new Event('ended'))
      const lost = a.facts.filter((fact) => fact.type === 'input-lost').length
      await a.session.startInput()
      await b.session.startInput()
      const again = await mediaTest.received('b', 1_500)
      return { devices, switched, gone, output, lost, liveCount: live.length, again }
    })
    expect(result.devices.filter((device) => device.label !== '').length).toBeGreaterThan(2)
    expect(result.switched.energy).toBeGreaterThan(0)
    expect(result.gone).toMatchObject({ code: 'microphone_not_found' })
    expect(result.output).toMatchObject({ code: 'device_failed' })
    expect(result.liveCount).toBe(2)
    expect(result.lost).toBe(1)
    expect(result.again.energy).toBeGreaterThan(0)
  })

  it('a sound check: the level of the input, notes on an output, and nothing left running', async () => {
    const result = await page.evaluate(async () => {
      await mediaTest.prepare({ audioInput: 'microphone' })
      const media = mediaTest.state.media
      if (!media) throw new Error('not prepared')
      const levels: number[] = []
      const stop = await media.meterInput((level) => levels.push(level))
      await new Promise((resolve) => setTimeout(resolve, 1_600))
      stop()
      const startedAt = performance.now()
      await media.playTestTone()
      const toneMs = performance.now() - startedAt
      const outputs = (await media.listDevices()).filter((device) => device.kind === 'audiooutput')
      const other = outputs.at(-1)?.deviceId ?? ''
      await media.setOutput(other)
      await media.setRingOutput(other)
      await media.playTestTone()
      let blocked = 0
      media.ring.start(() => blocked++)
      await new Promise((resolve) => setTimeout(resolve, 400))
      media.ring.stop()
      const live = mediaTest.captured.filter((track) => track.readyState === 'live').length
      return { levels, toneMs, live, blocked, outputs: outputs.length }
    })
    expect(result.levels.length).toBeGreaterThan(8)
    expect(Math.max(...result.levels)).toBeGreaterThan(0.01)
    expect(result.toneMs).toBeGreaterThan(400)
    expect(result.toneMs).toBeLessThan(2_500)
    expect(result).toMatchObject({ live: 0, blocked: 0 })
    expect(result.outputs).toBeGreaterThan(0)
    expect(await countLive(page)).toMatchObject({ liveTracks: 0, playing: 0 })
  })

  it('a frame whose policy forbids the microphone is told so', async () => {
    const outcome = await page.evaluate(async (url) => {
      const frame = document.createElement('iframe')
      frame.allow = "microphone 'none'"
      frame.src = url
      await new Promise((resolve) => {
        frame.onload = resolve
        document.body.append(frame)
      })
      const inner = (frame.contentWindow as unknown as { mediaTest: typeof mediaTest }).mediaTest
      await inner.prepare({ audioInput: 'microphone' })
      if (!inner.state.media) throw new Error('not prepared')
      return inner.rejection(inner.side(inner.state.media).session.startInput())
    }, site.url)
    expect(outcome).toMatchObject({ code: 'microphone_forbidden' })
  })

  it('getUserMedia that resolves after close leaves no live track', async () => {
    const result = await page.evaluate(async () => {
      await mediaTest.prepare({ audioInput: 'microphone' })
      const original = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices)
      let release = () => undefined as void
      const gate = new Promise<void>((resolve) => (release = resolve))
      navigator.mediaDevices.getUserMedia = async (constraints) => {
        const stream = await original(constraints)
        await gate
        return stream
      }
      if (!mediaTest.state.media) throw new Error('not prepared')
      const { session } = mediaTest.side(mediaTest.state.media)
      const started = mediaTest.rejection(session.startInput())
      const offered = mediaTest.rejection(session.createOffer())
      session.close()
      session.close()
      release()
      const outcome = [await started, await offered]
      const late = [await mediaTest.rejection(session.createOffer()), await session.sendDtmf('1', 100, 70)]
      return { outcome, late, live: mediaTest.captured.filter((track) => track.readyState === 'live').length }
    })
    expect(result.outcome).toMatchObject([
      { details: { reason: 'closed' } },
      { details: { reason: 'closed' } },
    ])
    expect(result.late).toMatchObject([{ details: { reason: 'closed' } }, false])
    expect(result.live).toBe(0)
  })

  it('twenty calls and a ring leave nothing behind', async () => {
    await prepareTone()
    await page.evaluate(async () => {
      for (let index = 0; index < 20; index++) {
        await mediaTest.connect()
        mediaTest.state.media?.ring.start(() => undefined)
        const { a, b } = mediaTest.sides()
        mediaTest.state.media?.ring.stop()
        a.session.close()
        b.session.close()
      }
      mediaTest.forget()
    })
    const live = await countLive(page)
    expect(live).toEqual({ connections: 0, liveTracks: 0, playing: 0, contexts: 1 })
    await page.evaluate(() => {
      mediaTest.state.media?.dispose()
      mediaTest.forget()
      delete mediaTest.state.media
    })
    expect(await countLive(page)).toEqual({ connections: 0, liveTracks: 0, playing: 0, contexts: 0 })
    expect(page.workers()).toHaveLength(0)
  })
})

/** What of ours is alive in the page, after a garbage collection, asked through the debugger. */
async function countLive(page: Page) {
  const cdp = await page.context().newCDPSession(page)
  await cdp.send('HeapProfiler.enable')
  for (let round = 0; round < 3; round++) await cdp.send('HeapProfiler.collectGarbage')
  const count = async (prototype: string, claim: string): Promise<number> => {
    const { result } = await cdp.send('Runtime.evaluate', { expression: `${prototype}.prototype` })
    const { objects } = await cdp.send('Runtime.queryObjects', { prototypeObjectId: result.objectId ?? '' })
    const counted = await cdp.send('Runtime.callFunctionOn', {
      objectId: objects.objectId ?? '',
      functionDeclaration: `function () { return this.filter((each) => { try { return ${claim} } catch { return false } }).length }`,
      returnByValue: true,
    })
    return Number(counted.result.value)
  }
  const live = {
    connections: await count('RTCPeerConnection', 'true'),
    liveTracks: await count('MediaStreamTrack', "each.readyState === 'live'"),
    playing: await count('HTMLAudioElement', 'each.srcObject !== null || !each.paused'),
    contexts: await count('AudioContext', "each.state !== 'closed'"),
  }
  await cdp.detach()
  return live
}
