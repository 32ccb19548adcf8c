/** Which tab leads, by Web Locks: the browser itself hands the lock on when a tab closes, crashes or is killed. */
export type TabLocks = Pick<LockManager, 'request'>

/** `locks` may throw or give undefined: insecure context, refused or partitioned storage. */
/** Calls `onLead` once this tab leads. Returns the resignation. */
export type WaitForLead = (extension: string, onLead: () => void) => () => void

export function createLeadTabs(locks: () => TabLocks | undefined, origin: string): WaitForLead {
  return (extension, onLead) => {
    const resigned = new AbortController()
    const { signal } = resigned
    let isLeading = false
    const lead = () => {
      if (isLeading || signal.aborted) return
      isLeading = true
      onLead()
    }
    const hold = () => {
      lead()
      // The lock is ours until this settles.
      return new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve()))
    }
    const request = async () => {
      const manager = locks()
      if (!manager) return lead()
      await manager.request(`zorio-webphone ${origin} ${extension}`, { signal }, hold)
    }
    // Better two phones that ring than none.
    request().catch(lead)
    return () => resigned.abort()
  }
}
