import { expect, it } from 'vitest'
import { utf8Bytes, utf8Slice } from './utf8.ts'

const TEXTS = [
  '',
  'abc',
  'é',
  'ệ',
  '€',
  '📞',
  'a📞b',
  '\ud800',
  '\udc00',
  '\udc00\ud800',
  'x\ud83dy',
  '\ud83d📞',
  '\0\x7f\x80',
]

it.each(TEXTS)('the bytes of %j give it back', (text) => {
  const bytes = [...new TextEncoder().encode(text)]
  expect([...utf8Bytes(text)]).toEqual(bytes)
  expect(utf8Slice(`#${text}`, 1, bytes.length)).toBe(text)
  expect(utf8Slice(text, 0, bytes.length + 1)).toBeUndefined()
})

it.each([
  [0, ''],
  [1, 'a'],
  [3, 'a'],
  [5, 'a📞'],
  [6, 'a📞b'],
])('the first %i bytes of a📞b', (bytes, expected) => {
  expect(utf8Slice('a📞b', 0, bytes)).toBe(expected)
})
