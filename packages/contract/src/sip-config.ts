/** Answer of `GET /api/webphone/sip-config`, inside `{"data": …}`. snake_case as all REST bodies. */
export interface SipConfigBody {
  /** `1001`. */
  extension: string
  display_name: string
  /** SIP domain: the host part of the address of record. */
  domain: string
  /** In order of preference. */
  wss_urls: string[]
  /** Time-limited credentials (Kamailio auth_ephemeral): `EXPIRES:USER` and base64(HMAC-SHA1(secret, username)). */
  username: string
  password: string
  /**
   * A Digest challenge of the registrar (the value of a WWW-Authenticate header) to begin with: REGISTER then takes one
   * round trip in place of two. Absent where the registrar's nonces are not at hand.
   */
  challenge?: string
  /** Seconds until the credentials end. */
  credentials_ttl: number
  ice_servers: { urls: string[]; username?: string; credential?: string }[]
  ice_transport_policy: 'all' | 'relay'
  /** The phone tells of its calls: `POST /api/webphone/calls/{uuid}/report`. Absent where the PBX does. */
  call_reports?: boolean
  /** Seconds of registration life to ask for. */
  register_expires: number
  /** Seconds between keep-alive pings of an idle phone; below the 120 s at which Kamailio drops idle sockets. */
  keepalive_seconds: number
}
