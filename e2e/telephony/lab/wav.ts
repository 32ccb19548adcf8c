// How loud and how high a part of a recording is.
import { readFileSync } from 'node:fs'

export interface Heard {
  /** 0 … 1. */
  readonly rms: number
  /** Strongest pitch in Hz, 0 in silence. */
  readonly hz: number
}

/** From byte `from` of the recording to its end. */
export function measureWav(path: string, from: number): Heard {
  const bytes = readFileSync(path)
  if (bytes.length < 48) return { rms: 0, hz: 0 }
  const channels = bytes.readUInt16LE(22)
  const rate = bytes.readUInt32LE(24)
  // The size fields are filled in when the recorder closes the file: read to the end instead.
  const frames = Math.floor((bytes.length - 44) / (2 * channels))
  const count = Math.min(frames, Math.floor((bytes.length - Math.max(44, from)) / (2 * channels)))
  const samples = Float64Array.from(
    { length: count },
    (_, index) => bytes.readInt16LE(44 + (frames - count + index) * 2 * channels) / 32_768,
  )
  const rms = Math.sqrt(samples.reduce((sum, sample) => sum + sample * sample, 0) / Math.max(1, count))
  return { rms, hz: rms < 0.001 ? 0 : strongestPitch(samples, rate) }
}

/** Goertzel over 200 … 2 000 Hz in steps of 10: enough to tell the tones of the tests apart. */
function strongestPitch(samples: Float64Array, rate: number): number {
  let best = { hz: 0, power: 0 }
  for (let hz = 200; hz <= 2000; hz += 10) {
    const power = goertzel(samples, hz / rate)
    if (power > best.power) best = { hz, power }
  }
  return best.hz
}

function goertzel(samples: Float64Array, cyclesPerSample: number): number {
  const factor = 2 * Math.cos(2 * Math.PI * cyclesPerSample)
  let last = 0
  let beforeLast = 0
  for (const sample of samples) {
    const now = sample + factor * last - beforeLast
    beforeLast = last
    last = now
  }
  return last * last + beforeLast * beforeLast - factor * last * beforeLast
}
