import { expect, test } from 'vitest'
import { createRateLimiter } from './rate-limit.ts'

test('lets the limit through and refuses the next', () => {
  const limiter = createRateLimiter({ limit: 2 })
  expect(limiter.hit('a', 0)).toEqual({ isAllowed: true, limit: 2, remaining: 1, resetAtMs: 60_000 })
  expect(limiter.hit('a', 10)).toEqual({ isAllowed: true, limit: 2, remaining: 0, resetAtMs: 60_000 })
  expect(limiter.hit('a', 20)).toEqual({ isAllowed: false, limit: 2, remaining: 0, resetAtMs: 60_000 })
})

test('the window slides: a place is free again when its hit is 60 s old, not before', () => {
  const limiter = createRateLimiter({ limit: 2 })
  limiter.hit('a', 0)
  limiter.hit('a', 30_000)
  expect(limiter.hit('a', 59_999).isAllowed).toBe(false)
  expect(limiter.hit('a', 60_000)).toMatchObject({ isAllowed: true, resetAtMs: 90_000 })
  expect(limiter.hit('a', 60_001).isAllowed).toBe(false)
})

test('a refused hit does not lengthen the wait', () => {
  const limiter = createRateLimiter({ limit: 1 })
  limiter.hit('a', 0)
  for (let at = 1000; at < 60_000; at += 1000) expect(limiter.hit('a', at).isAllowed).toBe(false)
  expect(limiter.hit('a', 60_000).isAllowed).toBe(true)
})

test('keys do not count for each other', () => {
  const limiter = createRateLimiter({ limit: 1 })
  expect(limiter.hit('a', 0).isAllowed).toBe(true)
  expect(limiter.hit('b', 0).isAllowed).toBe(true)
})

test('forgets the longest unused key when there are too many', () => {
  const limiter = createRateLimiter({ limit: 2, maxKeys: 2 })
  limiter.hit('a', 0)
  limiter.hit('b', 1)
  limiter.hit('a', 2)
  limiter.hit('c', 3)
  expect(limiter.hit('a', 4).isAllowed).toBe(false)
  expect(limiter.hit('b', 5).remaining).toBe(1)
})
