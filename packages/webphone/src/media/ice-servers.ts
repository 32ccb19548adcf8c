/** ICE servers as the back end names them, made safe for the RTCPeerConnection constructor, which throws for one bad entry. */
import type { MediaSessionOptions } from './media-port.ts'

type IceServer = MediaSessionOptions['iceServers'][number]

const maxServers = 10
const maxUrls = 20
/** RFC 7064 and RFC 7065; a stun URI takes no query. */
const serverUrl = /^(?:stuns?|(turn)s?):(?:[\w.-]+|\[[\da-f:.]+\])(?::\d{1,5})?(\?transport=(?:udp|tcp))?$/i

export function usableIceServers(servers: readonly IceServer[]): RTCIceServer[] {
  let urlCount = 0
  const usable: RTCIceServer[] = []
  for (const { urls, username, credential } of servers) {
    const login = username && credential ? { username, credential } : undefined
    const taken = urls.filter((url) => isUsable(url, login !== undefined)).slice(0, maxUrls - urlCount)
    if (taken.length === 0 || usable.length === maxServers) continue
    urlCount += taken.length
    usable.push({ urls: taken, ...login })
  }
  return usable
}

function isUsable(url: string, hasLogin: boolean): boolean {
  const [all, isTurn, query] = serverUrl.exec(url) ?? []
  return all !== undefined && (isTurn ? hasLogin : !query)
}

/** What is worth a wait while gathering: a relay where there is TURN, else the reflexive address where there is STUN. */
export function bestCandidateKind(servers: readonly RTCIceServer[]): 'relay' | 'srflx' | 'host' {
  const urls = servers.flatMap((server) => server.urls)
  if (urls.some((url) => /^turn/i.test(url))) return 'relay'
  return urls.length > 0 ? 'srflx' : 'host'
}
