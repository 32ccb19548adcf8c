import type { AudioSection, MediaDirection, TransportSection } from './sdp-audio.ts'

export interface AudioCodecs {
  /** Payload type and name, e.g. `0 PCMU/8000`; the first is the one in use. */
  readonly pcmu?: number | undefined
  readonly opus?: number | undefined
  readonly telephoneEvent?: number | undefined
}

export interface DescriptionOptions {
  readonly sessionId: string
  readonly version: number
  readonly transport: TransportSection
  readonly direction: MediaDirection
  readonly codecs: AudioCodecs
  readonly mid: string
  /** The offer that is answered: its other sections are refused with port 0 (RFC 3264 6). */
  readonly answering?: AudioSection
}

/** A complete SDP with one live audio section. No `a=ssrc`: browsers silence a stream whose SSRC differs from a named one. */
export function writeDescription(options: DescriptionOptions): string {
  const sections = options.answering?.sections ?? [{ kind: 'audio', line: '', mid: options.mid }]
  const audioIndex = options.answering?.audioIndex ?? 0
  const lines = [
    'v=0',
    `o=pbx ${options.sessionId} ${String(options.version)} IN IP4 127.0.0.1`,
    's=-',
    't=0 0',
    `a=group:BUNDLE ${options.mid}`,
    'a=msid-semantic: WMS *',
    ...sections.flatMap((section, index) =>
      index === audioIndex ? audioLines(options) : refusedLines(section),
    ),
  ]
  return `${lines.join('\r\n')}\r\n`
}

/** The plain section werift is fed: always sendrecv, always PCMU, so that it only ever does ICE, DTLS and SRTP for us. */
export function writeTransportDescription(
  section: TransportSection & { readonly mid: string; readonly ssrc?: number | undefined },
): string {
  const lines = [
    'v=0',
    'o=- 1 1 IN IP4 127.0.0.1',
    's=-',
    't=0 0',
    `a=group:BUNDLE ${section.mid}`,
    'm=audio 9 UDP/TLS/RTP/SAVPF 0',
    'c=IN IP4 0.0.0.0',
    'a=rtpmap:0 PCMU/8000',
    `a=mid:${section.mid}`,
    'a=sendrecv',
    'a=rtcp-mux',
    ...transportLines(section),
    ...(section.ssrc === undefined ? [] : [`a=ssrc:${String(section.ssrc)} cname:phone`]),
  ]
  return `${lines.join('\r\n')}\r\n`
}

function audioLines(options: DescriptionOptions): string[] {
  const codecs = codecLines(options.codecs)
  return [
    `m=audio 9 UDP/TLS/RTP/SAVPF ${codecs.map((codec) => codec.payloadType).join(' ')}`,
    'c=IN IP4 0.0.0.0',
    'a=rtcp:9 IN IP4 0.0.0.0',
    `a=mid:${options.mid}`,
    `a=${options.direction}`,
    'a=rtcp-mux',
    'a=msid:pbx pbx-audio',
    ...codecs.flatMap((codec) => codec.lines),
    'a=ptime:20',
    ...transportLines(options.transport),
    'a=end-of-candidates',
  ]
}

function codecLines(codecs: AudioCodecs): { payloadType: number; lines: string[] }[] {
  const line = (payloadType: number | undefined, name: string, parameters?: string) =>
    payloadType === undefined
      ? []
      : [
          {
            payloadType,
            lines: [
              `a=rtpmap:${String(payloadType)} ${name}`,
              ...(parameters === undefined ? [] : [`a=fmtp:${String(payloadType)} ${parameters}`]),
            ],
          },
        ]
  return [
    ...line(codecs.pcmu, 'PCMU/8000'),
    ...line(codecs.opus, 'opus/48000/2', 'minptime=10;useinbandfec=1'),
    ...line(codecs.telephoneEvent, 'telephone-event/8000', '0-16'),
  ]
}

function transportLines(transport: TransportSection): string[] {
  return [
    `a=ice-ufrag:${transport.ufrag}`,
    `a=ice-pwd:${transport.password}`,
    `a=fingerprint:${transport.fingerprint}`,
    `a=setup:${transport.setup}`,
    ...transport.candidates.map((candidate) => `a=candidate:${candidate}`),
  ]
}

function refusedLines(section: { readonly line: string; readonly mid: string }): string[] {
  const [, ...rest] = section.line.split(' ')
  return [
    `${section.line.split(' ')[0] ?? 'm=video'} 0 ${rest.slice(1).join(' ')}`,
    'c=IN IP4 0.0.0.0',
    `a=mid:${section.mid}`,
    'a=inactive',
  ]
}
