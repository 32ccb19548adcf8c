/** From the browser's statistics to the few counters the engine watches. */
import type { MediaStats } from './media-port.ts'

type Entry = Readonly<Record<string, unknown>>

export async function readPeerStats(pc: RTCPeerConnection): Promise<MediaStats> {
  const report = await pc.getStats()
  return mediaStatsFrom([...report.values()])
}

/** A far end that changes its SSRC makes a further inbound entry, so counters are sums. */
export function mediaStatsFrom(entries: readonly unknown[]): MediaStats {
  const known = entries.filter(isEntry)
  const ofType = (type: string): Entry[] =>
    known.filter((entry) => entry['type'] === type && (entry['kind'] ?? 'audio') === 'audio')
  const inbound = ofType('inbound-rtp')
  const outbound = ofType('outbound-rtp')
  const source = ofType('media-source')
  const pair = known.find((entry) => entry['type'] === 'candidate-pair' && entry['nominated'] === true)
  return {
    packetsSent: sum(outbound, 'packetsSent'),
    packetsReceived: sum(inbound, 'packetsReceived'),
    packetsLost: sum(inbound, 'packetsLost') + sum(inbound, 'packetsDiscarded'),
    jitterSeconds: Math.max(0, ...inbound.map((entry) => numberOf(entry, 'jitter') ?? 0)),
    // From RTCP where the far end reports; else from the ICE checks of the pair in use.
    roundTripSeconds:
      numberOf(ofType('remote-inbound-rtp')[0], 'roundTripTime') ?? numberOf(pair, 'currentRoundTripTime'),
    inboundEnergy: sum(inbound, 'totalAudioEnergy'),
    outboundEnergy: source.some((entry) => 'totalAudioEnergy' in entry)
      ? sum(source, 'totalAudioEnergy')
      : undefined,
    bufferTargetSeconds: sum(inbound, 'jitterBufferTargetDelay'),
    bufferSamples: sum(inbound, 'jitterBufferEmittedCount'),
    route: routeOf(known, pair),
  }
}

function routeOf(entries: readonly Entry[], pair: Entry | undefined): string | undefined {
  const end = (name: string) =>
    pair && entries.find((entry) => entry['id'] === pair[name] && 'candidateType' in entry)
  const local = end('localCandidateId')
  const remote = end('remoteCandidateId')
  if (!local || !remote) return undefined
  return [local['candidateType'], local['protocol'], '>', remote['candidateType']].join(' ')
}

function sum(entries: readonly Entry[], name: string): number {
  return entries.reduce((total, entry) => total + (numberOf(entry, name) ?? 0), 0)
}

function numberOf(entry: Entry | undefined, name: string): number | undefined {
  const value = entry?.[name]
  return typeof value === 'number' ? value : undefined
}

function isEntry(value: unknown): value is Entry {
  return typeof value === 'object' && value !== null
}
