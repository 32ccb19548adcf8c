import { paddedWords } from './padded-words.ts'

/** The first 32 bits of the fraction of a root (FIPS 180-4 4.2.2, 5.3.3). */
const fraction = (root: number): number => ((root % 1) * 2 ** 32) | 0

const PRIMES: number[] = []
for (let candidate = 2; PRIMES.length < 64; candidate++)
  if (PRIMES.every((prime) => candidate % prime)) PRIMES.push(candidate)

/** Three rotations to the right, mixed. */
const mix = (word: number, ...bits: number[]): number =>
  bits.reduce((sum, by) => sum ^ ((word >>> by) | (word << (32 - by))), 0)

/** FIPS 180-4 6.2.2: one block's words, and the hash so far. */
function digestBlock(plan: number[], state: readonly number[]): number[] {
  let [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0, g = 0, h = 0] = state
  PRIMES.forEach((prime, at) => {
    const [word = 0, early = 0, late = 0, middle = 0] = [plan[at], plan[at + 1], plan[at + 14], plan[at + 9]]
    const small0 = mix(early, 7, 18) ^ (early >>> 3)
    const small1 = mix(late, 17, 19) ^ (late >>> 10)
    plan.push((word + small0 + middle + small1) | 0)
    const first = (h + mix(e, 6, 11, 25) + ((e & f) ^ (~e & g)) + fraction(Math.cbrt(prime)) + word) | 0
    const second = mix(a, 2, 13, 22) + ((a & b) ^ (a & c) ^ (b & c))
    ;[h, g, f, e, d, c, b, a] = [g, f, e, (d + first) | 0, c, b, a, (first + second) | 0]
  })
  return [a, b, c, d, e, f, g, h].map((word, at) => (word + (state[at] ?? 0)) | 0)
}

/** Lower-case hex of the UTF-8 bytes of `text`. Synchronous, as un-REGISTER at page end needs it. */
export function sha256(text: string): string {
  const words = paddedWords(text, 'big')
  let state = PRIMES.slice(0, 8).map((prime) => fraction(Math.sqrt(prime)))
  while (words.length) state = digestBlock(words.splice(0, 16), state)
  return state.map((word) => (word >>> 0).toString(16).padStart(8, '0')).join('')
}
