/**
 * Which ICE servers answer. They are asked while the phone starts; who gave nothing is not waited for by a call. Candidates
 * are gathered all the same, and one that comes late makes its server worth a wait again. A call that turns out to need it
 * gets it with the ICE restart that follows when no audio path is found.
 */
import { bestCandidateKind, usableIceServers } from './ice-servers.ts'
import { candidateKinds, gatheringPolicy, gatherLocalSdp, type GatheringPolicy } from './ice-gathering.ts'
import type { MediaSessionOptions } from './media-port.ts'

type Kind = GatheringPolicy['wanted']

export interface IceReach {
  /** Asks the servers once, with a connection of its own that nobody hears of. Never rejects. */
  probe(options: MediaSessionOptions): Promise<void>
  /** The kind of candidate that a call should wait for. */
  worth(wanted: Kind): Kind
  /** Learns from what a call gathers. */
  watch(pc: RTCPeerConnection, wanted: Kind): void
}

export function createIceReach(): IceReach {
  let isSilent = false

  async function probe(options: MediaSessionOptions): Promise<void> {
    const iceServers = usableIceServers(options.iceServers)
    const wanted = bestCandidateKind(iceServers)
    // With `relay` nothing else can be sent: every call waits.
    if (wanted === 'host' || options.iceTransportPolicy === 'relay') return
    const pc = new RTCPeerConnection({ iceServers })
    try {
      pc.addTransceiver('audio')
      await pc.setLocalDescription(await pc.createOffer())
      const kinds = candidateKinds(await gatherLocalSdp(pc, gatheringPolicy(wanted, 'all')))
      isSilent = kinds.length > 0 && !kinds.includes(wanted)
    } finally {
      pc.close()
    }
  }

  return {
    probe: (options) => probe(options).catch(() => undefined),
    worth: (wanted) => (isSilent ? 'host' : wanted),
    watch(pc, wanted) {
      pc.addEventListener('icecandidate', ({ candidate }) => {
        if (candidate?.type === wanted) isSilent = false
      })
    },
  }
}
