import { utf8Bytes } from '../message/utf8.ts'

/**
 * The UTF-8 bytes of `text` as 32-bit words with the padding that MD5 (RFC 1321 3.1, little end first) and SHA-256
 * (FIPS 180-4 5.1.1, big end first) share. The bit length is kept in one word: no SIP text has 256 MB.
 */
export function paddedWords(text: string, end: 'little' | 'big'): number[] {
  const bytes = utf8Bytes(text)
  const words: number[] = Array(((bytes.length + 72) >> 6) << 4).fill(0)
  const flip = end === 'big' ? 24 : 0
  words[words.length - (flip ? 1 : 2)] = bytes.length * 8
  ;[...bytes, 0x80].forEach(
    (byte, at) => (words[at >> 2] = (words[at >> 2] ?? 0) | (byte << (((at & 3) * 8) ^ flip))),
  )
  return words
}
