/** Keeps the screen on during a call. The browser drops the lock when the page is hidden; it is asked for again. */
export interface WakeLock {
  update(isWanted: boolean): void
}

export function createWakeLock(): WakeLock {
  let isWanted = false
  let lock: WakeLockSentinel | null = null
  const ask = async (): Promise<void> => {
    if (!isWanted || lock || document.visibilityState !== 'visible') return
    const fresh = await navigator.wakeLock?.request('screen').catch(() => undefined)
    if (!fresh) return
    lock = fresh
    fresh.addEventListener('release', () => (lock = null), { once: true })
    if (!isWanted) void fresh.release()
  }
  const onVisible = (): void => void ask()
  return {
    update: (wanted) => {
      if (wanted === isWanted) return
      isWanted = wanted
      if (wanted) document.addEventListener('visibilitychange', onVisible)
      else document.removeEventListener('visibilitychange', onVisible)
      if (wanted) void ask()
      else void lock?.release()
    },
  }
}
