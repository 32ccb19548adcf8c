import { describe, expect, it } from 'vitest'
import { createSequence } from './sequence.ts'

describe('createSequence', () => {
  it('runs one after the other, in order, also after a failure', async () => {
    const sequence = createSequence()
    const seen: string[] = []
    const step = (name: string, delayMs: number) => async () => {
      seen.push(`${name} begins`)
      await new Promise((resolve) => setTimeout(resolve, delayMs))
      seen.push(`${name} ends`)
      if (name === 'b') throw new Error('b failed')
      return name
    }
    const results = await Promise.allSettled([
      sequence.run(step('a', 10)),
      sequence.run(step('b', 1)),
      sequence.run(step('c', 0)),
    ])
    expect(seen).toEqual(['a begins', 'a ends', 'b begins', 'b ends', 'c begins', 'c ends'])
    expect(results.map((result) => result.status)).toEqual(['fulfilled', 'rejected', 'fulfilled'])
  })

  it('close rejects what hangs, what waits and what comes later', async () => {
    const sequence = createSequence()
    let wasStarted = false
    const hanging = sequence.run(() => new Promise(() => undefined))
    const waiting = sequence.run(async () => {
      wasStarted = true
    })
    sequence.close(new Error('closed'))
    const outcomes = await Promise.allSettled([hanging, waiting, sequence.run(async () => 1)])
    expect(outcomes.map((each) => (each.status === 'rejected' ? String(each.reason) : each.status))).toEqual(
      Array.from({ length: 3 }, () => 'Error: closed'),
    )
    expect(wasStarted).toBe(false)
  })
})
