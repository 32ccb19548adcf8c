/** Sends digits as RFC 4733 events through the browser's RTCDTMFSender. */
import type { AgreedCodecs } from './codecs.ts'

export interface DtmfToneRequest {
  readonly digits: string
  readonly durationMs: number
  readonly gapMs: number
  /** Aborted when the call ends. */
  readonly signal: AbortSignal
}

/** W3C webrtc-pc 7.2: longer tones are cut by the browser, shorter ones lengthened. */
const minToneMs = 40
const maxToneMs = 6_000
const minGapMs = 30
const pauseMs = 2_000

/** Shortest tone that a receiver must recognise (ITU-T Q.24), and two packets before those that say the end. */
const minWireMs = 40

/**
 * Browsers count a telephone-event/8000 tone on the clock of the audio codec: with Opus (48 kHz) it leaves six times too
 * short, down to nothing but end packets, while the next digit waits as long as was asked. So no more than what gives a
 * tone of the least length is asked; the full factor would make a string of digits last six times as long.
 */
export function askedToneMs(agreed: AgreedCodecs, toneMs: number): number {
  const isNarrow = agreed.telephoneEvents.some((event) => event.clockRate === 8000)
  const shrink = agreed.audioClockRate / 8000
  return isNarrow && shrink > 1 ? Math.max(toneMs, minWireMs * shrink) : toneMs
}

/** True when the last tone was sent; false when the far end took no telephone-event, the browser refuses, or the call ends first. */
export async function sendTones(
  sender: RTCRtpSender,
  agreed: AgreedCodecs,
  request: DtmfToneRequest,
): Promise<boolean> {
  const { dtmf } = sender
  if (!dtmf || agreed.telephoneEvents.length === 0 || !dtmf.canInsertDTMF) return false
  const toneMs = Math.min(maxToneMs, Math.max(minToneMs, request.durationMs))
  const gapMs = Math.max(minGapMs, request.gapMs)
  const askedMs = askedToneMs(agreed, toneMs)
  try {
    dtmf.insertDTMF(request.digits, askedMs, gapMs)
  } catch {
    // Digits outside of the alphabet, or the transceiver stopped.
    return false
  }
  return untilToneEnd(dtmf, boundMs(request.digits, askedMs, gapMs), request.signal)
}

function untilToneEnd(dtmf: RTCDTMFSender, withinMs: number, signal: AbortSignal): Promise<boolean> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => finish(false), withinMs)
    // An empty tone says that the buffer has been played (webrtc-pc 7.3).
    const onToneChange = (event: RTCDTMFToneChangeEvent): void => {
      if (event.tone === '') finish(true)
    }
    const onAbort = (): void => finish(false)
    const finish = (wasSent: boolean): void => {
      clearTimeout(timer)
      signal.removeEventListener('abort', onAbort)
      dtmf.removeEventListener('tonechange', onToneChange)
      resolve(wasSent)
    }
    dtmf.addEventListener('tonechange', onToneChange)
    signal.addEventListener('abort', onAbort)
  })
}

function boundMs(digits: string, toneMs: number, gapMs: number): number {
  const pauses = digits.split(',').length - 1
  return digits.length * (toneMs + gapMs) + pauses * pauseMs + 3_000
}
