/** Makes the browser's peer connection and tells its state in the engine's words. */
import type { MediaFact, MediaSessionOptions } from './media-port.ts'
import { mediaError } from './media-error.ts'
import { usableIceServers } from './ice-servers.ts'

/** Throws `media_failed` where WebRTC is missing or the browser has too many connections. */
export function createPeerConnection(options: MediaSessionOptions): RTCPeerConnection {
  if (typeof RTCPeerConnection === 'undefined') throw mediaError('unsupported', 'This browser has no WebRTC.')
  // No candidate pool: gathered before the microphone is granted, host candidates hide behind mDNS names that PBXs cannot resolve.
  const base: RTCConfiguration = {
    iceTransportPolicy: options.iceTransportPolicy,
    bundlePolicy: 'max-bundle',
    rtcpMuxPolicy: 'require',
  }
  const iceServers = usableIceServers(options.iceServers)
  try {
    return new RTCPeerConnection({ ...base, iceServers })
  } catch (error) {
    if (iceServers.length === 0) throw mediaError('unsupported', 'The browser refused a connection.', error)
  }
  try {
    return new RTCPeerConnection(base)
  } catch (error) {
    throw mediaError('unsupported', 'The browser refused a connection.', error)
  }
}

type ConnectionWord = Extract<MediaFact, { type: 'connection' }>['state']

const words: Readonly<Record<RTCPeerConnectionState, ConnectionWord | undefined>> = {
  new: undefined,
  connecting: 'connecting',
  connected: 'connected',
  disconnected: 'interrupted',
  failed: 'failed',
  closed: undefined,
}

export function watchConnection(pc: RTCPeerConnection, report: (fact: MediaFact) => void): void {
  let last: ConnectionWord | undefined
  pc.addEventListener('connectionstatechange', () => {
    const state = words[pc.connectionState]
    if (state === undefined || state === last) return
    last = state
    report({ type: 'connection', state })
  })
}
