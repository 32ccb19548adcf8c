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

/**
 * Before each offer and answer. Chromium sends telephone-event/8000 wrongly beside Opus, and prefers it to the 48 kHz one;
 * so an answer to an offer of both takes only the right one. `offer`: what is being answered. Where the browser has no
 * such API or refuses, its own order stands, which begins with Opus too.
 */
export function applyCodecOrder(transceiver: RTCRtpTransceiver, offer = ''): void {
  const available = preferredCodecs(RTCRtpReceiver.getCapabilities('audio')?.codecs ?? [])
  const { audioClockRate, telephoneEvents } = readAgreedCodecs(offer)
  const isWide =
    audioClockRate !== 8000 && telephoneEvents.some((event) => event.clockRate === audioClockRate)
  const codecs = available.filter(
    ({ mimeType, clockRate }) => !isWide || clockRate !== 8000 || !/telephone-event/i.test(mimeType),
  )
  try {
    if (codecs.length > 0) transceiver.setCodecPreferences(codecs)
  } catch {
    // An order that this browser does not take costs quality, not the call.
  }
}

export interface AgreedCodecs {
  /** Clock rate of the codec that will be sent: the first of the answer. */
  readonly audioClockRate: number
  readonly telephoneEvents: readonly { readonly payloadType: number; readonly clockRate: number }[]
}

export function readAgreedCodecs(answerSdp: string): AgreedCodecs {
  const audio = answerSdp.split(/^m=/m).find((section) => section.startsWith('audio ')) ?? ''
  const maps = [...audio.matchAll(/^a=rtpmap:(\d+) ([^/\s]+)\/(\d+)/gm)].map(
    ([, format, name = '', rate]) => ({
      payloadType: Number(format),
      isEvent: name.toLowerCase() === 'telephone-event',
      clockRate: Number(rate),
    }),
  )
  const events = maps.filter((map) => map.isEvent)
  const formats = (/^audio \S+ \S+ (.*)/.exec(audio)?.[1] ?? '').trim().split(/\s+/).map(Number)
  const first = formats.find((format) => !events.some((event) => event.payloadType === format))
  return {
    audioClockRate: maps.find((map) => map.payloadType === first)?.clockRate ?? 8000,
    telephoneEvents: events.map(({ payloadType, clockRate }) => ({ payloadType, clockRate })),
  }
}
