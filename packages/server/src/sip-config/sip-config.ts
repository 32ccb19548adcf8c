/** What a phone needs to reach the PBX, made anew for each request. */
import type { SipConfigBody } from '@zorio/contract'
import { createEphemeralCredentials } from './ephemeral-credentials.ts'

export interface SipConfigPolicy {
  readonly domain: string
  /** Shared with the PBX (or Kamailio). */
  readonly authSecret: string
  readonly credentialsTtlSeconds: number
  /** Fixed addresses of the PBX, in order of preference; empty: this server, as the request named it. */
  readonly wssUrls: readonly string[]
  readonly stunUrls: readonly string[]
  readonly turnUrls: readonly string[]
  readonly turnSecret: string
  readonly iceTransportPolicy: 'all' | 'relay'
  /** No PBX of ours writes the call records. */
  readonly callReports?: boolean
}

/** Kamailio drops a socket that was silent for 120 s; a quarter of it leaves room for lost pings. */
const keepaliveSeconds = 30
const registerExpiresSeconds = 600

export function createSipConfig(
  policy: SipConfigPolicy,
  request: {
    extension: string
    displayName: string
    ownWssUrl: string
    nowMs: number
    challenge?: string | undefined
  },
): SipConfigBody {
  const expiresAtSeconds = Math.floor(request.nowMs / 1000) + policy.credentialsTtlSeconds
  const credentials = { user: request.extension, expiresAtSeconds }
  return {
    extension: request.extension,
    display_name: request.displayName,
    domain: policy.domain,
    wss_urls: policy.wssUrls.length > 0 ? [...policy.wssUrls] : [request.ownWssUrl],
    ...createEphemeralCredentials(policy.authSecret, credentials),
    ...(request.challenge !== undefined && { challenge: request.challenge }),
    credentials_ttl: policy.credentialsTtlSeconds,
    ice_servers: iceServers(policy, credentials),
    ice_transport_policy: policy.iceTransportPolicy,
    ...(policy.callReports && { call_reports: true }),
    // A registration must not outlive the credentials that it was made with.
    register_expires: Math.min(registerExpiresSeconds, policy.credentialsTtlSeconds),
    keepalive_seconds: keepaliveSeconds,
  }
}

function iceServers(
  policy: SipConfigPolicy,
  credentials: { user: string; expiresAtSeconds: number },
): SipConfigBody['ice_servers'] {
  const servers: SipConfigBody['ice_servers'] = []
  if (policy.stunUrls.length > 0) servers.push({ urls: [...policy.stunUrls] })
  if (policy.turnUrls.length > 0) {
    const { username, password } = createEphemeralCredentials(policy.turnSecret, credentials)
    servers.push({ urls: [...policy.turnUrls], username, credential: password })
  }
  return servers
}
