import { describe, expect, it } from 'vitest'
import { digitFromFrame, type DigitMemory } from './telephone-event.ts'

interface Packet {
  event: number
  at: number
  duration: number
  isEnd?: boolean
  ssrc?: number
}

function digits(packets: readonly Packet[], memory: DigitMemory = { seen: [] }): string {
  return packets
    .map(({ event, at, duration, isEnd = false, ssrc = 1 }) => {
      const payload = new Uint8Array([event, isEnd ? 0x8a : 0x0a, duration >> 8, duration & 0xff])
      return digitFromFrame({ ssrc, rtpTimestamp: at, payload }, memory) ?? ''
    })
    .join('')
}

/** A key press as senders pack it at 8 kHz: an update each 20 ms, three packets that say the end. */
function press(event: number, at: number, samples = 800, ssrc = 1): Packet[] {
  const updates = Array.from({ length: samples / 160 - 1 }, (_, index) => ({
    event,
    at,
    duration: 160 * (index + 1),
    ssrc,
  }))
  const end = { event, at, duration: samples, isEnd: true, ssrc }
  return [...updates, end, end, end]
}

describe('digitFromFrame', () => {
  it('names all sixteen keys', () => {
    const all = Array.from({ length: 16 }, (_, event) => press(event, 1000 + event * 2000)).flat()
    expect(digits(all)).toBe('0123456789*#ABCD')
  })

  it('reports the same key twice when it is pressed twice', () => {
    expect(digits([...press(5, 1000), ...press(5, 2400)])).toBe('55')
  })

  it.each([
    ['only the last end packet arrives', press(5, 1000).slice(-1), '5'],
    ['the first packets are lost', press(5, 1000).slice(3), '5'],
    ['all ends are lost and another key follows', [...press(5, 1000).slice(0, 2), ...press(6, 3000)], '56'],
    ['all ends are lost and the same key follows', [...press(5, 1000).slice(0, 2), ...press(5, 3000)], '55'],
    [
      'an end arrives after the next press began',
      [...press(5, 1000), ...press(6, 3000), ...press(5, 1000).slice(-1)],
      '56',
    ],
    ['two SSRCs use the same timestamp', [...press(5, 1000, 800, 1), ...press(5, 1000, 800, 2)], '55'],
    ['the timestamp wraps', [...press(5, 0xffff_fff0), ...press(5, 2000)], '55'],
    [
      'flash and other events',
      [
        { event: 16, at: 1, duration: 160 },
        { event: 255, at: 9, duration: 160 },
      ],
      '',
    ],
  ])('%s', (_, packets, expected) => {
    expect(digits(packets)).toBe(expected)
  })

  it('a press of more than 65,535 samples is one press though its segments have own timestamps (RFC 4733 2.5.1.3)', () => {
    const segments = [0, 1, 2].flatMap((part) => [
      { event: 5, at: 1000 + part * 0xffff, duration: 960 },
      { event: 5, at: 1000 + part * 0xffff, duration: 0xffff },
    ])
    expect(digits(segments)).toBe('5')
  })

  it('a gateway that moves the timestamp on within a press still makes one digit', () => {
    const moving = [1, 2, 3, 4, 5].map((step) => ({ event: 5, at: 1000 + 160 * step, duration: 160 * step }))
    expect(digits(moving)).toBe('5')
  })

  it('ignores a payload that is too short', () => {
    expect(
      digitFromFrame({ ssrc: 1, rtpTimestamp: 1, payload: new Uint8Array([5, 0]) }, { seen: [] }),
    ).toBeUndefined()
  })

  it('remembers a bounded number of presses', () => {
    const memory: DigitMemory = { seen: [] }
    digits(
      Array.from({ length: 500 }, (_, index) => ({ event: 1, at: index * 5000, duration: 160, isEnd: true })),
      memory,
    )
    expect(memory.seen.length).toBeLessThanOrEqual(32)
  })
})
