import { paddedWords } from './padded-words.ts'

/** RFC 1321, synchronous because un-REGISTER at page end is one synchronous frame; WebCrypto has no MD5 anyway. */
const SHIFTS = [7, 12, 17, 22, 5, 9, 14, 20, 4, 11, 16, 23, 6, 10, 15, 21]

/** Which word round `at` mixes in, and its non-linear function. */
function mix(at: number, b: number, c: number, d: number): readonly [value: number, word: number] {
  if (at < 16) return [(b & c) | (~b & d), at]
  if (at < 32) return [(d & b) | (~d & c), 5 * at + 1]
  if (at < 48) return [b ^ c ^ d, 3 * at + 5]
  return [c ^ (b | ~d), 7 * at]
}

function digestBlock(words: readonly number[], state: readonly number[]): number[] {
  let [a = 0, b = 0, c = 0, d = 0] = state
  for (let at = 0; at < 64; at++) {
    const [value, word] = mix(at, b, c, d)
    const sine = Math.floor(Math.abs(Math.sin(at + 1)) * 2 ** 32)
    const sum = (a + value + sine + (words[word & 15] ?? 0)) | 0
    const shift = SHIFTS[((at >> 4) << 2) | (at & 3)] ?? 0
    ;[a, d, c, b] = [d, c, b, (b + ((sum << shift) | (sum >>> (32 - shift)))) | 0]
  }
  return [a, b, c, d].map((word, at) => (word + (state[at] ?? 0)) | 0)
}

/** Lower-case hex of the UTF-8 bytes of `text`. */
export function md5(text: string): string {
  const words = paddedWords(text, 'little')
  let state = [0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476]
  while (words.length) state = digestBlock(words.splice(0, 16), state)
  // The bytes of each word the other way round.
  return state
    .map((word) =>
      (word >>> 0)
        .toString(16)
        .padStart(8, '0')
        .replace(/(..)(..)(..)(..)/, '$4$3$2$1'),
    )
    .join('')
}
