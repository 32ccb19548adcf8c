/** Waits between reconnect attempts, as the specification of the `auto_reconnect` event fixes them. */
const stepsMs = [1000, 2000, 4000, 8000, 16_000, 30_000] as const
const capMs = 30_000
const jitterMs = 500

export interface BackoffQuestion {
  /** 1 for the first attempt after the loss. */
  readonly attempt: number
  /** Uniform in [0, 1). */
  readonly random: number
  /** What is left of a wait that the server asked for (Retry-After): never earlier than this. */
  readonly atLeastMs?: number
}

export function backoffDelayMs({ attempt, random, atLeastMs = 0 }: BackoffQuestion): number {
  const ownMs = stepsMs[Math.max(0, attempt - 1)] ?? capMs
  return Math.max(ownMs, atLeastMs) + Math.floor(random * (jitterMs + 1))
}
