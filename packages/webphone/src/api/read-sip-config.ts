/** What the back end may tell a phone: every field checked before any of it reaches SIP or WebRTC. */
import { fieldError, own, readList, readNumber, readObject, readText } from './read-fields.ts'
import { readSafeUrl } from './safe-url.ts'
import type { SipConfigBody } from '@zorio/contract'

const hostName = /^[A-Za-z0-9.\-[\]:]{1,253}$/
const login = /^[\x21-\x7e]{1,256}$/
const extension = /^[A-Za-z0-9_.+*-]{1,64}$/
const anyText = /^\P{Cc}{0,512}$/u

/** Throws `bootstrap_failed`, which names the first wrong field. */
export function readSipConfig(body: unknown): SipConfigBody {
  const data = readObject(own(readObject(body, 'body'), 'data'), 'data')
  const policy = own(data, 'ice_transport_policy')
  const urls = readList(data, 'wss_urls')
  if (urls.length === 0 || !urls.every(isSocketUrl)) throw fieldError('wss_urls')
  if (policy !== 'all' && policy !== 'relay') throw fieldError('ice_transport_policy')
  const challenge = own(data, 'challenge')
  return {
    // A help, no need: what does not look like one is left out.
    ...(typeof challenge === 'string' && anyText.test(challenge) && { challenge }),
    extension: readText(data, 'extension', extension),
    display_name: readText(data, 'display_name', anyText),
    domain: readText(data, 'domain', hostName),
    wss_urls: [...urls],
    username: readText(data, 'username', login),
    password: readText(data, 'password', login),
    credentials_ttl: readNumber(data, 'credentials_ttl', 31_536_000),
    ice_servers: readList(data, 'ice_servers').flatMap(readIceServer),
    ice_transport_policy: policy,
    register_expires: readNumber(data, 'register_expires', 86_400),
    keepalive_seconds: readNumber(data, 'keepalive_seconds', 119),
    call_reports: own(data, 'call_reports') === true,
  }
}

function isSocketUrl(text: unknown): text is string {
  return readSafeUrl(text, 'ws') !== undefined && !/\s/.test(String(text))
}

/** A server that the browser would refuse is left out: a bad STUN entry must not cost the call. */
function readIceServer(value: unknown): SipConfigBody['ice_servers'] {
  try {
    const server = readObject(value, '')
    const urls = readList(server, 'urls').filter(
      (url): url is string => typeof url === 'string' && /^(?:stun|turn)s?:\S{1,512}$/.test(url),
    )
    if (!urls.some((url) => url.startsWith('turn'))) return urls.length > 0 ? [{ urls }] : []
    const username = readText(server, 'username', anyText)
    return [{ urls, username, credential: readText(server, 'credential', anyText) }]
  } catch {
    return []
  }
}
