import type { MediaEngine } from './negotiation.ts'
import { createRtpLeg, type RtpLeg, type RtpLegListener } from './rtp-leg.ts'

/** A media leg whose listener can be exchanged, because calls are bridged and transferred while media runs. */
export interface MediaEnd {
  readonly media: RtpLeg
  readonly listener: { -readonly [Key in keyof RtpLegListener]: RtpLegListener[Key] }
}

export function createMediaEnd(engine: MediaEngine): MediaEnd {
  const listener: MediaEnd['listener'] = {}
  return { media: createRtpLeg(engine, () => listener), listener }
}

/** What one end hears the other says; key presses are written anew, because payload types differ. */
export function wireTogether(left: MediaEnd, right: MediaEnd): void {
  wireOneWay(left, right)
  wireOneWay(right, left)
}

function wireOneWay(from: MediaEnd, to: MediaEnd): void {
  from.listener.onAudio = (packet) => {
    to.media.forward(packet)
  }
  from.listener.onDigit = (digit) => {
    to.media.sendDigits(digit)
  }
}
