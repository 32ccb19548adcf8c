/** Asks the back end to keep the other side of a call whose page goes. */
import type { ApiPort } from '../api/api-port.ts'

export interface KeepWish {
  /** Call-ID of our own leg. */
  readonly callId: string
  /** 0 only asks whether it would. */
  readonly seconds: number
}

/** False where the back end cannot, or has no such call. */
export async function askToKeep(
  api: ApiPort,
  { callId, seconds }: KeepWish,
  isLeaving = false,
): Promise<boolean> {
  // Nothing may abort it any more: a page that goes ends in this turn.
  const { signal } = new AbortController()
  const path = `api/webphone/calls/${encodeURIComponent(callId)}/keep?seconds=${seconds}`
  const answer = await api.ask(path, { method: 'POST', keepalive: isLeaving, signal })
  return typeof answer === 'object' && answer !== null && 'data' in answer
}
