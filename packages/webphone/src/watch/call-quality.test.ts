import { beforeEach, describe, expect, it, vi } from 'vitest'
import { fakeSdp } from '../testing/fake-media.ts'
import { talk } from '../testing/scenes.ts'
import { watched } from './testing/watched-phone.ts'
import type { MediaStats } from '../media/media-port.ts'

describe('call quality', () => {
  let counters: MediaStats
  beforeEach(() => {
    counters = {
      packetsSent: 0,
      packetsReceived: 0,
      packetsLost: 0,
      jitterSeconds: 0,
      inboundEnergy: 0,
      outboundEnergy: 0,
      bufferTargetSeconds: 0,
      bufferSamples: 0,
    }
  })

  async function talking(grow: () => Partial<MediaStats>) {
    const fake = await watched()
    const { call, leg } = await talk(fake)
    Object.assign(fake.media.latest, {
      stats: () => Promise.resolve((counters = { ...counters, ...grow() })),
    })
    await vi.dynamicImportSettled()
    const told = () =>
      fake.all('call_quality').map((one) => {
        const { warning, is_raised, hop } = one as Record<string, unknown>
        return `${is_raised ? '+' : '-'}${String(warning)} ${String(hop)}`
      })
    return { fake, call, leg, told }
  }

  const heard = () => ({
    packetsReceived: counters.packetsReceived + 50,
    inboundEnergy: counters.inboundEnergy + 0.01,
  })
  const spoken = () => ({ outboundEnergy: (counters.outboundEnergy ?? 0) + 0.01 })

  it('a good call: nothing is told, and nothing runs after it', async () => {
    const { fake, call, told } = await talking(() => ({ ...heard(), ...spoken() }))
    await fake.clock.advance(30_000)
    await call.hangup()
    await fake.clock.advance(40_000)
    expect(told()).toEqual([])
    // The first second only gives the counters to compare with.
    expect(fake.all('call_stats')).toHaveLength(29)
    expect(fake.last('call_stats')).toMatchObject({ loss_ratio: 0, jitter_ms: 0, round_trip_ms: null })
    await Promise.all([fake.phone.disconnect(), fake.clock.advance(3000)])
    expect(fake.clock.pendingTimers).toBe(0)
  })

  it('no packets come: told within 5 s with hop and remedy, and told when it is over', async () => {
    let isDeaf = true
    const { fake, told } = await talking(() => ({ ...(isDeaf ? {} : heard()), ...spoken() }))
    await fake.clock.advance(5000)
    expect(told()).toEqual(['+no_inbound_audio network'])
    expect(fake.last('call_quality')).toMatchObject({ mos: null, remedy: expect.stringMatching(/firewall/) })
    isDeaf = false
    await fake.clock.advance(3000)
    expect(told()).toEqual(['+no_inbound_audio network', '-no_inbound_audio network'])
  })

  it('silent packets, and a silent microphone', async () => {
    const { fake, told } = await talking(() => ({ packetsReceived: counters.packetsReceived + 50 }))
    await fake.clock.advance(7000)
    expect(told()).toEqual(['+silent_microphone microphone'])
    await fake.clock.advance(6000)
    expect(told()).toEqual(['+silent_microphone microphone', '+silent_inbound_audio far_end'])
  })

  it('hold and mute are no fault', async () => {
    const { fake, call, leg, told } = await talking(() => ({}))
    fake.pbx.onFact = (fact) => {
      if (fact.type === 'reoffer') {
        queueMicrotask(() => fake.pbx.run((ua, now) => ua.answerOffer(leg, fakeSdp('held', 'recvonly'), now)))
      }
    }
    await Promise.all([call.mute(), call.hold(), fake.clock.advance(100)])
    expect(call.isHeld).toBe(true)
    await fake.clock.advance(30_000)
    expect(told()).toEqual([])
  })
})
