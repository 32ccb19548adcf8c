import { linearFromMuLaw } from '../../src/media/g711.ts'

/** What an ear would say about 8 kHz mu-law audio. */
export interface Ear {
  hear(payload: Buffer): void
  /** Samples since the last `forget`. */
  readonly sampleCount: number
  /** Strongest of the candidates in the last `ms`, or undefined when it is (nearly) silent. */
  loudest(candidatesHz: readonly number[], ms?: number): number | undefined
  forget(): void
}

export function createEar(): Ear {
  let samples: number[] = []
  return {
    hear(payload) {
      for (const code of payload) samples.push(linearFromMuLaw(code))
    },
    get sampleCount() {
      return samples.length
    },
    loudest(candidatesHz, ms = 200) {
      const window = samples.slice(-ms * 8)
      const energy = window.reduce((sum, sample) => sum + sample * sample, 0)
      if (window.length === 0 || energy / window.length < 100 ** 2) return undefined
      const [best] = candidatesHz
        .map((hz) => ({ hz, share: goertzel(window, hz) / energy / (window.length / 2) }))
        .sort((a, b) => b.share - a.share)
      return best !== undefined && best.share > 0.7 ? best.hz : undefined
    },
    forget() {
      samples = []
    },
  }
}

/** Squared magnitude of one frequency. A pure tone gives energy * length / 2. */
function goertzel(samples: readonly number[], hz: number): number {
  const factor = 2 * Math.cos((2 * Math.PI * hz) / 8000)
  let [one, two] = [0, 0]
  for (const sample of samples) [one, two] = [sample + factor * one - two, one]
  return one * one + two * two - factor * one * two
}
