/** Offer and answer of one peer connection (JSEP, RFC 9429), with SDP as text and early answers as SIP has them. */
import { applyCodecOrder, readAgreedCodecs, type AgreedCodecs } from './codecs.ts'
import { checkRemoteSdp, isAudioRejected, withAudioOnly } from './sdp-limits.ts'
import { gatherLocalSdp, type GatheringPolicy } from './ice-gathering.ts'
import type { MediaDirection } from './media-port.ts'
import { decideAnswer } from './sdp-identity.ts'
import { keepCandidatesBack, type KeptBack } from './prepared-answer.ts'
import { mediaError } from './media-error.ts'

export interface Negotiation {
  createOffer(isIceRestart: boolean): Promise<string>
  /** Until `answerOffer` nothing is sent to the far end. */
  prepareAnswer(offer: string): Promise<void>
  answerOffer(offer: string): Promise<string>
  acceptAnswer(answer: string, stage: 'early' | 'final'): Promise<void>
  rollback: () => Promise<void>
  setDirection(direction: MediaDirection): void
  audio(): RTCRtpTransceiver | undefined
  /** By the answer of the last exchange, ours or theirs: it names what both sides took. */
  agreed(): AgreedCodecs | undefined
}

export interface NegotiationOptions {
  /** Asked for each offer and answer: what a call is worth waiting for may have been learned in it. */
  readonly gathering: () => GatheringPolicy
  /** Aborted when the call ends. */
  readonly signal: AbortSignal
  /** Called once, in the task that made the transceiver: a receiver tap set any later is ignored by Chromium. */
  readonly onAudio: (transceiver: RTCRtpTransceiver) => void
}

export function createNegotiation(pc: RTCPeerConnection, options: NegotiationOptions): Negotiation {
  let audio: RTCRtpTransceiver | undefined
  let direction: MediaDirection = 'sendrecv'
  /** The answer that settled our last offer, while a second one may still come for it. */
  let applied: string | undefined
  let prepared: { readonly offer: string; readonly candidates: KeptBack['candidates'] } | undefined

  function adopt(transceiver: RTCRtpTransceiver): RTCRtpTransceiver {
    if (!audio) {
      audio = transceiver
      options.onAudio(transceiver)
    }
    return audio
  }

  function prepare(transceiver: RTCRtpTransceiver, offer?: string): void {
    transceiver.direction = direction
    applyCodecOrder(transceiver, offer)
  }

  pc.addEventListener('track', ({ track, transceiver }) => {
    if (track.kind === 'audio') adopt(transceiver)
  })

  async function createOffer(isIceRestart: boolean): Promise<string> {
    applied = undefined
    prepare(audio ?? adopt(pc.addTransceiver('audio', { direction })))
    await pc.setLocalDescription(await pc.createOffer({ iceRestart: isIceRestart }))
    return gatherLocalSdp(pc, options.gathering(), options.signal)
  }

  async function prepareAnswer(offer: string): Promise<void> {
    checkRemoteSdp(offer)
    const kept = keepCandidatesBack(withAudioOnly(offer))
    await answerWith(kept.offer)
    prepared = { offer, candidates: kept.candidates }
  }

  async function answerOffer(offer: string): Promise<string> {
    const { candidates } = prepared?.offer === offer ? prepared : {}
    prepared = undefined
    const ready = pc.localDescription?.sdp
    if (!candidates || ready === undefined) {
      checkRemoteSdp(offer)
      return answerWith(withAudioOnly(offer))
    }
    // One that the browser cannot read is no reason to lose the others.
    for (const candidate of candidates) pc.addIceCandidate(candidate).catch(() => undefined)
    return ready
  }

  async function answerWith(offer: string): Promise<string> {
    await rollBack(pc)
    applied = undefined
    const known = audio
    await pc.setRemoteDescription({ type: 'offer', sdp: offer })
    try {
      prepare(adopt(offeredAudio(pc)), offer)
      await pc.setLocalDescription(await pc.createAnswer())
    } catch (error) {
      // A transceiver that the offer made goes with it (RFC 9429 4.1.10.2).
      await rollBack(pc)
      audio = known
      throw error
    }
    return gatherLocalSdp(pc, options.gathering(), options.signal)
  }

  /** An early answer is applied as the answer: `pranswer` is refused by Firefox. */
  async function acceptAnswer(answer: string, stage: 'early' | 'final'): Promise<void> {
    checkRemoteSdp(answer)
    if (isAudioRejected(answer)) return refuseAnswer(pc, stage)
    const decision = decideAnswer(applied, answer, stage)
    if (decision === 'ignore') return
    if (decision === 'mismatch') throw mediaError('fork_mismatch')
    // The same ICE and DTLS end says something else: it answers a second offer that nobody sends, word for word the first.
    if (decision === 'apply-again') await pc.setLocalDescription(await pc.createOffer())
    await pc.setRemoteDescription({ type: 'answer', sdp: answer })
    applied = answer
  }

  return {
    createOffer,
    prepareAnswer,
    answerOffer,
    acceptAnswer,
    rollback: () => rollBack(pc),
    setDirection: (value) => void (direction = value),
    audio: () => audio,
    agreed: () => agreedIn(pc),
  }
}

async function rollBack(pc: RTCPeerConnection): Promise<void> {
  if (pc.signalingState === 'have-local-offer') await pc.setLocalDescription({ type: 'rollback' })
  if (pc.signalingState === 'have-remote-offer') await pc.setRemoteDescription({ type: 'rollback' })
}

function offeredAudio(pc: RTCPeerConnection): RTCRtpTransceiver {
  const found = pc.getTransceivers().find(({ receiver }) => receiver.track.kind === 'audio')
  if (!found) throw mediaError('no_audio')
  return found
}

/** The stream as it was before goes on; a browser that sees port 0 would give the transceiver up for good. */
async function refuseAnswer(pc: RTCPeerConnection, stage: 'early' | 'final'): Promise<void> {
  if (stage === 'early') return
  await rollBack(pc)
  throw mediaError('audio_rejected')
}

function agreedIn(pc: RTCPeerConnection): AgreedCodecs | undefined {
  const descriptions = [pc.currentRemoteDescription, pc.currentLocalDescription]
  const answer = descriptions.find((description) => description?.type === 'answer')
  return answer ? readAgreedCodecs(answer.sdp) : undefined
}
