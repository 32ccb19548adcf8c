/** ICE servers as the back end names them, made safe for the RTCPeerConnection constructor, which throws for one bad entry. */
import type { MediaSessionOptions } from './media-port.ts'

type IceServer = MediaSessionOptions['iceServers'][number]

const maxServers = 10
const maxUrls = 20
const host = String.raw`(?:[\w.-]+|\[[0-9a-f:.]+\])(?::\d{1,5})?`
/** RFC 7064 and RFC 7065; a stun URI takes no query. */
const stunUrl = new RegExp(`^stuns?:${host}$`, 'i')
const turnUrl = new RegExp(String.raw`^turns?:${host}(?:\?transport=(?:udp|tcp))?$`, 'i')

export function usableIceServers(servers: readonly IceServer[]): RTCIceServer[] {
  let urlCount = 0
  const usable: RTCIceServer[] = []
  for (const server of servers) {
    const hasCredential = Boolean(server.username) && Boolean(server.credential)
    const urls = server.urls.filter((url) => stunUrl.test(url) || (hasCredential && turnUrl.test(url)))
    const taken = urls.slice(0, maxUrls - urlCount)
    if (taken.length === 0 || usable.length === maxServers) continue
    urlCount += taken.length
    usable.push({ urls: taken, ...credentials(server) })
  }
  return usable
}

function credentials(server: IceServer): { username?: string; credential?: string } {
  if (!server.username || !server.credential) return {}
  return { username: server.username, credential: server.credential }
}

/** What is worth a wait while gathering: a relay where there is TURN, else the reflexive address where there is STUN. */
export function bestCandidateKind(servers: readonly RTCIceServer[]): 'relay' | 'srflx' | 'host' {
  const urls = servers.flatMap((server) => server.urls)
  if (urls.some((url) => /^turn/i.test(url))) return 'relay'
  return urls.length > 0 ? 'srflx' : 'host'
}
