import { describe, expect, it } from 'vitest'
import type { InputSource } from './microphone.ts'
import { createLocalInput } from './local-input.ts'

class FakeTrack extends EventTarget {
  enabled = true
  readyState: 'live' | 'ended' = 'live'

  end(): void {
    this.readyState = 'ended'
    this.dispatchEvent(new Event('ended'))
  }
}

/** A source whose openings the test lets through one by one. */
function fakeSource() {
  const opened: FakeTrack[] = []
  const asked: (string | undefined)[] = []
  let gate: Promise<void> = Promise.resolve()
  const source: InputSource = {
    open: async (deviceId) => {
      asked.push(deviceId)
      await gate
      const track = new FakeTrack()
      opened.push(track)
      const stop = () => void (track.readyState = 'ended')
      return { track: track as unknown as MediaStreamTrack, stop }
    },
  }
  const hold = (): (() => void) => {
    let release = (): void => undefined
    gate = new Promise((resolve) => (release = resolve))
    return () => release()
  }
  return { source, opened, asked, hold }
}

function fakeSender() {
  const sent: unknown[] = []
  const sender = { replaceTrack: async (track: unknown) => void sent.push(track) } as unknown as RTCRtpSender
  return { sender, sent }
}

const live = (tracks: readonly FakeTrack[]) => tracks.filter((track) => track.readyState === 'live').length

describe('createLocalInput', () => {
  it('opens once however often it is started, and sends on the sender that comes before or after', async () => {
    const { source, opened, asked } = fakeSource()
    const { sender, sent } = fakeSender()
    const input = createLocalInput(source, () => undefined)
    await Promise.all([input.start(), input.start()])
    await input.start()
    input.bind(sender)
    expect(asked).toHaveLength(1)
    expect(sent).toEqual(opened)
  })

  it('close during the opening: the late track is released and start rejects', async () => {
    const { source, opened, hold } = fakeSource()
    const release = hold()
    const input = createLocalInput(source, () => undefined)
    const started = input.start()
    input.close()
    release()
    await expect(started).rejects.toMatchObject({ code: 'media_failed', details: { reason: 'closed' } })
    expect(live(opened)).toBe(0)
  })

  it('close during a replacement leaves no live track', async () => {
    const { source, opened, hold } = fakeSource()
    const input = createLocalInput(source, () => undefined)
    await input.start()
    const release = hold()
    const replaced = input.replace('other')
    input.close()
    release()
    await expect(replaced).rejects.toMatchObject({ details: { reason: 'closed' } })
    expect(opened).toHaveLength(2)
    expect(live(opened)).toBe(0)
  })

  it('replaces the track, stops the old one, and keeps mute and hold', async () => {
    const { source, opened, asked } = fakeSource()
    const { sender, sent } = fakeSender()
    const input = createLocalInput(source, () => undefined)
    input.bind(sender)
    input.setMuted(true)
    await input.start()
    await input.replace('headset')
    expect(asked).toEqual([undefined, 'headset'])
    expect(opened.map((track) => track.readyState)).toEqual(['ended', 'live'])
    expect(sent).toEqual(opened)
    expect(opened[1]?.enabled).toBe(false)
    input.setPaused(true)
    input.setMuted(false)
    expect(opened[1]?.enabled).toBe(false)
    input.setPaused(false)
    expect(opened[1]?.enabled).toBe(true)
  })

  it('nothing is opened by a replacement when the call has no input yet', async () => {
    const { source, asked } = fakeSource()
    await createLocalInput(source, () => undefined).replace('headset')
    expect(asked).toEqual([])
  })

  it('tells that the track ended by itself, once, and opens again when asked', async () => {
    const { source, opened } = fakeSource()
    let lost = 0
    const input = createLocalInput(source, () => lost++)
    await input.start()
    opened[0]?.end()
    expect(lost).toBe(1)
    await input.start()
    opened[0]?.end()
    expect([lost, live(opened)]).toEqual([1, 1])
    input.close()
    opened[1]?.end()
    expect(lost).toBe(1)
  })
})
