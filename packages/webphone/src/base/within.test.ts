import { expect, it, vi } from 'vitest'
import { within } from './within.ts'

it('gives what the promise gives, or what `late` says, and leaves no timer', async () => {
  vi.useFakeTimers()
  try {
    await expect(within(100, Promise.resolve(1), () => 2)).resolves.toBe(1)
    await expect(within(100, Promise.reject(new Error('no')), () => 2)).rejects.toThrow('no')
    expect(vi.getTimerCount()).toBe(0)
    const never = new Promise<number>(() => {})
    const late = within(100, never, () => 2)
    const refused = within(100, never, () => {
      throw new Error('late')
    })
    const outcomes = Promise.allSettled([late, refused])
    await vi.advanceTimersByTimeAsync(99)
    expect(vi.getTimerCount()).toBe(2)
    await vi.advanceTimersByTimeAsync(1)
    await expect(outcomes).resolves.toMatchObject([{ value: 2 }, { reason: { message: 'late' } }])
  } finally {
    vi.useRealTimers()
  }
})
