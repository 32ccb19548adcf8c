/**
 * The state of a peer connection in the engine's words. `disconnected` says that ICE checks are not answered, which is not yet
 * that no audio comes: it is told when packets stay away too, or when ICE gives up by itself (`failed`).
 */
import type { MediaFact } from './media-port.ts'

type ConnectionWord = Extract<MediaFact, { type: 'connection' }>['state']

/** Audio has a packet every 20 ms. */
const stalledMs = 1000
const everyMs = 500

export type WatchedConnection = Pick<RTCPeerConnection, 'connectionState' | 'getStats' | 'addEventListener'>

/** Undefined for what is told otherwise, or not worth telling. */
function wordFor(state: RTCPeerConnectionState): ConnectionWord | undefined {
  if (state === 'new' || state === 'closed') return undefined
  return state === 'disconnected' ? 'interrupted' : state
}

export function watchConnection(pc: WatchedConnection, report: (fact: MediaFact) => void): void {
  let last: ConnectionWord | undefined
  let isLooking = false

  const tell = () => {
    const state = wordFor(pc.connectionState)
    if (state === undefined || state === last) return
    last = state
    report({ type: 'connection', state })
  }
  const look = async () => {
    isLooking = true
    while (pc.connectionState === 'disconnected' && (await isHearing(pc)))
      await new Promise((resolve) => setTimeout(resolve, everyMs))
    isLooking = false
    tell()
  }
  pc.addEventListener('connectionstatechange', () => {
    if (pc.connectionState !== 'disconnected') tell()
    else if (!isLooking) void look()
  })
}

/** False where the browser does not tell when the last packet came: then its word alone counts. */
async function isHearing(pc: WatchedConnection): Promise<boolean> {
  let isFresh = false
  const report = await pc.getStats().catch(() => undefined)
  report?.forEach((entry: Record<string, unknown>) => {
    const { type, timestamp, lastPacketReceivedTimestamp: lastAt } = entry
    if (type !== 'inbound-rtp' || typeof timestamp !== 'number' || typeof lastAt !== 'number') return
    isFresh ||= timestamp - lastAt < stalledMs
  })
  return isFresh
}
