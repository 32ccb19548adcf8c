/** Forgets what has ended: tokens, used embed tokens, and deliveries after the days they are kept. */
import type { Clock } from './clock.ts'
import type { Stores } from './stores.ts'

const everyMs = 3_600_000
const deliveriesKeptMs = 30 * 86_400_000

/** Now and every hour, until the returned function is called, which waits for what is under way. */
export function keepHouse(
  stores: Pick<Stores, 'users' | 'embedGrants' | 'deliveries'>,
  options: { clock: Clock; onError: (error: unknown) => void },
): () => Promise<void> {
  const { clock, onError } = options
  let cancel = (): void => undefined
  let last = Promise.resolve()
  const tidy = async (): Promise<void> => {
    const nowMs = clock.now()
    await stores.users.deleteExpiredTokens(nowMs)
    await stores.embedGrants.forget(nowMs)
    await stores.deliveries.forget(nowMs - deliveriesKeptMs)
  }
  const round = (): void => {
    last = tidy().catch(onError)
    cancel = clock.after(everyMs, round)
  }
  round()
  return () => {
    cancel()
    return last
  }
}
