/**
 * From telephone-event packets (RFC 4733) to key presses. Both functions of the receiving worker are sent to it as
 * text, so this one must stay self-contained: no import, no constant outside, nothing that a compiler turns into a helper.
 */

export interface TelephoneEventFrame {
  readonly ssrc: number
  readonly rtpTimestamp: number
  /** RFC 4733 2.3: event, E bit and volume, duration in 16 bits. */
  readonly payload: Uint8Array
}

/** What one call remembers between packets; starts as `{ seen: [] }`. */
export interface DigitMemory {
  /** Newest last; a few are kept so that a packet that arrives late does not become a second press. */
  readonly seen: string[]
  last?: { ssrc: number; rtpTimestamp: number; event: number; duration: number; isEnded: boolean }
}

/**
 * The digit of a new press, else undefined. SSRC and timestamp name a press (2.5.1.2: the timestamp is that of its
 * start in all of its packets), so the first packet that arrives counts whatever its flags: lost starts and lost ends do not matter.
 */
export function digitFromFrame(frame: TelephoneEventFrame, memory: DigitMemory): string | undefined {
  const payload = frame.payload
  const event = payload[0]
  if (payload.length < 4 || event === undefined || event > 15) return undefined
  const duration = (payload[2] || 0) * 256 + (payload[3] || 0)
  const isEnded = ((payload[1] || 0) & 0x80) !== 0
  const key = frame.ssrc + ':' + frame.rtpTimestamp
  const isKnown = memory.seen.indexOf(key) !== -1
  const last = memory.last
  if (isKnown && last && last.ssrc === frame.ssrc && last.rtpTimestamp === frame.rtpTimestamp) {
    last.duration = Math.max(last.duration, duration)
    last.isEnded = last.isEnded || isEnded
  }
  if (isKnown) return undefined
  memory.seen.push(key)
  if (memory.seen.length > 32) memory.seen.shift()
  // The same key that starts no later than the last press was known to last, and no end was seen, is that press going
  // on: a further segment of a long one (2.5.1.3), or a gateway that fails to freeze the timestamp.
  const isSameKey = last !== undefined && last.ssrc === frame.ssrc && last.event === event && !last.isEnded
  const distance = last === undefined ? 0 : (frame.rtpTimestamp - last.rtpTimestamp) >>> 0
  const isContinued = isSameKey && last !== undefined && distance <= last.duration
  memory.last = { ssrc: frame.ssrc, rtpTimestamp: frame.rtpTimestamp, event, duration, isEnded }
  return isContinued ? undefined : '0123456789*#ABCD'.charAt(event)
}
