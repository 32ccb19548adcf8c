/** The PBX's end of one call as a peer connection of the same page: plays, echoes, sends keys, and hears them. */
import { linearFromMuLaw } from '@zorio/pbx/mu-law'
import type { DtmfTap } from '../media/dtmf-receiver.ts'
import type { FarAudio, SoundSource } from './call-audio-port.ts'
import type { LoadedDtmfReceiver } from '../media/load-dtmf-receiver.ts'

const keyMs = 100
const pauseMs = 70
const frameMs = 20
const sampleRate = 8000
/** Sound is laid out this far ahead of what is heard. */
const aheadSeconds = 0.2

/** `dtmf` reads the keys of all calls. */
export function createFarPeer(dtmf: LoadedDtmfReceiver): FarAudio {
  const pc = new RTCPeerConnection()
  const context = new AudioContext()
  const output = new MediaStreamAudioDestinationNode(context, { channelCount: 1 })
  const track = output.stream.getAudioTracks()[0]
  if (!track) throw new Error('The page gives no audio track.')
  const sender = pc.addTrack(track, output.stream)
  const transceiver = () => pc.getTransceivers()[0]
  let tap: DtmfTap | undefined
  /** Set in the task that makes the receiver: a receiver's transform comes too late afterwards. */
  const listen = () => {
    const receiver = transceiver()?.receiver
    if (receiver) tap ??= dtmf.tap(receiver, (digit) => far.onDigit(digit))
  }
  /** RFC 4733: the payload types of telephone-event are what both descriptions agree on. */
  const onAgreed = () => {
    const agreed = pc.currentLocalDescription?.sdp.matchAll(/^a=rtpmap:(\d+) telephone-event\//gm) ?? []
    tap?.setPayloadTypes([...agreed].map(([, type]) => Number(type)))
  }
  listen()
  let stop = (): void => undefined
  const gathered = async (): Promise<string> => {
    while (pc.iceGatheringState !== 'complete') await once(pc, 'icegatheringstatechange')
    return pc.localDescription?.sdp ?? ''
  }
  const far: FarAudio = {
    async offer() {
      await dtmf.settled()
      listen()
      await pc.setLocalDescription(await pc.createOffer())
      return gathered()
    },
    async answer(offer) {
      await dtmf.settled()
      await pc.setRemoteDescription({ type: 'offer', sdp: offer })
      listen()
      await pc.setLocalDescription(await pc.createAnswer())
      onAgreed()
      return gathered()
    },
    async acceptAnswer(sdp) {
      await pc.setRemoteDescription({ type: 'answer', sdp })
      onAgreed()
    },
    setDirection(direction) {
      const audio = transceiver()
      if (audio) audio.direction = direction
    },
    play(source, onEnd) {
      stop()
      void context.resume()
      stop = playInto(context, output, { source, onEnd })
    },
    echo() {
      stop()
      void sender.replaceTrack(transceiver()?.receiver.track ?? null)
    },
    sendDigits(digits, onEnd) {
      sender.dtmf?.insertDTMF(digits, keyMs, pauseMs)
      setTimeout(onEnd, digits.length * (keyMs + pauseMs))
    },
    onDigit: () => undefined,
    close() {
      stop()
      tap?.close()
      pc.close()
      void context.close()
    },
  }
  return far
}

const once = (target: EventTarget, name: string) =>
  new Promise((resolve) => target.addEventListener(name, resolve, { once: true }))

interface Sound {
  readonly source: SoundSource
  readonly onEnd: () => void
}

/** Lays frames one after the other on the context's time line. Returns the stop. */
function playInto(context: AudioContext, output: AudioNode, { source, onEnd }: Sound): () => void {
  let at = context.currentTime
  const playing = new Set<AudioBufferSourceNode>()
  const timer = setInterval(() => {
    at = Math.max(at, context.currentTime)
    while (at < context.currentTime + aheadSeconds) {
      const frame = source()
      if (!frame) {
        clearInterval(timer)
        return onEnd()
      }
      playFrame(frame)
    }
  }, frameMs)
  const playFrame = (frame: Uint8Array) => {
    const buffer = new AudioBuffer({ length: frame.length, sampleRate })
    buffer.copyToChannel(
      Float32Array.from(frame, (code) => linearFromMuLaw(code) / 32_768),
      0,
    )
    const node = new AudioBufferSourceNode(context, { buffer })
    node.connect(output)
    node.addEventListener('ended', () => playing.delete(node))
    node.start(at)
    playing.add(node)
    at += frame.length / sampleRate
  }
  return () => {
    clearInterval(timer)
    for (const node of playing) node.stop()
  }
}
