import { describe, expect, it } from 'vitest'
import { backoffDelayMs } from './backoff.ts'

describe('back-off', () => {
  const steps = [1000, 2000, 4000, 8000, 16_000, 30_000, 30_000, 30_000]
  it('[spec 11.2] waits 1, 2, 4, 8, 16, 30 s (cap) plus 0-500 ms of jitter', () => {
    for (const [index, ms] of steps.entries()) {
      expect(backoffDelayMs({ attempt: index + 1, random: 0 })).toBe(ms)
      expect(backoffDelayMs({ attempt: index + 1, random: 0.999_999 })).toBe(ms + 500)
    }
    expect(backoffDelayMs({ attempt: 10_000, random: 0 })).toBe(30_000)
  })

  it('never comes earlier than the server asked, and never earlier than its own step', () => {
    expect(backoffDelayMs({ attempt: 1, random: 0.5, atLeastMs: 20_000 })).toBe(20_250)
    expect(backoffDelayMs({ attempt: 6, random: 0, atLeastMs: 20_000 })).toBe(30_000)
    expect(backoffDelayMs({ attempt: 1, random: 0, atLeastMs: -5 })).toBe(1000)
  })

  it('spreads a herd evenly over the half second', () => {
    const buckets = [0, 0, 0, 0, 0]
    for (let phone = 0; phone < 1000; phone++) {
      const delay = backoffDelayMs({ attempt: 1, random: phone / 1000 })
      const bucket = Math.min(4, Math.floor((delay - 1000) / 100))
      buckets[bucket] = (buckets[bucket] ?? 0) + 1
    }
    expect(Math.min(...buckets)).toBeGreaterThan(190)
  })
})
