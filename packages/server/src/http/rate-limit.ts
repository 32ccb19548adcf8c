/** A sliding window: at most `limit` hits of one key within the last `windowMs`. Pure of clocks: the time comes in. */
interface RateDecision {
  readonly isAllowed: boolean
  readonly limit: number
  readonly remaining: number
  /** When the oldest counted hit leaves the window and its place is free again. */
  readonly resetAtMs: number
}

export interface RateLimiter {
  /** A refused hit is not counted: who keeps knocking is let in as soon as the window allows. */
  hit(key: string, nowMs: number): RateDecision
}

export interface RateLimitOptions {
  readonly limit: number
  /** Default 60 000. */
  readonly windowMs?: number
  /** Keys remembered at most, default 10 000: a flood of made-up keys must not fill the memory. */
  readonly maxKeys?: number
}

export function createRateLimiter(options: RateLimitOptions): RateLimiter {
  const { limit, windowMs = 60_000, maxKeys = 10_000 } = options
  // Insertion order is order of use, so the first key is the one longest unused.
  const hitsOf = new Map<string, number[]>()
  return {
    hit(key, nowMs) {
      const hits = (hitsOf.get(key) ?? []).filter((at) => at > nowMs - windowMs)
      const isAllowed = hits.length < limit
      if (isAllowed) hits.push(nowMs)
      hitsOf.delete(key)
      hitsOf.set(key, hits)
      if (hitsOf.size > maxKeys) hitsOf.delete(hitsOf.keys().next().value ?? key)
      return {
        isAllowed,
        limit,
        remaining: limit - hits.length,
        resetAtMs: (hits[0] ?? nowMs) + windowMs,
      }
    },
  }
}
