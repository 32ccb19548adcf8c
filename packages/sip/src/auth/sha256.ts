import { paddedWords } from './padded-words.ts'

/** The first 32 bits of the fraction of a root (FIPS 180-4 4.2.2, 5.3.3). */
const fraction = (root: number): number => ((root % 1) * 2 ** 32) | 0

const PRIMES: number[] = []
for (let candidate = 2; PRIMES.length < 64; candidate++)
  if (PRIMES.every((prime) => candidate % prime)) PRIMES.push(candidate)
const ROUND_CONSTANTS = PRIMES.map((prime) => fraction(Math.cbrt(prime)))
const INITIAL = PRIMES.slice(0, 8).map((prime) => fraction(Math.sqrt(prime)))

const rotate = (word: number, bits: number): number => (word >>> bits) | (word << (32 - bits))

/** FIPS 180-4 6.2.2 step 1. */
function schedule(words: Int32Array, block: number): Int32Array {
  const plan = new Int32Array(64)
  plan.set(words.subarray(block, block + 16))
  for (let at = 16; at < 64; at++) {
    const early = plan[at - 15] ?? 0
    const late = plan[at - 2] ?? 0
    const small0 = rotate(early, 7) ^ rotate(early, 18) ^ (early >>> 3)
    const small1 = rotate(late, 17) ^ rotate(late, 19) ^ (late >>> 10)
    plan[at] = (plan[at - 16] ?? 0) + small0 + (plan[at - 7] ?? 0) + small1
  }
  return plan
}

/** Lower-case hex of the UTF-8 bytes of `text`. Synchronous, as un-REGISTER at page end needs it. */
export function sha256(text: string): string {
  const words = paddedWords(text, 'big')
  const state = [...INITIAL]
  for (let block = 0; block < words.length; block += 16) {
    const plan = schedule(words, block)
    let [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0, g = 0, h = 0] = state
    for (let at = 0; at < 64; at++) {
      const big1 = rotate(e, 6) ^ rotate(e, 11) ^ rotate(e, 25)
      const first = (h + big1 + ((e & f) ^ (~e & g)) + (ROUND_CONSTANTS[at] ?? 0) + (plan[at] ?? 0)) | 0
      const big0 = rotate(a, 2) ^ rotate(a, 13) ^ rotate(a, 22)
      const second = (big0 + ((a & b) ^ (a & c) ^ (b & c))) | 0
      ;[h, g, f, e, d, c, b, a] = [g, f, e, (d + first) | 0, c, b, a, (first + second) | 0]
    }
    ;[a, b, c, d, e, f, g, h].forEach((value, at) => (state[at] = ((state[at] ?? 0) + value) | 0))
  }
  return state.map((word) => (word >>> 0).toString(16).padStart(8, '0')).join('')
}
