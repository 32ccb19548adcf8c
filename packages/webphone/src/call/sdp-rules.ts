/** What the call engine reads of an SDP by itself. Everything else in it is the browser's business. */
import type { MediaDirection } from '../media/media-port.ts'

const longestSdp = 65_536
const mostCandidates = 100

/**
 * Chromium takes 20 s for 20 000 candidates: what is too big is refused before the browser sees it. So is audio that is switched off
 * (port 0): a browser gives it up for good, and a call could not come back from it.
 */
export function isUsableSdp(sdp: string): boolean {
  if (sdp.length > longestSdp || !/^m=audio (?!0 )/m.test(sdp)) return false
  return (sdp.match(/^a=candidate:/gm)?.length ?? 0) <= mostCandidates
}

/** Direction of the first audio section as the far end states it; `inactive` for port 0. */
export function readRemoteDirection(sdp: string): MediaDirection {
  const [session = '', ...sections] = sdp.split(/^m=/m)
  const audio = sections.find((one) => one.startsWith('audio '))
  if (!audio || audio.startsWith('audio 0 ')) return 'inactive'
  return directionIn(audio) ?? directionIn(session) ?? 'sendrecv'
}

function directionIn(text: string): MediaDirection | undefined {
  const found = /^a=(sendrecv|sendonly|recvonly|inactive)\s*$/m.exec(text)?.[1]
  return found as MediaDirection | undefined
}

/** The far end holds us: it does not want our audio, or no audio flows at all. */
export function isHoldDirection(direction: MediaDirection): boolean {
  return direction === 'sendonly' || direction === 'inactive'
}
