/** From the browser's statistics to the few counters the engine watches. */
import type { MediaStats } from './media-port.ts'

type Entry = Readonly<Record<string, unknown>>

export async function readPeerStats(pc: RTCPeerConnection): Promise<MediaStats> {
  const report = await pc.getStats()
  const entries: unknown[] = []
  report.forEach((entry: unknown) => entries.push(entry))
  return mediaStatsFrom(entries)
}

/** A far end that changes its SSRC makes a further inbound entry, so counters are sums. */
export function mediaStatsFrom(entries: readonly unknown[]): MediaStats {
  const known = entries.filter(isEntry)
  const ofType = (type: string): Entry[] =>
    known.filter((entry) => entry['type'] === type && (entry['kind'] ?? 'audio') === 'audio')
  const inbound = ofType('inbound-rtp')
  const outbound = ofType('outbound-rtp')
  const source = ofType('media-source')
  return {
    packetsSent: sum(outbound, 'packetsSent'),
    packetsReceived: sum(inbound, 'packetsReceived'),
    bytesSent: sum(outbound, 'bytesSent'),
    bytesReceived: sum(inbound, 'bytesReceived'),
    packetsLost: sum(inbound, 'packetsLost') + sum(inbound, 'packetsDiscarded'),
    jitterSeconds: Math.max(0, ...inbound.map((entry) => numberOf(entry, 'jitter') ?? 0)),
    roundTripSeconds: roundTripSeconds(known),
    inboundEnergy: sum(inbound, 'totalAudioEnergy'),
    outboundEnergy: source.some((entry) => 'totalAudioEnergy' in entry)
      ? sum(source, 'totalAudioEnergy')
      : undefined,
    concealedSamples: sum(inbound, 'concealedSamples'),
    route: routeOf(known),
  }
}

function routeOf(entries: readonly Entry[]): string | undefined {
  const pair = entries.find((entry) => entry['type'] === 'candidate-pair' && entry['nominated'] === true)
  const end = (name: string) =>
    pair && entries.find((entry) => entry['id'] === pair[name] && 'candidateType' in entry)
  const local = end('localCandidateId')
  const remote = end('remoteCandidateId')
  if (!local || !remote) return undefined
  return [local['candidateType'], local['protocol'], '>', remote['candidateType']].join(' ')
}

/** From RTCP where the far end reports; else from the ICE checks of the pair in use. */
function roundTripSeconds(entries: readonly Entry[]): number | undefined {
  const remote = entries.find((entry) => entry['type'] === 'remote-inbound-rtp')
  const pair = entries.find((entry) => entry['type'] === 'candidate-pair' && entry['nominated'] === true)
  return numberOf(remote, 'roundTripTime') ?? numberOf(pair, 'currentRoundTripTime')
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
