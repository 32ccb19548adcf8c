/**
 * When is the local SDP good enough to send? SIP sends candidates once, so too early loses them; `complete` may take
 * 40 s with one dead STUN server, and never comes with a dropped TURN over TCP. The rule is pure, the edge below it thin.
 */
import { mediaError } from './media-error.ts'

export interface GatheringPolicy {
  readonly wanted: 'relay' | 'srflx' | 'host'
  /** Never waited longer than this. */
  readonly capMs: number
  /** This long without a new candidate ends the wait. */
  readonly quietMs: number
}

export interface GatheringView {
  readonly isComplete: boolean
  /** `typ` of each candidate in the local description. */
  readonly kinds: readonly string[]
  readonly elapsedMs: number
  /** Since the last candidate, or since the start. */
  readonly quietMs: number
}

const quietMs = 100
/**
 * All interfaces answer within a few ms of each other; what Chromium adds 100 ms later is TCP, which no PBX speaks. One that is
 * later still takes part: its checks tell the far end of it (RFC 8445 7.3.1.3).
 */
const hostQuietMs = 5
/** A host with a public address never gets a reflexive candidate; a round trip to STUN is shorter than this. */
const reflexiveWaitMs = 400

export function gatheringPolicy(
  wanted: GatheringPolicy['wanted'],
  transportPolicy: 'all' | 'relay',
): GatheringPolicy {
  if (transportPolicy === 'relay') return { wanted: 'relay', capMs: 2_000, quietMs }
  return { wanted, capMs: 1_000, quietMs: wanted === 'host' ? hostQuietMs : quietMs }
}

/** 0: send now. Otherwise look again after so many milliseconds, or at the next candidate. */
export function gatheringWaitMs(policy: GatheringPolicy, view: GatheringView): number {
  const leftMs = policy.capMs - view.elapsedMs
  if (view.isComplete || leftMs <= 0) return 0
  if (view.kinds.length === 0) return leftMs
  if (policy.wanted === 'relay' && !view.kinds.includes('relay')) return leftMs
  const quietLeftMs = Math.max(0, policy.quietMs - view.quietMs)
  const needsReflexive = policy.wanted === 'srflx' && !view.kinds.includes('srflx')
  const reflexiveLeftMs = needsReflexive ? Math.max(0, reflexiveWaitMs - view.elapsedMs) : 0
  return Math.min(leftMs, Math.max(quietLeftMs, reflexiveLeftMs))
}

export function candidateKinds(sdp: string): string[] {
  return [...sdp.matchAll(/^a=candidate:.* typ (\w+)/gm)].map((match) => match[1] ?? '')
}

/** Call it in the continuation of setLocalDescription. Resolves with the SDP to send; rejects when nothing was gathered. */
export function gatherLocalSdp(
  pc: RTCPeerConnection,
  policy: GatheringPolicy,
  signal?: AbortSignal,
): Promise<string> {
  const startedAt = performance.now()
  let changedAt = startedAt
  let kindCount = 0
  // After an ICE restart the state still reads `complete` until the next task; candidates in the SDP tell the difference.
  let sawGathering = false
  let timer: ReturnType<typeof setTimeout> | undefined

  return new Promise((resolve, reject) => {
    function look(): void {
      clearTimeout(timer)
      const sdp = pc.localDescription?.sdp ?? ''
      const kinds = candidateKinds(sdp)
      const now = performance.now()
      if (kinds.length !== kindCount) changedAt = now
      kindCount = kinds.length
      const isComplete = pc.iceGatheringState === 'complete' && (sawGathering || kindCount > 0)
      const view = { isComplete, kinds, elapsedMs: now - startedAt, quietMs: now - changedAt }
      const waitMs = gatheringWaitMs(policy, view)
      if (waitMs > 0) timer = setTimeout(wake, Math.ceil(waitMs), now + waitMs)
      else finish(sdp, isComplete && kindCount === 0)
    }

    /** A timer that fires late tells of a busy page: candidates may lie in the queue behind it. */
    function wake(dueAt: number): void {
      if (performance.now() - dueAt > policy.quietMs) changedAt = performance.now()
      look()
    }

    function onGathering(): void {
      sawGathering = true
      look()
    }

    function leave(): void {
      clearTimeout(timer)
      signal?.removeEventListener('abort', onAbort)
      pc.removeEventListener('icecandidate', look)
      pc.removeEventListener('icegatheringstatechange', onGathering)
    }

    function onAbort(): void {
      leave()
      reject(signal?.reason)
    }

    function finish(sdp: string, isHopeless: boolean): void {
      leave()
      if (isHopeless) reject(mediaError('no_candidates'))
      else resolve(sdp)
    }

    signal?.addEventListener('abort', onAbort)
    pc.addEventListener('icecandidate', look)
    pc.addEventListener('icegatheringstatechange', onGathering)
    look()
  })
}
