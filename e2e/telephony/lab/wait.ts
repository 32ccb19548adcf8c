// Waiting with a limit, and a message that says for what.
import { setTimeout as sleep } from 'node:timers/promises'

export { sleep }

interface WaitOptions {
  readonly timeoutMs?: number
  readonly everyMs?: number
  /** Waiting ends when this process does. */
  readonly owner?: { exitCode(): number | null; log(): string }
}

export async function waitFor<T>(
  what: string,
  probe: () => T | undefined | false | null | Promise<T | undefined | false | null>,
  { timeoutMs = 8000, everyMs = 40, owner }: WaitOptions = {},
): Promise<T> {
  const deadline = performance.now() + timeoutMs
  let lastError: unknown
  for (;;) {
    try {
      const value = await probe()
      if (value !== undefined && value !== false && value !== null) return value
    } catch (error) {
      lastError = error
    }
    if (owner && owner.exitCode() !== null) throw new Error(`${what}: it ended\n${owner.log().slice(-3000)}`)
    if (performance.now() > deadline)
      throw new Error(`${what}: not within ${timeoutMs} ms`, { cause: lastError })
    await sleep(everyMs)
  }
}
