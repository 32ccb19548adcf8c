/** Which codecs are offered and in which order, and what SDP says was agreed. */

/**
 * Opus first: it alone has loss concealment with redundancy and wide band. G.722 is the wide band of PBXs without
 * Opus. PCMA before PCMU: trunks outside North America and Japan are A-law, so the PBX need not transcode.
 * Comfort noise and RED are left out: PBXs rarely take them, and each line makes the INVITE longer.
 */
const order = ['audio/opus', 'audio/g722', 'audio/pcma', 'audio/pcmu', 'audio/telephone-event']

interface CodecName {
  readonly mimeType: string
}

export function preferredCodecs<C extends CodecName>(available: readonly C[]): C[] {
  return order.flatMap((name) => available.filter((codec) => codec.mimeType.toLowerCase() === name))
}

/** Before the first offer or answer of a transceiver. Left as the browser has it where the API is missing or refuses. */
export function applyCodecOrder(transceiver: RTCRtpTransceiver): void {
  const codecs = preferredCodecs(RTCRtpReceiver.getCapabilities('audio')?.codecs ?? [])
  try {
    if (codecs.length > 0) transceiver.setCodecPreferences(codecs)
  } catch {
    // Firefox before 128 has no setCodecPreferences; its own order begins with Opus too.
  }
}

export interface AgreedCodecs {
  /** Clock rate of the codec that will be sent: the first of the far end's list. */
  readonly audioClockRate: number
  readonly telephoneEvents: readonly { readonly payloadType: number; readonly clockRate: number }[]
}

export function readAgreedCodecs(remoteSdp: string): AgreedCodecs {
  const audio = remoteSdp.split(/^m=/m).find((section) => section.startsWith('audio ')) ?? ''
  const maps = [...audio.matchAll(/^a=rtpmap:(\d+) ([^/\s]+)\/(\d+)/gm)].map((match) => ({
    payloadType: Number(match[1]),
    name: (match[2] ?? '').toLowerCase(),
    clockRate: Number(match[3]),
  }))
  const formats = (/^audio \S+ \S+ (.*)/.exec(audio)?.[1] ?? '').trim().split(/\s+/).map(Number)
  const events = maps.filter((map) => map.name === 'telephone-event')
  const first = formats.find((format) => !events.some((event) => event.payloadType === format))
  return {
    audioClockRate: maps.find((map) => map.payloadType === first)?.clockRate ?? 8000,
    telephoneEvents: events.map(({ payloadType, clockRate }) => ({ payloadType, clockRate })),
  }
}
