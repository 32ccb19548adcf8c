/**
 * What a SIP user agent takes in and gives out. Sans-I/O: frames and the time go in, frames and facts come out, in
 * order, from `takeOutputs()`. No socket, timer, promise, WebRTC object or wall clock is known here; SDP is a string.
 *
 * The phone in the browser and the PBX use the same agent: a phone has one flow at a time, a PBX has many.
 */
import type { HeaderField, SipRequest } from '../message/message.ts'
import type { ReasonField } from '../message/reason.ts'

export type { ReasonField }

/** One connection to a peer (RFC 5626 calls it a flow). A new socket is a new flow, even to the same peer. Never empty. */
export type FlowId = string

/** One leg: our side of one INVITE dialog (with its early forks), from the first INVITE to its end. Unique per agent. */
export type LegId = string

export interface Credentials {
  /** User name of the digest, e.g. `1764000000:1001` for time-limited credentials. */
  readonly username: string
  readonly password: string
}

/** What a phone registers as. A PBX has no account. */
export interface Account {
  /** Address of record, e.g. `sip:1001@pbx.example`. */
  readonly uri: string
  readonly displayName?: string
  readonly credentials: Credentials
  /** A challenge of the registrar that is known beforehand; the first REGISTER answers it. */
  readonly challenge?: string
  /** Wanted registration life in seconds. Default 300. Refreshed at 75 % of what the registrar granted. */
  readonly expiresSeconds?: number
  /** Refreshed after this many seconds at the latest, however long the registration is good for. Default: no such limit. */
  readonly refreshSeconds?: number
  /** `urn:uuid:…`, stable over reconnects (RFC 5626 4.1). */
  readonly instanceId: string
}

export interface UserAgentConfig {
  readonly account?: Account
  /** User-Agent (phone) or Server (PBX) header. */
  readonly product: string
  /** Phrases of statuses that a phone rarely says; a server gives `REASON_PHRASES`. Without one the phrase is empty. */
  readonly reasonPhrases?: Readonly<Record<number, string | undefined>>
  /** Via sent-by and Contact host; default a random `….invalid` (RFC 7118 5). */
  readonly host?: string
  /** Via transport token. Default `WSS`. The Contact says `transport=ws` in both cases (RFC 7118 5.2). */
  readonly transport?: 'WS' | 'WSS'
  /** Session timer offered on our INVITEs, in seconds (RFC 4028); 0 turns the offer off. Default 1800, Min-SE 90. */
  readonly sessionExpiresSeconds?: number
  /** How long an incoming INVITE may ring before 480, in seconds. Default 180. */
  readonly maxRingSeconds?: number
  /** How many incoming calls may ring or be up at once before 486. Default 8 with an account, without limit for a PBX. */
  readonly maxIncomingLegs?: number
  /** `surface`: requests outside a dialog that a phone does not serve (REGISTER, MESSAGE, …) become `request` facts to be answered with `respond()`. `refuse` (default): 405. */
  readonly foreignRequests?: 'surface' | 'refuse'
  /** Uniform in [0, 1): tags, branches, Call-IDs, glare waits. Passed in so that tests are repeatable. */
  readonly random: () => number
  /** RFC 4122 v4 text for Call-IDs of our own calls. */
  readonly uuid: () => string
}

export interface InviteOptions {
  /** Flow to send on. Default: the newest open flow. */
  readonly flow?: FlowId
  /** Request-URI and default To, e.g. `sip:1002@pbx.example`. */
  readonly target: string
  readonly offer: string
  /** From and To as name-addr; default the account and the target. A PBX sets both. */
  readonly from?: { readonly uri: string; readonly displayName?: string | undefined }
  readonly to?: { readonly uri: string; readonly displayName?: string | undefined }
  /** Call-ID; default `uuid()`. */
  readonly callId?: string
  /** Extra header fields; checked for CR, LF and NUL, refused with a RangeError before anything is sent. */
  readonly headers?: readonly HeaderField[]
  /** Give up and CANCEL when no final response came in this many seconds. Default 180. */
  readonly noAnswerSeconds?: number
  /** RFC 3891: the INVITE takes this dialog's place. */
  readonly replaces?: DialogId
}

export interface DialogId {
  readonly callId: string
  /** The tag of the party that receives the Replaces header. */
  readonly toTag: string
  readonly fromTag: string
}

/** What somebody needs to end an answered call in our place, or to take it over. */
export interface Handover {
  readonly dialog: DialogId
  /** The BYE that would end it now, as a frame. Its Request-URI is where the far end is. */
  readonly bye: string
  /** The far end says that it understands Replaces (RFC 3891 6.2). */
  readonly isReplaceable: boolean
}

/** Who ended a leg, and how; always exactly one `ended` fact a leg. */
export interface LegEnd {
  readonly leg: LegId
  /** `local`: our hangup, cancel or reject. `remote`: BYE, CANCEL or a final failure response. `timeout`: no (final) answer in time, session timer expired, or ACK never came. `dialog-gone`: 481 or 408 to a request inside the dialog. */
  readonly by: 'local' | 'remote' | 'timeout' | 'dialog-gone'
  /** What closed it on the wire. */
  readonly how: 'bye' | 'cancel' | 'response' | 'none'
  /** Status of the final response that ended it, where one did. */
  readonly status?: number | undefined
  readonly reasonPhrase?: string | undefined
  /** All Reason headers of the BYE, CANCEL or response. */
  readonly reasons: readonly ReasonField[]
  /** Seconds of Retry-After, where present. */
  readonly retryAfterSeconds?: number | undefined
  /** True when a 2xx had been sent or received on this leg. */
  readonly wasAnswered: boolean
}

/** Outputs, in the order in which they happened. */
export type Output =
  | { readonly type: 'frame'; readonly flow: FlowId; readonly data: string }
  // registration
  | {
      readonly type: 'registered'
      readonly expiresSeconds: number
      readonly gruu?: string | undefined
    }
  | {
      readonly type: 'register-failed'
      /** `rejected` carries the status; `timeout`: no answer in 32 s; `flow-lost`: the flow closed first. */
      readonly cause: 'rejected' | 'timeout' | 'flow-lost'
      readonly status?: number
      readonly reasonPhrase?: string
      readonly retryAfterSeconds?: number | undefined
    }
  /** Answer to un-REGISTER, or its time-out. */
  | { readonly type: 'unregistered' }
  // liveness
  | { readonly type: 'pong'; readonly flow: FlowId }
  // calls
  | {
      readonly type: 'incoming'
      readonly leg: LegId
      readonly flow: FlowId
      readonly callId: string
      readonly from: { readonly uri: string; readonly displayName?: string | undefined }
      readonly to: { readonly uri: string; readonly displayName?: string | undefined }
      /** P-Asserted-Identity, where present. */
      readonly assertedIdentity?:
        { readonly uri: string; readonly displayName?: string | undefined } | undefined
      /** Absent: late offer; answer with an offer of ours in `accept`, the answer comes with `confirmed`. */
      readonly offer?: string | undefined
      /** Our own leg that this INVITE replaces (RFC 3891, checked). */
      readonly replaces?: LegId | undefined
      readonly request: SipRequest
    }
  /** 101-199 to our INVITE. `answer` where it had SDP. `fork` tells early dialogs apart. */
  | {
      readonly type: 'progress'
      readonly leg: LegId
      readonly status: number
      readonly answer?: string | undefined
      readonly fork: string
    }
  /** 2xx to our INVITE (ACK is sent by the agent). `answer` may be absent when the early answer of the same fork holds. */
  | {
      readonly type: 'accepted'
      readonly leg: LegId
      readonly answer?: string | undefined
      readonly fork: string
    }
  /** Our 2xx was acknowledged. `answer` only after a late offer. */
  | { readonly type: 'confirmed'; readonly leg: LegId; readonly answer?: string | undefined }
  /** re-INVITE or UPDATE by the far end: answer with `answerOffer` or `refuseOffer`. No `offer`: it wants one of ours (`answerOffer` carries our offer; its answer comes as `reoffer-answered`). */
  | { readonly type: 'reoffer'; readonly leg: LegId; readonly offer?: string | undefined }
  /** Our `reoffer()` was answered. */
  | { readonly type: 'reoffer-answered'; readonly leg: LegId; readonly answer: string }
  /** Refused (e.g. 488), given up after 491 retries, or 503: the flow closed before the answer. The dialog and its old session live on. */
  | { readonly type: 'reoffer-failed'; readonly leg: LegId; readonly status: number }
  | { readonly type: 'info'; readonly leg: LegId; readonly contentType: string; readonly body: string }
  | { readonly type: 'info-answered'; readonly leg: LegId; readonly status: number }
  /** The far end asks us to call somebody: `acceptRefer` or `refuseRefer`. */
  | {
      readonly type: 'refer'
      readonly leg: LegId
      readonly target: string
      readonly replaces?: DialogId | undefined
      readonly referredBy?: string | undefined
    }
  /** Progress of our `refer()`: 202 first as status 100, then each NOTIFY sipfrag. `final` once. */
  | { readonly type: 'refer-progress'; readonly leg: LegId; readonly status: number; readonly final: boolean }
  | ({ readonly type: 'ended' } & LegEnd)
  // for a server
  | { readonly type: 'request'; readonly id: string; readonly flow: FlowId; readonly request: SipRequest }
  /** A frame that could not be used; already answered with 400 or dropped. Never contains credentials. */
  | { readonly type: 'bad-frame'; readonly flow: FlowId; readonly detail: string }

/**
 * `now` is in milliseconds of any monotonic clock, the same for all calls. Commands that make no sense in the leg's
 * state (a hangup after the end, an unknown leg) do nothing: the end was reported, or will be.
 */
export interface UserAgent {
  openFlow(flow: FlowId, now: number): void
  /** The socket is gone or given up. Legs live on; what they owe (BYE, CANCEL, 200) is sent when a flow opens and, with an account, has registered (at most 120 s later). */
  closeFlow(flow: FlowId, now: number): void
  /** A text frame or the UTF-8 text of a binary one. Never throws. */
  receive(flow: FlowId, frame: string, now: number): void
  /** Fires what is due. Call at `nextDeadline` or whenever; never throws. */
  advance(now: number): void
  /** When `advance` wants to be called next, or undefined. */
  readonly nextDeadline: number | undefined
  /** Drains the outputs since the last call. Call it after every other call. */
  takeOutputs(): readonly Output[]

  /** CRLF ping (RFC 5626 4.4.1) on the newest open flow; `pong` when it is answered. */
  ping(): void
  /** Sends REGISTER on the newest open flow; refreshes follow by themselves. */
  register(now: number): void
  /** One synchronous REGISTER with Expires 0, pre-authorised from the last challenge. */
  unregister(now: number): void
  /** New credentials for the next request that needs them (after a token refresh). */
  setCredentials(credentials: Credentials): void

  /** Returns the leg at once; its facts follow. Throws RangeError on header injection. */
  invite(options: InviteOptions, now: number): LegId
  /** 101-199 to an incoming INVITE, with SDP for early media. 180 is not sent by itself. */
  progress(leg: LegId, status: number, now: number, answer?: string): void
  /** 200 with the answer (or, after a late offer, our offer); retransmitted until ACK; sent again on a new flow. */
  accept(leg: LegId, sdp: string, now: number): void
  /** Final failure response to an incoming INVITE. */
  reject(
    leg: LegId,
    status: number,
    now: number,
    options?: { reasons?: readonly ReasonField[]; headers?: readonly HeaderField[] },
  ): void
  /** BYE, CANCEL or 603/480, whatever the state asks for. `ended{by: 'local'}` comes at once. */
  hangup(leg: LegId, now: number, reasons?: readonly ReasonField[]): void
  /** re-INVITE. One at a time a leg: a second one while one is under way replaces what is sent next. 491 retried by the rules of RFC 3261 14.1. */
  reoffer(leg: LegId, offer: string, now: number): void
  answerOffer(leg: LegId, sdp: string, now: number): void
  refuseOffer(leg: LegId, status: number, now: number): void
  info(leg: LegId, contentType: string, body: string, now: number): void
  /** Blind (`target`) or attended (`other` leg of ours, RFC 3891) transfer. */
  refer(leg: LegId, to: { target: string } | { other: LegId }, now: number): void
  /** 202; then tell the far end how it goes with `notifyRefer`. */
  acceptRefer(leg: LegId, now: number): void
  refuseRefer(leg: LegId, status: number, now: number): void
  notifyRefer(leg: LegId, status: number, reasonPhrase: string, now: number): void

  /** Answer to a `request` fact. */
  respond(
    id: string,
    response: { status: number; reason?: string; headers?: readonly HeaderField[]; body?: string },
    now: number,
  ): void
  /** A PBX moves a leg to the flow its peer now registers from. */
  moveLeg(leg: LegId, flow: FlowId): void
  /** For Replaces and for logs. Undefined before a dialog exists. */
  dialogOf(leg: LegId): DialogId | undefined
  /** Undefined unless the leg is answered, and its answer acknowledged. */
  handoverOf(leg: LegId): Handover | undefined
}
