/**
 * Which quality warnings stand, sample after sample. Pure: `stepWarnings` takes the memory and gives the next. A warning
 * rises after some bad samples of the last few and clears after good ones only, so that one hiccup neither raises nor flickers.
 */
import type { QualitySample } from './stats.ts'

export type WarningName =
  | 'high-loss'
  | 'high-jitter'
  | 'high-rtt'
  | 'low-mos'
  | 'no-inbound-audio'
  | 'silent-inbound-audio'
  | 'silent-microphone'

export interface WarningContext {
  /** Nothing is expected to come while either side holds. */
  readonly isHeld: boolean
  readonly isMuted: boolean
}

interface Rule {
  readonly name: WarningName
  /** Undefined: this sample says nothing about it. */
  readonly isBad: (sample: QualitySample, context: WarningContext) => boolean | undefined
  /** Far enough below the limit that the warning may clear. */
  readonly isGood: (sample: QualitySample) => boolean
  readonly badToRaise: number
  readonly ofLast: number
  readonly goodToClear: number
}

/** -80 dBFS: below the noise of any real microphone. */
const silentLevel = 1e-8

const rules: readonly Rule[] = [
  rule(
    'high-loss',
    (s) => received(s, s.lossRatio > 0.03),
    (s) => s.lossRatio < 0.01,
  ),
  rule(
    'high-jitter',
    (s) => received(s, s.jitterMs > (isHoldingMuch(s) ? 12 : 30)),
    (s) => s.jitterMs < (isHoldingMuch(s) ? 8 : 20),
  ),
  rule(
    'high-rtt',
    (s) => (s.roundTripMs === undefined ? undefined : s.roundTripMs > 400),
    (s) => (s.roundTripMs ?? 0) < 300,
  ),
  rule(
    'low-mos',
    (s) => (s.mos === undefined ? undefined : s.mos < 3.5),
    (s) => (s.mos ?? 0) > 3.7,
  ),
  {
    name: 'no-inbound-audio',
    isBad: (s, { isHeld }) => (isHeld ? undefined : s.packetsReceived === 0),
    isGood: (s) => s.packetsReceived > 0,
    badToRaise: 3,
    ofLast: 3,
    goodToClear: 1,
  },
  {
    name: 'silent-inbound-audio',
    isBad: (s, { isHeld }) => (isHeld || s.packetsReceived === 0 ? undefined : s.inboundLevel < silentLevel),
    isGood: (s) => s.inboundLevel >= silentLevel,
    badToRaise: 10,
    ofLast: 10,
    goodToClear: 1,
  },
  {
    name: 'silent-microphone',
    isBad: (s, { isHeld, isMuted }) =>
      isHeld || isMuted || s.outboundLevel === undefined ? undefined : s.outboundLevel < silentLevel,
    isGood: (s) => (s.outboundLevel ?? 0) >= silentLevel,
    badToRaise: 5,
    ofLast: 5,
    goodToClear: 1,
  },
]

/** Per rule: the last verdicts, newest last, and whether the warning stands. */
export type WarningMemory = Readonly<
  Partial<
    Record<
      WarningName,
      { readonly bad: readonly boolean[]; readonly goodRun: number; readonly isRaised: boolean }
    >
  >
>

export interface WarningStep {
  readonly memory: WarningMemory
  readonly raised: readonly WarningName[]
  readonly cleared: readonly WarningName[]
}

/** One sample a second is what the counts are made for. Start with `{}`. */
export function stepWarnings(
  memory: WarningMemory,
  sample: QualitySample,
  context: WarningContext,
): WarningStep {
  const next: { [name in WarningName]?: NonNullable<WarningMemory[WarningName]> } = { ...memory }
  const raised: WarningName[] = []
  const cleared: WarningName[] = []
  for (const each of rules) {
    const isBad = each.isBad(sample, context)
    if (isBad === undefined) continue
    const known = memory[each.name] ?? { bad: [], goodRun: 0, isRaised: false }
    const bad = [...known.bad, isBad].slice(-each.ofLast)
    const goodRun = each.isGood(sample) ? known.goodRun + 1 : 0
    const shallRaise = !known.isRaised && bad.filter(Boolean).length >= each.badToRaise
    const shallClear = known.isRaised && goodRun >= each.goodToClear
    if (shallRaise) raised.push(each.name)
    if (shallClear) cleared.push(each.name)
    next[each.name] = {
      bad: shallClear ? [] : bad,
      goodRun,
      isRaised: shallRaise || (known.isRaised && !shallClear),
    }
  }
  return { memory: next, raised, cleared }
}

export function standingWarnings(memory: WarningMemory): WarningName[] {
  return rules.map((each) => each.name).filter((name) => memory[name]?.isRaised)
}

function rule(name: WarningName, isBad: Rule['isBad'], isGood: Rule['isGood']): Rule {
  return { name, isBad, isGood, badToRaise: 3, ofLast: 5, goodToClear: 5 }
}

/**
 * Browsers measure jitter on packets that come in order. Where packets overtake each other (0 to 300 ms of delay are told as 16 to
 * 50 ms of jitter) the jitter buffer knows better; but it goes on holding much for long after the network is well again.
 */
const isHoldingMuch = (sample: QualitySample): boolean => sample.bufferMs > 150

/** Loss and jitter of an interval without packets are no measurement. */
function received(sample: QualitySample, verdict: boolean): boolean | undefined {
  return sample.packetsReceived === 0 ? undefined : verdict
}
