import { SILENCE, muLawFromLinear } from './g711.ts'

/** 20 ms of PCMU at 8 kHz. */
export const FRAME_SAMPLES = 160
const SAMPLE_RATE = 8000

/** Gives the next 20 ms of PCMU, or undefined when it is over. */
export type FrameSource = () => Uint8Array | undefined

/** A sine of a whole number of hertz; `durationMs` default endless, level in dB below full scale (default -12). */
export function tone(options: { frequencyHz: number; durationMs?: number; levelDb?: number }): FrameSource {
  const wave = oneSecond(options.frequencyHz, options.levelDb ?? -12)
  let left = options.durationMs === undefined ? Infinity : Math.round(options.durationMs / 20)
  let position = 0
  return () => {
    if (left <= 0) return undefined
    left -= 1
    // 8000 is a multiple of 160, so a frame never runs over the end of the table.
    const frame = wave.subarray(position, position + FRAME_SAMPLES)
    position = (position + FRAME_SAMPLES) % SAMPLE_RATE
    return frame
  }
}

const silentFrame = new Uint8Array(FRAME_SAMPLES).fill(SILENCE)

/** Frames of nothing; endless without `durationMs`. */
export function silence(durationMs = Infinity): FrameSource {
  let left = durationMs / 20
  return () => (left-- > 0 ? silentFrame : undefined)
}

/** One source after the other. */
export function sequence(sources: readonly FrameSource[]): FrameSource {
  let index = 0
  return () => {
    for (; index < sources.length; index += 1) {
      const frame = sources[index]?.()
      if (frame !== undefined) return frame
    }
    return undefined
  }
}

const waves = new Map<string, Uint8Array>()

/** A whole number of hertz repeats exactly after one second, so each tone is computed once and then only sliced. */
function oneSecond(frequencyHz: number, levelDb: number): Uint8Array {
  const key = `${String(frequencyHz)}/${String(levelDb)}`
  const known = waves.get(key)
  if (known !== undefined) return known
  const peak = 32_000 * 10 ** (levelDb / 20)
  const wave = new Uint8Array(SAMPLE_RATE)
  for (let index = 0; index < SAMPLE_RATE; index += 1) {
    wave[index] = muLawFromLinear(peak * Math.sin((2 * Math.PI * frequencyHz * index) / SAMPLE_RATE))
  }
  waves.set(key, wave)
  return wave
}
