/** Microphones and outputs, their loss and their refusal, in a real Chromium. */
import { describe, expect } from 'vitest'
import { hasChromium, openPage, startBrowser } from './browser.ts'
import { it } from './in-chromium.ts'
import { wholeChromiumPath } from '../chromium-path.ts'
import { countLive } from './live-objects.ts'

describe.skipIf(!hasChromium)('devices in Chromium', { timeout: 60_000 }, () => {
  it('a real capture: labels, a device that is gone falls back, switched in the call, lost is told and opened again', async ({
    page,
  }) => {
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

  it('rings on an output of the list, and nothing is left running', async ({ page }) => {
    const result = await page.evaluate(async () => {
      await mediaTest.prepare({ audioInput: 'microphone' })
      const media = mediaTest.state.media
      if (!media) throw new Error('not prepared')
      const outputs = (await media.listDevices()).filter((device) => device.kind === 'audiooutput')
      const other = outputs.at(-1)?.deviceId ?? ''
      await media.setOutput(other)
      await media.setRingOutput(other)
      let blocked = 0
      media.ring.start(() => blocked++)
      await new Promise((resolve) => setTimeout(resolve, 400))
      media.ring.stop()
      const live = mediaTest.captured.filter((track) => track.readyState === 'live').length
      return { live, blocked, outputs: outputs.length }
    })
    expect(result).toMatchObject({ live: 0, blocked: 0 })
    expect(result.outputs).toBeGreaterThan(0)
    await expect.poll(() => countLive(page)).toMatchObject({ liveTracks: 0, playing: 0 })
  })

  it('permission refused, granted, and taken back in the call', async ({ site }) => {
    const asking = await startBrowser([], { executablePath: wholeChromiumPath })
    try {
      const page = await openPage(asking, site.url)
      const refused = await page.evaluate(async () => {
        await mediaTest.prepare({ audioInput: 'microphone' })
        if (!mediaTest.state.media) throw new Error('not prepared')
        const { session } = mediaTest.side(mediaTest.state.media)
        const outcome = await mediaTest.rejection(session.startInput())
        session.close()
        return outcome
      })
      expect(refused).toMatchObject({ code: 'microphone_denied' })
      await page.context().grantPermissions(['microphone'])
      await page.evaluate(() => mediaTest.connect())
      await page.context().clearPermissions()
      await expect
        .poll(() => page.evaluate(() => mediaTest.sides().a.facts.at(-1)))
        .toEqual({ type: 'input-lost' })
      const after = await page.evaluate(async () => {
        const { a } = mediaTest.sides()
        const again = await mediaTest.rejection(a.session.startInput())
        return { again, lost: a.facts.filter((fact) => fact.type === 'input-lost').length }
      })
      expect(after).toMatchObject({ again: { code: 'microphone_denied' }, lost: 1 })
    } finally {
      await asking.close()
    }
  })

  it('a frame whose policy forbids the microphone is told so', async ({ page, site }) => {
    const outcome = await page.evaluate(async (url) => {
      const frame = document.createElement('iframe')
      frame.allow = "microphone 'none'"
      frame.src = url
      await new Promise((resolve) => {
        frame.addEventListener('load', resolve)
        document.body.append(frame)
      })
      const inner = (frame.contentWindow as unknown as { mediaTest: typeof mediaTest }).mediaTest
      await inner.prepare({ audioInput: 'microphone' })
      if (!inner.state.media) throw new Error('not prepared')
      return inner.rejection(inner.side(inner.state.media).session.startInput())
    }, site.url)
    expect(outcome).toMatchObject({ code: 'microphone_forbidden' })
  })

  it('a browser that gives no connection is told by the first operation, not by an exception', async ({
    page,
  }) => {
    const outcome = await page.evaluate(async () => {
      await mediaTest.prepare({ audioInput: 'tone' })
      if (!mediaTest.state.media) throw new Error('not prepared')
      globalThis.RTCPeerConnection = function () {
        throw new DOMException('too many', 'UnknownError')
      } as unknown as typeof RTCPeerConnection
      const { session } = mediaTest.side(mediaTest.state.media)
      const outcome = await mediaTest.rejection(session.createOffer())
      session.close()
      return outcome
    })
    expect(outcome).toMatchObject({ code: 'media_failed', details: { reason: 'unsupported' } })
  })

  it('getUserMedia that resolves after close leaves no live track', async ({ page }) => {
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
})
