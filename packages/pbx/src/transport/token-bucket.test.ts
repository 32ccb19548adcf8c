import { expect, test } from 'vitest'
import { createTokenBucket } from './token-bucket.ts'

test('a burst passes, then only the steady rate', () => {
  const bucket = createTokenBucket({ perSecond: 10, burst: 5 })
  const passed = Array.from({ length: 8 }, () => bucket.take(1, 0)).filter(Boolean)
  expect(passed).toHaveLength(5)
  expect(bucket.take(1, 99)).toBe(false)
  expect(bucket.take(1, 100)).toBe(true)
  expect(bucket.take(1, 101)).toBe(false)
  expect(Array.from({ length: 8 }, () => bucket.take(1, 60_000)).filter(Boolean)).toHaveLength(5)
})
