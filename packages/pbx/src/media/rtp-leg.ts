import { createNegotiation, type MediaEngine } from './negotiation.ts'
import { createRtpStream } from './rtp-stream.ts'
import type { RtpPacketView } from './secure-transport.ts'
import { createDigitReader, createDigitSender } from './telephone-event.ts'
import type { FrameSource } from './tone.ts'

/** The PBX's media end of one call leg: negotiates, plays, hears, sends and receives key presses. */
export interface RtpLeg {
  /** Answer to an offer, first or later. Rejects with `UnusableSdp` where nothing in it can be used. */
  answer(offer: string): Promise<string>
  /** `mid`: name of the section in an earlier session of the far end that this offer takes over. */
  offer(mid?: string): Promise<string>
  acceptAnswer(answer: string): Promise<void>
  /** Plays until the source ends (then `onEnd`) or the next `play`. Starts when media is connected. */
  play(source: FrameSource, onEnd?: () => void): void
  /** Queues keys as telephone-events, 100 ms each; `onEnd` after the last one. */
  sendDigits(digits: string, onEnd?: () => void): void
  /** Sends a packet of another stream as one of ours. */
  forward(packet: RtpPacketView): void
  close(): Promise<void>
}

export interface RtpLegListener {
  readonly onAudio?: ((packet: RtpPacketView) => void) | undefined
  readonly onDigit?: ((digit: string) => void) | undefined
  readonly onConnected?: (() => void) | undefined
}

export function createRtpLeg(engine: MediaEngine, listener: () => RtpLegListener): RtpLeg {
  const reader = createDigitReader()
  let isConnected = false
  const negotiation = createNegotiation(engine, {
    onPacket(packet) {
      const { telephoneEvent, pcmu, opus } = negotiation.codecs
      if (packet.payloadType === telephoneEvent) {
        const digit = reader.read(packet)
        if (digit !== undefined) listener().onDigit?.(digit)
      } else if (packet.payloadType === (pcmu ?? opus)) listener().onAudio?.(packet)
    },
    onConnected() {
      isConnected = true
      listener().onConnected?.()
    },
  })
  const out = createRtpStream()
  const player = createPlayer((audio, event) => {
    const { telephoneEvent, pcmu } = negotiation.codecs
    if (audio === undefined || pcmu === undefined || !negotiation.maySend) out.skipFrame()
    else negotiation.send(out.audioFrame(pcmu, audio))
    // Sent beside the audio, not instead of it: a gap would be concealed by the listener.
    if (event !== undefined && telephoneEvent !== undefined)
      negotiation.send(out.event(telephoneEvent, event))
  })
  let stopBeat: (() => void) | undefined
  const keepBeating = () => {
    stopBeat ??= engine.pacer.add(() => {
      if (isConnected && !player.beat()) {
        stopBeat?.()
        stopBeat = undefined
      }
    })
  }

  return {
    answer: (offer) => negotiation.answer(offer),
    offer: (mid) => negotiation.offer(mid),
    acceptAnswer: (answer) => negotiation.acceptAnswer(answer),
    play(source, onEnd) {
      player.play(source, onEnd)
      keepBeating()
    },
    sendDigits(digits, onEnd) {
      player.sendDigits(digits, onEnd)
      keepBeating()
    },
    forward(packet) {
      const payloadType = negotiation.codecs.pcmu ?? negotiation.codecs.opus
      if (payloadType !== undefined && negotiation.maySend) {
        negotiation.send(out.forwarded(payloadType, packet))
      }
    },
    close() {
      stopBeat?.()
      stopBeat = () => undefined
      return negotiation.close()
    },
  }
}

type Beat = (
  audio: Buffer | undefined,
  event: ReturnType<ReturnType<typeof createDigitSender>['next']>,
) => void

/** What is played, one 20 ms beat at a time. `beat` is false when nothing is left. */
function createPlayer(send: Beat) {
  const digits = createDigitSender()
  let playing: { readonly source: FrameSource; readonly onEnd: (() => void) | undefined } | undefined
  let onDigitsSent: (() => void) | undefined

  return {
    play(source: FrameSource, onEnd?: () => void) {
      playing = { source, onEnd }
    },
    sendDigits(text: string, onEnd?: () => void) {
      digits.send(text)
      onDigitsSent = onEnd
    },
    beat(): boolean {
      const audio = playing?.source()
      send(audio && Buffer.from(audio.buffer, audio.byteOffset, audio.byteLength), digits.next())
      if (audio === undefined) {
        const ended = playing?.onEnd
        playing = undefined
        ended?.()
      }
      if (digits.isIdle) {
        const sent = onDigitsSent
        onDigitsSent = undefined
        sent?.()
      }
      return playing !== undefined || !digits.isIdle
    },
  }
}
