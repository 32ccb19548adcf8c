import { sequence, silence, tone, type FrameSource } from './tone.ts'

/** "Please press a key": three rising notes, 600 ms. */
export function promptTone(): FrameSource {
  return sequence([523, 659, 784].map((frequencyHz) => tone({ frequencyHz, durationMs: 200 })))
}

/** `count` short beeps of 1000 Hz (100 ms, 100 ms apart). */
export function beeps(count: number): FrameSource {
  return sequence(
    Array.from({ length: count }, () => [tone({ frequencyHz: 1000, durationMs: 100 }), silence(100)]).flat(),
  )
}
