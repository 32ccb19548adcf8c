/** What the host program (our server, a test) gives to and gets from the PBX. The PBX knows no HTTP routes and no database. */
import type { IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'

export interface PbxOptions {
  /** SIP domain of all users, e.g. `pbx.localhost`. */
  readonly domain: string
  /**
   * The password that belongs to a digest user name (`EXPIRES:USER` for time-limited credentials) and the extension it
   * may register, or `expired` / undefined (unknown). Must answer in constant time for unknown and known users.
   */
  readonly credentialsOf: (
    username: string,
  ) => { password: string; extension: string } | 'expired' | undefined
  /** Extensions that exist; an unregistered one answers 480 with Q.850 20, others 404 with Q.850 1. */
  readonly hasExtension: (extension: string) => boolean
  /** Which test numbers answer. `echo`: 9200 alone, which `diagnose()` calls; the others are for demos. Default `all`. */
  readonly testNumbers?: 'all' | 'echo'
  /** A test number that answers in place of a number of the outside world, for demos. */
  readonly standInFor?: (dialled: string) => string | undefined
  readonly displayNameOf?: (extension: string) => string | undefined
  /** Called synchronously for each step of each call. Never throws into the PBX. */
  readonly onCall?: (event: PbxCallEvent) => void
  readonly onRegistration?: (event: {
    extension: string
    state: 'registered' | 'unregistered' | 'expired'
  }) => void
  /** `direct`: audio between two phones goes straight between the browsers. `relay`: through the PBX. Default `direct`. */
  readonly media?: 'direct' | 'relay'
  /** Allowed Origin headers of the WebSocket upgrade; default any. */
  readonly allowedOrigins?: readonly string[]
  /** Who asks for an upgrade, for the log; default the other end of the connection. */
  readonly addressOf?: (request: IncomingMessage) => string | undefined
  /** Structured log without secrets, full numbers masked. */
  readonly log?: (level: 'debug' | 'info' | 'warn', message: string, fields?: Record<string, unknown>) => void
}

/** One step of one call between two parties, as call records and webhooks need it. */
export interface PbxCallEvent {
  readonly step: 'ringing' | 'answered' | 'hangup'
  /** Call-ID of the caller's leg, which is the phone's `call.uuid` for calls it makes. */
  readonly callUuid: string
  /** Call-ID of the callee's leg, where there is one; a phone that is called sees `X-Call-UUID: callUuid` in the INVITE. */
  readonly bLegUuid?: string
  readonly direction: 'inbound' | 'outbound' | 'internal'
  readonly callerNumber: string
  readonly callerName?: string
  readonly destinationNumber: string
  /** The user's extension this call belongs to (the caller for outbound and internal). */
  readonly extension: string
  /** Milliseconds since the epoch. */
  readonly startedAt: number
  readonly answeredAt?: number
  readonly endedAt?: number
  /** With `hangup`: FreeSWITCH cause name, e.g. `NORMAL_CLEARING`. */
  readonly cause?: string
}

export interface Pbx {
  /** Takes an HTTP upgrade with sub-protocol `sip`; refuses others with 400. */
  handleUpgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void
  /** Extensions that have a live registration. */
  registrations(): readonly { extension: string; contacts: number }[]
  /** An outside caller rings an extension: for demos, the sandbox and click-to-call. Returns the callUuid. Rejects when not registered. */
  ringFromOutside(options: { extension: string; number: string; displayName?: string }): Promise<string>
  /**
   * Click-to-call: the extension's own phones ring, and who answers is connected to `destination`, a test number or another
   * extension. Returns the callUuid once the phones are asked to ring. Rejects when the extension has no phone.
   */
  connectCall(options: { extension: string; destination: string }): Promise<string>
  /** Cuts the sockets of an extension without a close frame (default: all), and for `refuseMs` accepts no new ones of it. */
  cutSockets(options?: { extension?: string; refuseMs?: number }): void
  /** Ends every call whose party is this extension (page unload, click-to-call hang-up). Returns how many. */
  hangUpCallsOf(extension: string, callUuid?: string): number
  /**
   * The phone of an answered call goes and may come back: for `seconds` the other side is kept, until the phone takes its leg
   * over (INVITE with Replaces), and then hung up. 0 asks and changes nothing; a later request only makes it longer, to at
   * most 90 s after the first. False when the extension has no such call; `callId` is the Call-ID of its own leg.
   */
  keepCall(extension: string, call: { callId: string; seconds: number }): boolean
  /** A Digest challenge (value of WWW-Authenticate) that a phone may answer in its first REGISTER, within five minutes. */
  registerChallenge(): string
  /** Hangs up all calls, closes all sockets (code 1001), frees all media. */
  close(): Promise<void>
}
