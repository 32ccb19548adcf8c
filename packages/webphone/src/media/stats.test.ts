import { describe, expect, it } from 'vitest'
import { mediaStatsFrom } from './stats.ts'

describe('mediaStatsFrom', () => {
  it('adds up the streams and takes the round trip from RTCP first', () => {
    const stats = mediaStatsFrom([
      {
        type: 'inbound-rtp',
        kind: 'audio',
        packetsReceived: 10,
        bytesReceived: 100,
        packetsLost: 1,
        jitter: 0.01,
        totalAudioEnergy: 0.5,
        jitterBufferTargetDelay: 40,
        jitterBufferEmittedCount: 800,
      },
      {
        type: 'inbound-rtp',
        kind: 'audio',
        packetsReceived: 5,
        bytesReceived: 50,
        packetsLost: 0,
        // Too late to be played.
        packetsDiscarded: 2,
        jitter: 0.02,
        totalAudioEnergy: 0.25,
        jitterBufferTargetDelay: 20,
        jitterBufferEmittedCount: 100,
      },
      { type: 'inbound-rtp', kind: 'video', packetsReceived: 999 },
      { type: 'outbound-rtp', kind: 'audio', packetsSent: 20, bytesSent: 200 },
      { type: 'remote-inbound-rtp', kind: 'audio', roundTripTime: 0.08 },
      { type: 'candidate-pair', nominated: true, currentRoundTripTime: 0.5 },
      { type: 'media-source', kind: 'audio', totalAudioEnergy: 2 },
      null,
      'nonsense',
    ])
    expect(stats).toEqual({
      packetsSent: 20,
      packetsReceived: 15,
      packetsLost: 3,
      jitterSeconds: 0.02,
      roundTripSeconds: 0.08,
      inboundEnergy: 0.75,
      outboundEnergy: 2,
      bufferTargetSeconds: 60,
      bufferSamples: 900,
    })
  })

  it('is zeros before anything flowed, with no round trip made up', () => {
    const stats = mediaStatsFrom([])
    expect(stats).toMatchObject({ packetsReceived: 0, jitterSeconds: 0, inboundEnergy: 0 })
    expect(stats.roundTripSeconds).toBeUndefined()
  })

  it('falls back to the round trip of the pair in use', () => {
    const pair = { type: 'candidate-pair', nominated: true, currentRoundTripTime: 0.5 }
    expect(
      mediaStatsFrom([{ ...pair, nominated: false, currentRoundTripTime: 9 }, pair]).roundTripSeconds,
    ).toBe(0.5)
  })
})
