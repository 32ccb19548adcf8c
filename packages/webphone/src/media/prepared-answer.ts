/**
 * The answer to a call that still rings. What may be done before somebody takes it: apply the offer and gather. The far end's
 * candidates are kept back until then, so that no packet tells the caller where we are, and the microphone is not touched.
 */
import { candidateKinds, gatheringPolicy, gatherLocalSdp } from './ice-gathering.ts'

export interface KeptBack {
  /** The offer without its candidates. */
  readonly offer: string
  readonly candidates: readonly RTCIceCandidateInit[]
}

/** `offer` has one audio section that counts. */
export function keepCandidatesBack(offer: string): KeptBack {
  const sections = offer.split(/^(?=m=)/m)
  const audio = sections.findIndex((section) => section.startsWith('m=audio '))
  const lines = sections[audio]?.match(/^a=candidate:.*/gm) ?? []
  return {
    offer: offer.replace(/^a=(?:candidate:.*|end-of-candidates)\r?\n/gm, ''),
    candidates: lines.map((line) => ({ candidate: line.slice(2).trim(), sdpMLineIndex: audio - 1 })),
  }
}

/** Gecko gives a connection up whose far end has told no candidate for five seconds: people take longer to answer. */
export const waitsForCandidates = (): boolean => !('mozInnerScreenX' in globalThis)

/**
 * Browsers hide a page's addresses behind mDNS names, which no PBX resolves, until it may use the microphone (Chromium) or
 * uses it (Safari). Asked of the browser itself, as what it does changes and what it tells of permissions differs.
 */
export async function showsAddresses(signal: AbortSignal): Promise<boolean> {
  const pc = new RTCPeerConnection()
  try {
    pc.addTransceiver('audio')
    await pc.setLocalDescription(await pc.createOffer())
    const sdp = await gatherLocalSdp(pc, gatheringPolicy('host', 'all'), signal)
    return candidateKinds(sdp).length > 0 && !/^a=candidate:.*\.local /m.test(sdp)
  } finally {
    pc.close()
  }
}
