/**
 * What the call engine needs of the browser's media, and nothing more. The adapter (`peer-connection.ts` and its
 * neighbours) translates; it keeps no business state and never decides about a call. SDP crosses as text.
 * Every rejected promise is a `ZorioWebphoneError` (`microphone_*`, `media_failed`, …).
 */
export interface MediaPort {
  /**
   * Starts what must exist before the first call (DTMF worker), and asks the ICE servers whether they answer. Never
   * rejects; a failure is reported by `report`.
   */
  prepare(report: (fact: MediaPortFact) => void, ice?: MediaSessionOptions): Promise<void>
  /** Synchronous, cheap, and never throws: without a peer connection (`details.reason` `unsupported`) the first operation rejects. */
  open(options: MediaSessionOptions, report: (fact: MediaFact) => void): MediaSession
  /** In a click: plays what was blocked. Resolves true when everything audible plays. */
  unlock(): Promise<boolean>
  ring: RingPort
  listDevices(): Promise<readonly { kind: 'audioinput' | 'audiooutput'; deviceId: string; label: string }[]>
  setInput(deviceId: string): Promise<void>
  setOutput(deviceId: string): Promise<void>
  setRingOutput(deviceId: string): Promise<void>
  /** Stops everything; after it no track, AudioContext, worker, element or listener of ours is left. */
  dispose(): void
}

export interface RingPort {
  /** Incoming ring until `stop`. Reports a refusal to play as `blocked` (autoplay). */
  start(onBlocked: () => void): void
  stop(): void
}

export type MediaPortFact =
  { readonly type: 'dtmf-tap-unavailable'; readonly detail: string } | { readonly type: 'devices-changed' }

export interface MediaSessionOptions {
  /** Read again for an ICE restart: credentials may end sooner than a call. */
  readonly iceServers: readonly { urls: readonly string[]; username?: string; credential?: string }[]
  readonly iceTransportPolicy: 'all' | 'relay'
}

export type MediaDirection = 'sendrecv' | 'sendonly' | 'recvonly' | 'inactive'

export interface MediaSession {
  /** Asks for the microphone (or the tone) and attaches it. Rejects with `microphone_*`. Idempotent. */
  startInput(): Promise<void>
  /** Local offer, gathered by policy: complete, or quiet (5 ms for host candidates alone, else 100 ms) with the wanted kinds in hand, at most 1 s (2 s relay only). */
  createOffer(options?: { iceRestart?: boolean }): Promise<string>
  /**
   * While a call rings: makes the answer to its offer ready, as far as nothing leaves the browser for the far end and the microphone
   * stays shut. Never rejects; `answerOffer` of the same offer takes what is there.
   */
  prepareAnswer(offer: string): void
  /** Answer to a remote offer, gathered by the same policy. Glare is settled by the SIP core: a pending local offer is rolled back. */
  answerOffer(offer: string): Promise<string>
  /** `early`: SDP of a 183; applied so that it is heard. The later final answer may be the same (ignored), absent, or different. */
  acceptAnswer(answer: string, stage: 'early' | 'final'): Promise<void>
  /** A local offer that was refused by the far end (488, 491): back to the stable state. */
  rollback(): Promise<void>
  /** What the next offer or answer says, and whether the microphone is sent: hold is `sendonly`, or `inactive` when the far end holds too. */
  setDirection(direction: MediaDirection): void
  setMuted(isMuted: boolean): void
  /** RFC 4733 by RTCDTMFSender. False when the far end took no telephone-event or the browser refuses. Resolves when the last tone was sent. */
  sendDtmf(digits: string, durationMs: number, gapMs: number): Promise<boolean>
  stats(): Promise<MediaStats>
  /** Idempotent; stops tracks (also those that a pending getUserMedia still brings), closes the connection, removes the element. */
  close(): void
}

export type MediaFact =
  | { readonly type: 'digit'; readonly digit: string }
  | { readonly type: 'connection'; readonly state: 'connecting' | 'connected' | 'interrupted' | 'failed' }
  /** The browser refused to play this call's audio; once a session. */
  | { readonly type: 'autoplay-blocked' }
  | { readonly type: 'playing' }
  /** The microphone's track ended by itself. */
  | { readonly type: 'input-lost' }

/** Counters since the start of the session, for liveness and quality. */
export interface MediaStats {
  readonly packetsSent: number
  readonly packetsReceived: number
  /** Those that came too late to be played among them: nobody heard them either (W3C webrtc-stats packetsDiscarded). */
  readonly packetsLost: number
  readonly jitterSeconds: number
  readonly roundTripSeconds?: number | undefined
  /** Sum of energy of the received audio (W3C webrtc-stats totalAudioEnergy). */
  readonly inboundEnergy: number
  readonly outboundEnergy?: number | undefined
  /** What the jitter buffer wanted to hold, summed over the samples it gave (W3C webrtc-stats jitterBufferTargetDelay), and how many it gave. */
  readonly bufferTargetSeconds: number
  readonly bufferSamples: number
  /** `host udp > srflx`: kinds of the candidates in use (W3C webrtc-stats candidate-pair). */
  readonly route?: string | undefined
}

/** Remote direction of the first audio section as the SDP states it; `inactive` for port 0. Pure. */
export type ReadRemoteDirection = (sdp: string) => MediaDirection
