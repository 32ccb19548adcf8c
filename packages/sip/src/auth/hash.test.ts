import { createHash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { md5 } from './md5.ts'
import { sha256 } from './sha256.ts'

const TEXTS = ['', 'abc', 'mật khẩu', '📞', '\0\xff', 'The quick brown fox jumps over the lazy dog']
/** Every length around the ends of the first blocks: the padding has its edges at 55, 56 and 64 bytes. */
const LENGTHS = Array.from({ length: 135 }, (_, length) => 'x'.repeat(length))

describe('md5 and sha256 agree with the reference', () => {
  it.each([...TEXTS, 'ệ'.repeat(5000)])('for %.20j', (text) => {
    expect(md5(text)).toBe(createHash('md5').update(text).digest('hex'))
    expect(sha256(text)).toBe(createHash('sha256').update(text).digest('hex'))
  })

  it('for every length up to two blocks', () => {
    for (const text of LENGTHS) {
      expect(md5(text)).toBe(createHash('md5').update(text).digest('hex'))
      expect(sha256(text)).toBe(createHash('sha256').update(text).digest('hex'))
    }
  })
})
