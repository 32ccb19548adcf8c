/** When a delivery is tried again, and when it is given up. Pure. */
export type AttemptOutcome =
  | { readonly type: 'answered'; readonly status: number; readonly retryAfterMs?: number }
  /** No answer: time-out, no connection, address refused. */
  | { readonly type: 'failed'; readonly error: string }

export type DeliveryVerdict =
  | { readonly type: 'delivered' }
  | { readonly type: 'again'; readonly atMs: number }
  | { readonly type: 'dead' }

/** Waits after each failed attempt, so that on-time attempts start 0 s, 30 s, 5 min and 30 min after the event. */
const waitsMs = [30_000, 270_000, 1_500_000] as const

/** Failed attempts in a row after which an endpoint gets nothing more. */
export const failuresToSuspend = 50
/** A receiver may ask for a pause, but not for ever. */
const maxRetryAfterMs = 24 * 3_600_000

/** `attempts` counts the one that has just been made, which began at `startedAtMs`. */
export function judgeAttempt(
  outcome: AttemptOutcome,
  made: { attempts: number; startedAtMs: number; endedAtMs: number },
): DeliveryVerdict {
  if (outcome.type === 'answered' && outcome.status >= 200 && outcome.status < 300)
    return { type: 'delivered' }
  const wait = waitsMs[made.attempts - 1]
  if (wait === undefined) return { type: 'dead' }
  const asked = outcome.type === 'answered' ? Math.min(outcome.retryAfterMs ?? 0, maxRetryAfterMs) : 0
  return { type: 'again', atMs: Math.max(made.startedAtMs + wait, made.endedAtMs + asked) }
}

/** Seconds or an HTTP date (RFC 9110 10.2.3); undefined for anything else. */
export function readRetryAfter(header: string | undefined, nowMs: number): number | undefined {
  if (header === undefined) return undefined
  if (/^\d{1,9}$/.test(header)) return Number(header) * 1000
  const at = /^[A-Z][a-z]{2}, /.test(header) ? Date.parse(header) : Number.NaN
  return Number.isNaN(at) ? undefined : Math.max(0, at - nowMs)
}
