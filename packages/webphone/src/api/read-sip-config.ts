/** What the back end may tell a phone: every field checked before any of it reaches SIP or WebRTC. */
import { FieldError, own, readList, readNumber, readObject, readText } from './read-fields.ts'
import { isLoopback } from './api-base.ts'
import type { SipConfigBody } from '@zorio/contract'

const mostServers = 10
const hostName = /^[A-Za-z0-9.\-[\]:]{1,253}$/
const userName = /^[\x21-\x7e]{1,256}$/
const extension = /^[A-Za-z0-9_.+*-]{1,64}$/

/** Throws FieldError, which names the field. */
export function readSipConfig(body: unknown): SipConfigBody {
  const data = readObject(own(readObject(body, 'body'), 'data'), 'data')
  return {
    extension: readText(data, 'extension', { pattern: extension }),
    display_name: readText(data, 'display_name'),
    domain: readText(data, 'domain', { pattern: hostName }),
    wss_urls: readUrls(own(data, 'wss_urls')),
    username: readText(data, 'username', { pattern: userName }),
    password: readText(data, 'password', { pattern: userName }),
    credentials_ttl: readNumber(data, 'credentials_ttl', { min: 1, max: 31_536_000 }),
    ice_servers: readIceServers(own(data, 'ice_servers')),
    ice_transport_policy: readPolicy(own(data, 'ice_transport_policy')),
    register_expires: readNumber(data, 'register_expires', { min: 1, max: 86_400 }),
    keepalive_seconds: readNumber(data, 'keepalive_seconds', { min: 1, max: 119 }),
  }
}

function readUrls(value: unknown): string[] {
  const urls = readList(value, 'wss_urls', mostServers).map((one) => {
    if (typeof one !== 'string' || !isSocketUrl(one)) throw new FieldError('wss_urls')
    return one
  })
  if (urls.length === 0) throw new FieldError('wss_urls')
  return urls
}

/** wss, or ws on loopback for development; nothing that hides a second host or a password. */
function isSocketUrl(text: string): boolean {
  if (text.length > 2048 || /[\\\s]/.test(text) || !URL.canParse(text)) return false
  const url = new URL(text)
  if (url.username || url.password || url.hash) return false
  return url.protocol === 'wss:' || (url.protocol === 'ws:' && isLoopback(url.hostname))
}

function readPolicy(value: unknown): 'all' | 'relay' {
  if (value !== 'all' && value !== 'relay') throw new FieldError('ice_transport_policy')
  return value
}

type IceServer = SipConfigBody['ice_servers'][number]

/** A server that the browser would refuse is left out: a bad STUN entry must not cost the call. */
function readIceServers(value: unknown): IceServer[] {
  return readList(value, 'ice_servers', mostServers).flatMap((one) => {
    const server = readIceServer(one)
    return server ? [server] : []
  })
}

function readIceServer(value: unknown): IceServer | undefined {
  try {
    const server = readObject(value, 'ice_servers')
    const urls = readList(own(server, 'urls'), 'ice_servers', mostServers).filter(
      (url): url is string => typeof url === 'string' && /^(?:stuns?|turns?):[^\s]{1,512}$/.test(url),
    )
    const needsLogin = urls.some((url) => url.startsWith('turn'))
    if (urls.length === 0) return undefined
    if (!needsLogin) return { urls }
    const username = readText(server, 'username', { maxLength: 512 })
    return { urls, username, credential: readText(server, 'credential', { maxLength: 512 }) }
  } catch {
    return undefined
  }
}
