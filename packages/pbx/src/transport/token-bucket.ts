/** Lets `perSecond` through for ever and `burst` at once. */
export interface TokenBucket {
  /** False when there are not `cost` tokens left. `now` in milliseconds of any monotonic clock. */
  take(cost: number, now: number): boolean
}

export function createTokenBucket(limit: { perSecond: number; burst: number }): TokenBucket {
  let tokens = limit.burst
  let last: number | undefined
  return {
    take(cost, now) {
      tokens = Math.min(limit.burst, tokens + ((now - (last ?? now)) / 1000) * limit.perSecond)
      last = now
      if (tokens < cost) return false
      tokens -= cost
      return true
    },
  }
}
