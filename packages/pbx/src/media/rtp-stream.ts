import { randomBytes, randomInt } from 'node:crypto'
import type { RtpPacketView } from './secure-transport.ts'
import { FRAME_SAMPLES } from './tone.ts'
import type { EventPacket } from './telephone-event.ts'

/** One outgoing RTP stream: one SSRC for its whole life, whatever it carries (browsers fall silent when it changes). */
export interface RtpStream {
  audioFrame(payloadType: number, payload: Buffer): RtpPacketView
  /** The clock goes on although nothing is sent. */
  skipFrame(): void
  event(payloadType: number, packet: EventPacket): RtpPacketView
  /** A packet of somebody else's stream as one of ours. */
  forwarded(payloadType: number, packet: RtpPacketView): RtpPacketView
}

export function createRtpStream(): RtpStream {
  const ssrc = randomBytes(4).readUInt32BE(0)
  let sequenceNumber = randomInt(0x8000)
  let timestamp = randomBytes(4).readUInt32BE(0)
  let eventTimestamp = timestamp
  let isTalking = false
  let source: { ssrc: number; offset: number } | undefined

  const packet = (fields: { payloadType: number; timestamp: number; marker: boolean; payload: Buffer }) => {
    sequenceNumber = (sequenceNumber + 1) & 0xffff
    return { ...fields, ssrc, sequenceNumber }
  }
  const advance = (samples: number) => {
    timestamp = (timestamp + samples) >>> 0
  }

  return {
    audioFrame(payloadType, payload) {
      advance(FRAME_SAMPLES)
      // RFC 3551 4.1: the first packet after a silence is marked.
      const marker = !isTalking
      isTalking = true
      source = undefined
      return packet({ payloadType, timestamp, marker, payload })
    },
    skipFrame() {
      if (source === undefined) advance(FRAME_SAMPLES)
      isTalking = false
    },
    event(payloadType, { payload, first }) {
      // RFC 4733 2.2: the time of all packets of one event is the time at which it began.
      if (first) eventTimestamp = timestamp
      return packet({ payloadType, timestamp: eventTimestamp, marker: first, payload })
    },
    forwarded(payloadType, original) {
      const isNewSource = source?.ssrc !== original.ssrc
      if (isNewSource || source === undefined) {
        const offset = (timestamp + FRAME_SAMPLES - original.timestamp) >>> 0
        source = { ssrc: original.ssrc, offset }
      }
      timestamp = (original.timestamp + source.offset) >>> 0
      isTalking = true
      return packet({
        payloadType,
        timestamp,
        marker: isNewSource || original.marker,
        payload: original.payload,
      })
    },
  }
}
