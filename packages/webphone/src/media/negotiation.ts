/** Offer and answer of one peer connection (JSEP, RFC 9429), with SDP as text and early answers as SIP has them. */
import { gatherLocalSdp, type GatheringPolicy } from './ice-gathering.ts'
import { applyCodecOrder } from './codecs.ts'
import { checkRemoteSdp, isAudioRejected, withAudioOnly } from './sdp-limits.ts'
import { mediaError } from './media-error.ts'
import { relateAnswers } from './sdp-identity.ts'
import type { MediaDirection } from './media-port.ts'

export interface Negotiation {
  createOffer(isIceRestart: boolean): Promise<string>
  answerOffer(offer: string): Promise<string>
  acceptAnswer(answer: string, stage: 'early' | 'final'): Promise<void>
  rollback(): Promise<void>
  setDirection(direction: MediaDirection): void
  audio(): RTCRtpTransceiver | undefined
  /** The answer of the last exchange, ours or theirs: it names what both sides took. */
  agreedSdp(): string | undefined
}

export interface NegotiationOptions {
  readonly gathering: GatheringPolicy
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

  function adopt(transceiver: RTCRtpTransceiver): void {
    if (audio) return
    audio = transceiver
    options.onAudio(transceiver)
  }

  function adoptOffered(offer: string): void {
    for (const transceiver of pc.getTransceivers()) {
      if (transceiver.receiver.track.kind === 'audio') adopt(transceiver)
    }
    if (!audio) throw mediaError('no_audio', 'The far end offers no audio.')
    audio.direction = direction
    applyCodecOrder(audio, offer)
  }
  pc.addEventListener('track', adoptIncoming)
  function adoptIncoming(event: RTCTrackEvent): void {
    if (event.track.kind === 'audio') adopt(event.transceiver)
  }

  function prepareOffer(transceiver: RTCRtpTransceiver): void {
    transceiver.direction = direction
    applyCodecOrder(transceiver)
  }

  async function createOffer(isIceRestart: boolean): Promise<string> {
    applied = undefined
    if (!audio) adopt(pc.addTransceiver('audio', { direction }))
    if (audio) prepareOffer(audio)
    await pc.setLocalDescription(await pc.createOffer({ iceRestart: isIceRestart }))
    return gatherLocalSdp(pc, options.gathering, options.signal)
  }

  async function answerOffer(offer: string): Promise<string> {
    checkRemoteSdp(offer)
    await rollback()
    applied = undefined
    const known = audio
    await pc.setRemoteDescription({ type: 'offer', sdp: withAudioOnly(offer) })
    try {
      adoptOffered(offer)
      await pc.setLocalDescription(await pc.createAnswer())
    } catch (error) {
      // A transceiver that the offer made goes with it (RFC 9429 4.1.10.2).
      await rollback()
      audio = known
      throw error
    }
    return gatherLocalSdp(pc, options.gathering, options.signal)
  }

  /**
   * An early answer is applied as the answer: `pranswer` is refused by Firefox. A final one that differs but comes from
   * the same ICE and DTLS end is applied over a second offer that nobody sends, as it would be word for word the first.
   */
  async function acceptAnswer(answer: string, stage: 'early' | 'final'): Promise<void> {
    checkRemoteSdp(answer)
    if (isAudioRejected(answer)) {
      if (stage === 'early') return
      await rollback()
      throw mediaError('audio_rejected', 'The far end refused the audio stream (port 0).')
    }
    const relation = applied === undefined ? undefined : relateAnswers(applied, answer)
    if (relation === 'same' || (relation === 'other-fork' && stage === 'early')) return
    if (relation === 'other-fork') {
      throw mediaError('fork_mismatch', 'The call was answered by another far end than the one that rang.')
    }
    if (relation === 'same-transport') await pc.setLocalDescription(await pc.createOffer())
    await pc.setRemoteDescription({ type: 'answer', sdp: answer })
    applied = answer
  }

  async function rollback(): Promise<void> {
    if (pc.signalingState === 'have-local-offer') await pc.setLocalDescription({ type: 'rollback' })
    if (pc.signalingState === 'have-remote-offer') await pc.setRemoteDescription({ type: 'rollback' })
  }

  return {
    createOffer,
    answerOffer,
    acceptAnswer,
    rollback,
    setDirection: (value) => {
      direction = value
    },
    audio: () => audio,
    agreedSdp: () =>
      [pc.currentRemoteDescription, pc.currentLocalDescription].find((each) => each?.type === 'answer')?.sdp,
  }
}
