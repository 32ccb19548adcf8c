/** From two readings of a call's counters to what happened between them. Pure. */
import type { MediaStats } from '../media-port.ts'
import { mosFrom } from './mos.ts'

export interface QualitySample {
  readonly elapsedMs: number
  readonly packetsReceived: number
  readonly packetsSent: number
  /** 0-1, of this interval. */
  readonly lossRatio: number
  readonly jitterMs: number
  /** What the jitter buffer wanted to hold against the delays of late; 0 where the browser does not tell. */
  readonly bufferMs: number
  /** Undefined until RTCP or ICE measured one. */
  readonly roundTripMs: number | undefined
  /** Mean level of what was heard, 0-1 squared; 0 is digital silence. */
  readonly inboundLevel: number
  /** Undefined where the browser does not tell. */
  readonly outboundLevel: number | undefined
  /** Undefined when nothing was received: silence has no quality. */
  readonly mos: number | undefined
}

/** A re-negotiated connection may start its counters again; a step back counts as nothing. */
export function sampleBetween(before: MediaStats, after: MediaStats, elapsedMs: number): QualitySample {
  const grown = (
    name: 'packetsReceived' | 'packetsSent' | 'packetsLost' | 'bufferTargetSeconds' | 'bufferSamples',
  ): number => Math.max(0, after[name] - before[name])
  const packetsReceived = grown('packetsReceived')
  const expected = packetsReceived + grown('packetsLost')
  const lossRatio = expected === 0 ? 0 : grown('packetsLost') / expected
  const jitterMs = after.jitterSeconds * 1000
  const roundTripMs = after.roundTripSeconds === undefined ? undefined : after.roundTripSeconds * 1000
  return {
    elapsedMs,
    packetsReceived,
    packetsSent: grown('packetsSent'),
    lossRatio,
    jitterMs,
    bufferMs: (1000 * grown('bufferTargetSeconds')) / Math.max(1, grown('bufferSamples')),
    roundTripMs,
    inboundLevel: levelBetween(before.inboundEnergy, after.inboundEnergy, elapsedMs) ?? 0,
    outboundLevel: levelBetween(before.outboundEnergy, after.outboundEnergy, elapsedMs),
    mos: packetsReceived === 0 ? undefined : mosFrom({ roundTripMs: roundTripMs ?? 0, jitterMs, lossRatio }),
  }
}

/** W3C webrtc-stats: energy grows by level squared times duration in seconds. */
function levelBetween(
  before: number | undefined,
  after: number | undefined,
  elapsedMs: number,
): number | undefined {
  if (after === undefined || elapsedMs <= 0) return undefined
  return Math.max(0, after - (before ?? 0)) / (elapsedMs / 1000)
}
