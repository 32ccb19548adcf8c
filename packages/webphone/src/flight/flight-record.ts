/** The format of a flight record: one call, as one JSON that can be mailed. docs/flight.md describes it; `version` changes with it. */

export interface FlightRecord {
  readonly format: 'zorio-flight'
  readonly version: 1
  /** ISO 8601, UTC: where `t` is 0. */
  readonly startedAt: string
  readonly userAgent: string
  readonly call: {
    readonly uuid: string
    /** Masked. */
    readonly number: string
    readonly direction: 'incoming' | 'outgoing'
    readonly state: string
    readonly billsec: number
    readonly reason: string | null
  }
  readonly entries: readonly FlightEntry[]
  /** Entries that were let go of because there were too many. */
  readonly droppedCount: number
}

/** Milliseconds from `startedAt` by a monotonic clock; the entries are in order. */
export type FlightEntry = { readonly t: number } & FlightFact

export type FlightFact =
  | {
      readonly kind: 'sip'
      readonly direction: 'sent' | 'received'
      /** `INVITE`, `180 Ringing (INVITE)`. */
      readonly summary: string
      /** The message without credentials, keys, names and full numbers. */
      readonly text: string
    }
  | { readonly kind: 'event'; readonly name: string; readonly data: unknown }
  /** Candidate kinds of an SDP, with how many of each. */
  | {
      readonly kind: 'ice'
      readonly side: 'local' | 'remote'
      readonly candidates: Readonly<Record<string, number>>
    }
  /** What the media of the call was asked or said: `createOffer`, `connected`, `input-lost`. */
  | { readonly kind: 'media'; readonly what: string; readonly ms?: number; readonly error?: string }
  | ({ readonly kind: 'stats' } & FlightSample)
  | { readonly kind: 'devices'; readonly inputs: readonly string[]; readonly outputs: readonly string[] }

/** One second of audio. Null where it was not measured. */
export interface FlightSample {
  readonly packetsSent: number
  readonly packetsReceived: number
  readonly lossPercent: number
  readonly jitterMs: number
  readonly roundTripMs: number | null
  readonly mos: number | null
  /** Mean level squared, 0 to 1. */
  readonly inboundLevel: number
  readonly outboundLevel: number | null
  /** `host udp > host`: the pair of candidates in use. */
  readonly route: string | null
}
