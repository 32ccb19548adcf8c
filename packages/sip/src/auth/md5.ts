import { paddedWords } from './padded-words.ts'

/** RFC 1321, synchronous because un-REGISTER at page end is one synchronous frame; WebCrypto has no MD5 anyway. */
const SHIFTS = [7, 12, 17, 22, 5, 9, 14, 20, 4, 11, 16, 23, 6, 10, 15, 21]
const SINES = Array.from({ length: 64 }, (_, at) => Math.floor(Math.abs(Math.sin(at + 1)) * 2 ** 32) | 0)

/** Which word round `at` mixes in, and its non-linear function. */
function mix(at: number, b: number, c: number, d: number): readonly [value: number, word: number] {
  if (at < 16) return [(b & c) | (~b & d), at]
  if (at < 32) return [(d & b) | (~d & c), 5 * at + 1]
  if (at < 48) return [b ^ c ^ d, 3 * at + 5]
  return [c ^ (b | ~d), 7 * at]
}

/** Lower-case hex of the UTF-8 bytes of `text`. */
export function md5(text: string): string {
  const words = paddedWords(text, 'little')
  const state = [0x67452301, 0xefcdab89 | 0, 0x98badcfe | 0, 0x10325476]
  for (let block = 0; block < words.length; block += 16) {
    let [a = 0, b = 0, c = 0, d = 0] = state
    for (let at = 0; at < 64; at++) {
      const [value, word] = mix(at, b, c, d)
      const sum = (a + value + (SINES[at] ?? 0) + (words[block + (word & 15)] ?? 0)) | 0
      const shift = SHIFTS[((at >> 4) << 2) | (at & 3)] ?? 0
      ;[a, d, c, b] = [d, c, b, (b + ((sum << shift) | (sum >>> (32 - shift)))) | 0]
    }
    ;[a, b, c, d].forEach((value, at) => (state[at] = ((state[at] ?? 0) + value) | 0))
  }
  const hexByte = (at: number): string =>
    (((state[at >> 2] ?? 0) >>> ((at & 3) * 8)) & 255).toString(16).padStart(2, '0')
  return Array.from({ length: 16 }, (_, at) => hexByte(at)).join('')
}
