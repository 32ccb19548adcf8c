/** Mean opinion score, 1 (bad) to 4.5 (as good as a telephone call gets), by the short form of the E-model (ITU-T G.107). */

export interface QualityInput {
  readonly roundTripMs: number
  readonly jitterMs: number
  /** Lost packets of those expected, 0-1. */
  readonly lossRatio: number
}

/** R of a call without impairment (G.107 default values). */
const baseR = 93.2
/** A jitter buffer holds about twice the jitter; 10 ms for codec and packet. */
const codecDelayMs = 10
const lossPenaltyPerPercent = 2.5

export function mosFrom({ roundTripMs, jitterMs, lossRatio }: QualityInput): number {
  const delayMs = roundTripMs + 2 * jitterMs + codecDelayMs
  // Delay hurts little until talkers notice it, then four times as much.
  const delayPenalty = delayMs < 160 ? delayMs / 40 : (delayMs - 120) / 10
  const r = Math.min(100, Math.max(0, baseR - delayPenalty - lossPenaltyPerPercent * 100 * lossRatio))
  return Math.max(1, 1 + 0.035 * r + 7e-6 * r * (r - 60) * (100 - r))
}
