// What sipp plays: one second of 440 Hz in G.711 mu-law (ITU-T G.711), without a header. It repeats without a click.
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'

const rate = 8000

export function writeTone(dir: string): void {
  const samples = Array.from({ length: rate }, (_, n) =>
    Math.round(8000 * Math.sin((2 * Math.PI * 440 * n) / rate)),
  )
  writeFileSync(join(dir, 'tone.ulaw'), Uint8Array.from(samples, muLaw))
}

function muLaw(sample: number): number {
  const magnitude = Math.min(Math.abs(sample), 32_635) + 132
  const exponent = Math.floor(Math.log2(magnitude)) - 7
  const mantissa = (magnitude >> (exponent + 3)) & 0x0f
  return ~((sample < 0 ? 0x80 : 0) | (exponent << 4) | mantissa) & 0xff
}
