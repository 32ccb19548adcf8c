/**
 * The one audio section of an SDP, read and written by ourselves.
 *
 * werift's own answers reject `a=inactive` with port 0 and name an SSRC in `a=ssrc`; both hurt browsers. So werift gets and gives
 * only a plain section that carries ICE and DTLS, and what phones see is written here.
 */
export type MediaDirection = 'sendrecv' | 'sendonly' | 'recvonly' | 'inactive'
export type DtlsSetup = 'actpass' | 'active' | 'passive'

/** The transport half of a section: what ICE and DTLS need to find and trust the far end. */
export interface TransportSection {
  readonly ufrag: string
  readonly password: string
  readonly fingerprint: string
  readonly setup: DtlsSetup
  /** Values of `a=candidate`, mDNS names left out. */
  readonly candidates: readonly string[]
}

export interface AudioSection extends TransportSection {
  readonly mid: string
  readonly direction: MediaDirection
  /** Payload types the far end can take; undefined where it named none. */
  readonly pcmu: number | undefined
  readonly opus: number | undefined
  readonly telephoneEvent: number | undefined
  /** SSRC of the far end where it names one. */
  readonly ssrc: number | undefined
  /** Kinds and mids of all sections, in order, so that an answer can refuse the others. */
  readonly sections: readonly { readonly kind: string; readonly line: string; readonly mid: string }[]
  readonly audioIndex: number
}

/** More than any honest phone sends; a longer list costs seconds in ICE. */
const MAX_CANDIDATES = 100
const MAX_SDP_LENGTH = 65_536

/** Undefined where there is no usable audio section with ICE and DTLS. Session-level attributes serve as defaults (RFC 8839 4.2). */
export function readAudioSection(sdp: string): AudioSection | undefined {
  if (sdp.length > MAX_SDP_LENGTH) return undefined
  const [session = [], ...media] = splitSections(sdp)
  const audioIndex = media.findIndex((lines) => lines[0]?.startsWith('m=audio ') === true)
  const audio = media[audioIndex]
  if (audio === undefined || / (?:RTP\/AVP|RTP\/SAVP) /.test(audio[0] ?? '')) return undefined
  const value = (name: string) => attribute(audio, name) ?? attribute(session, name)
  const [ufrag, password, fingerprint] = [value('ice-ufrag'), value('ice-pwd'), value('fingerprint')]
  if (ufrag === undefined || password === undefined || fingerprint === undefined) return undefined
  return {
    ufrag,
    password,
    fingerprint,
    setup: readSetup(value('setup')),
    candidates: readCandidates(audio),
    mid: attribute(audio, 'mid') ?? '0',
    direction: readDirection(audio) ?? readDirection(session) ?? 'sendrecv',
    ...readCodecs(audio),
    ssrc: readSsrc(audio),
    sections: media.map((lines, index) => ({
      kind: lines[0]?.slice(2).split(' ')[0] ?? '',
      line: lines[0] ?? '',
      mid: attribute(lines, 'mid') ?? String(index),
    })),
    audioIndex,
  }
}

/** What the other side may do, seen from ours (RFC 3264 6.1). */
export function mirrorDirection(direction: MediaDirection): MediaDirection {
  if (direction === 'sendonly') return 'recvonly'
  if (direction === 'recvonly') return 'sendonly'
  return direction
}

/** `sdp` with the direction of every section replaced. */
export function withDirection(sdp: string, direction: MediaDirection): string {
  return sdp.replace(/^a=(?:sendrecv|sendonly|recvonly|inactive)(\r?)$/gm, `a=${direction}$1`)
}

function splitSections(sdp: string): string[][] {
  const sections: string[][] = [[]]
  for (const line of sdp.split(/\r?\n/)) {
    if (line.startsWith('m=')) sections.push([])
    sections.at(-1)?.push(line)
  }
  return sections
}

function attribute(lines: readonly string[], name: string): string | undefined {
  const prefix = `a=${name}:`
  return lines
    .find((line) => line.startsWith(prefix))
    ?.slice(prefix.length)
    .trim()
}

function readSetup(value: string | undefined): DtlsSetup {
  return value === 'active' || value === 'passive' ? value : 'actpass'
}

function readDirection(lines: readonly string[]): MediaDirection | undefined {
  for (const line of lines) {
    const match = /^a=(sendrecv|sendonly|recvonly|inactive)$/.exec(line.trim())
    if (match !== null) return match[1] as MediaDirection
  }
  return undefined
}

function readCandidates(lines: readonly string[]): string[] {
  return (
    lines
      .filter((line) => line.startsWith('a=candidate:'))
      .slice(0, MAX_CANDIDATES)
      .map((line) => line.slice('a=candidate:'.length).trim())
      // A `.local` name would make ICE ask the local network by multicast; peer-reflexive candidates do without.
      .filter((candidate) => !candidate.includes('.local ') && / udp /i.test(candidate))
      // Browsers count their own ICE restarts there. werift compares it with its own count, and a browser that moves to a fresh
      // connection of ours would never be connected.
      .map((candidate) => candidate.replace(/ generation \d+/, ''))
  )
}

function readCodecs(lines: readonly string[]): Pick<AudioSection, 'pcmu' | 'opus' | 'telephoneEvent'> {
  const offered = (lines[0] ?? '').split(' ').slice(3).map(Number)
  const find = (pattern: RegExp) => {
    for (const line of lines) {
      const match = /^a=rtpmap:(\d+) (.+)$/.exec(line.trim())
      if (match !== null && pattern.test(match[2] ?? '') && offered.includes(Number(match[1]))) {
        return Number(match[1])
      }
    }
    return undefined
  }
  return {
    // Payload type 0 needs no rtpmap (RFC 3551 6).
    pcmu: find(/^PCMU\/8000/i) ?? (offered.includes(0) ? 0 : undefined),
    opus: find(/^opus\/48000/i),
    telephoneEvent: find(/^telephone-event\/8000/i),
  }
}

function readSsrc(lines: readonly string[]): number | undefined {
  const match = /^a=ssrc:(\d+)/m.exec(lines.join('\n'))
  return match === null ? undefined : Number(match[1])
}
