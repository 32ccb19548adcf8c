import { describe, expect, it } from 'vitest'
import { sampleBetween, type QualitySample } from './stats.ts'
import { standingWarnings, stepWarnings, type WarningContext, type WarningMemory } from './warnings.ts'
import type { MediaStats } from '../media-port.ts'
import { mosFrom } from './mos.ts'

const nothing: MediaStats = {
  packetsSent: 0,
  packetsReceived: 0,
  packetsLost: 0,
  jitterSeconds: 0,
  inboundEnergy: 0,
  bufferTargetSeconds: 0,
  bufferSamples: 0,
}

describe('mosFrom', () => {
  it.each([
    ['a perfect call', 0, 0, 0, 4.4],
    ['a good one', 50, 5, 0, 4.36],
    ['2 % loss', 50, 5, 0.02, 4.25],
    ['10 % loss', 50, 5, 0.1, 3.4],
    ['a satellite', 600, 10, 0, 2.17],
    ['nothing gets through', 100, 10, 1, 1],
  ])('%s', (_, roundTripMs, jitterMs, lossRatio, expected) => {
    expect(mosFrom({ roundTripMs, jitterMs, lossRatio })).toBeCloseTo(expected, 1)
  })

  it('never rises with loss, jitter or delay and stays between 1 and 4.5', () => {
    for (let step = 0; step < 100; step++) {
      const at = (amount: number) =>
        mosFrom({ roundTripMs: amount * 10, jitterMs: amount, lossRatio: amount / 100 })
      expect(at(step)).toBeGreaterThanOrEqual(at(step + 1))
      expect(at(step)).toBeGreaterThanOrEqual(1)
      expect(at(step)).toBeLessThan(4.5)
    }
  })
})

describe('sampleBetween', () => {
  it('measures the interval, not the call', () => {
    const before = {
      ...nothing,
      packetsReceived: 1000,
      packetsLost: 100,
      inboundEnergy: 5,
      bufferTargetSeconds: 900,
      bufferSamples: 16_000,
    }
    const after = {
      ...before,
      packetsReceived: 1098,
      packetsLost: 102,
      inboundEnergy: 5.5,
      bufferTargetSeconds: 900 + 16_000 * 0.12,
      bufferSamples: 32_000,
      jitterSeconds: 0.004,
      roundTripSeconds: 0.03,
    }
    expect(sampleBetween(before, after, 2000)).toMatchObject({
      packetsReceived: 98,
      lossRatio: 0.02,
      jitterMs: 4,
      bufferMs: expect.closeTo(120, 3) as number,
      roundTripMs: 30,
      inboundLevel: 0.25,
    })
  })

  it('has no score without packets, and survives counters that start again', () => {
    expect(sampleBetween(nothing, nothing, 1000)).toMatchObject({
      mos: undefined,
      bufferMs: 0,
      lossRatio: 0,
      outboundLevel: undefined,
    })
    expect(sampleBetween({ ...nothing, packetsReceived: 500, packetsLost: 9 }, nothing, 1000)).toMatchObject({
      packetsReceived: 0,
      lossRatio: 0,
    })
  })
})

const good: QualitySample = {
  elapsedMs: 1000,
  packetsReceived: 50,
  packetsSent: 50,
  lossRatio: 0,
  jitterMs: 5,
  bufferMs: 60,
  roundTripMs: 40,
  inboundLevel: 0.1,
  outboundLevel: 0.1,
  mos: 4.3,
}
const talking: WarningContext = { isHeld: false, isMuted: false }

/** `+name@n`: raised at sample n; `-name@n`: cleared. */
function run(samples: readonly Partial<QualitySample>[], context = talking): string[] {
  let memory: WarningMemory = {}
  const news: string[] = []
  samples.forEach((sample, index) => {
    const step = stepWarnings(memory, { ...good, ...sample }, context)
    memory = step.memory
    news.push(
      ...step.raised.map((name) => `+${name}@${index + 1}`),
      ...step.cleared.map((name) => `-${name}@${index + 1}`),
    )
  })
  return news
}

const times = <T>(count: number, value: T): T[] => Array.from({ length: count }, () => value)

describe('stepWarnings', () => {
  it('rises within five seconds of trouble and clears after five good ones, once each', () => {
    expect(run([...times(8, { lossRatio: 0.2 }), ...times(8, {})])).toEqual(['+high-loss@3', '-high-loss@13'])
  })

  it('a hiccup raises nothing', () => {
    expect(run([{ lossRatio: 0.5 }, {}, {}, {}, {}, { lossRatio: 0.5 }, {}])).toEqual([])
  })

  it('between the two limits nothing changes', () => {
    expect(run([...times(3, { jitterMs: 50 }), ...times(20, { jitterMs: 25 })])).toEqual(['+high-jitter@3'])
  })

  it('packets that overtake each other are jitter by what the buffer has to hold, until they stop', () => {
    const overtaking = [16, 31, 24, 14, 28].map((jitterMs) => ({ jitterMs, bufferMs: 300 }))
    const well = times(6, { jitterMs: 1, bufferMs: 300 })
    expect(run([...overtaking, ...well])).toEqual(['+high-jitter@3', '-high-jitter@10'])
    expect(run(overtaking.map((one) => ({ ...one, bufferMs: 90 })))).toEqual([])
  })

  it('does not flicker while loss comes and goes', () => {
    const flaky = times(10, [{ lossRatio: 0.2 }, {}]).flat()
    expect(run(flaky).filter((word) => word.startsWith('+high-loss'))).toHaveLength(1)
  })

  it.each<[string, Partial<QualitySample>, string]>([
    ['round trip', { roundTripMs: 900 }, '+high-rtt@3'],
    ['score', { mos: 2 }, '+low-mos@3'],
    ['nothing comes', { packetsReceived: 0, mos: undefined, lossRatio: 0 }, '+no-inbound-audio@3'],
    ['our microphone is silent', { outboundLevel: 0 }, '+silent-microphone@5'],
  ])('%s', (_, sample, expected) => {
    expect(run(times(6, sample))).toEqual([expected])
  })

  it('expects nothing during a hold, and no sound from a muted microphone', () => {
    expect(
      run(times(9, { packetsReceived: 0, mos: undefined, outboundLevel: 0 }), {
        isHeld: true,
        isMuted: false,
      }),
    ).toEqual([])
    expect(run(times(9, { outboundLevel: 0 }), { isHeld: false, isMuted: true })).toEqual([])
  })

  it('lists what stands', () => {
    let memory: WarningMemory = {}
    for (const sample of times(3, { ...good, lossRatio: 0.2 }))
      memory = stepWarnings(memory, sample, talking).memory
    expect(standingWarnings(memory)).toEqual(['high-loss'])
  })
})
