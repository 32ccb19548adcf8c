import { describe, expect, it } from 'vitest'
import { askedToneMs } from './dtmf-sender.ts'

const event = (clockRate: number) => ({ payloadType: 101, clockRate })

describe('askedToneMs', () => {
  it.each([
    ['PCMU', 8000, [8000], 100, 100],
    ['Opus with its own clock', 48_000, [48_000], 100, 100],
    ['Opus with 8000: at least 40 ms on the wire', 48_000, [8000], 100, 240],
    ['Opus with both: browsers take 8000', 48_000, [48_000, 8000], 100, 240],
    ['Opus with 8000, a long tone asked', 48_000, [8000], 600, 600],
  ])('%s', (_, audioClockRate, rates, toneMs, expected) => {
    expect(askedToneMs({ audioClockRate, telephoneEvents: rates.map(event) }, toneMs)).toBe(expected)
  })
})
