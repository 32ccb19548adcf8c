/** PCMU (ITU-T G.711 mu-law), both ways. */
const BIAS = 0x84
const CLIP = 32_635

export const SILENCE = 0xff

/** One 16-bit sample to its code. */
export function muLawFromLinear(sample: number): number {
  const sign = sample < 0 ? 0x80 : 0
  const magnitude = Math.min(Math.abs(Math.round(sample)), CLIP) + BIAS
  const exponent = Math.max(0, 31 - Math.clz32(magnitude) - 7)
  const mantissa = (magnitude >> (exponent + 3)) & 0x0f
  return ~(sign | (exponent << 4) | mantissa) & 0xff
}

/** One code to a 16-bit sample. */
export function linearFromMuLaw(code: number): number {
  const bits = ~code & 0xff
  const exponent = (bits >> 4) & 0x07
  const magnitude = ((((bits & 0x0f) << 3) + BIAS) << exponent) - BIAS
  return (bits & 0x80) !== 0 ? -magnitude : magnitude
}
