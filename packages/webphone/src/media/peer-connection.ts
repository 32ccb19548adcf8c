/** Makes the browser's peer connection. */
import type { MediaSessionOptions } from './media-port.ts'
import { mediaError } from './media-error.ts'
import { bestCandidateKind, usableIceServers } from './ice-servers.ts'
import { gatheringPolicy, type GatheringPolicy } from './ice-gathering.ts'
import type { IceReach } from './ice-reach.ts'

/** With how long its candidates are worth a wait. Throws `media_failed` where WebRTC is missing or the browser has too many connections. */
export function createPeerConnection(
  options: MediaSessionOptions,
  reach: IceReach,
): {
  readonly pc: RTCPeerConnection
  readonly gathering: () => GatheringPolicy
} {
  const iceServers = usableIceServers(options.iceServers)
  const wanted = bestCandidateKind(iceServers)
  const gathering = (): GatheringPolicy => gatheringPolicy(reach.worth(wanted), options.iceTransportPolicy)
  // No candidate pool: gathered before the microphone is granted, host candidates hide behind mDNS names that PBXs cannot resolve.
  // No bundlePolicy: `max-bundle` refuses every SDP without a=group:BUNDLE, which is what SIP gateways send.
  const { iceTransportPolicy } = options
  try {
    const pc = new RTCPeerConnection({ iceTransportPolicy, iceServers })
    reach.watch(pc, wanted)
    return { pc, gathering }
  } catch {
    // The browser dislikes a server that looked usable: the call is tried without any.
  }
  try {
    return { pc: new RTCPeerConnection({ iceTransportPolicy }), gathering }
  } catch (error) {
    throw mediaError('unsupported', error)
  }
}

/** The servers as they are named by now. */
export function renewServers(pc: RTCPeerConnection, { iceServers }: MediaSessionOptions): void {
  try {
    pc.setConfiguration({ ...pc.getConfiguration(), iceServers: usableIceServers(iceServers) })
  } catch {
    // Those of before may still do.
  }
}
