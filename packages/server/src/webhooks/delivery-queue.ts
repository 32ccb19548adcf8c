/** Sends what waits in the store, a bounded number at a time, and looks again when the next one falls due. */
import type { Clock } from '../clock.ts'
import { failuresToSuspend, judgeAttempt } from './delivery-policy.ts'
import type { AttemptOutcome } from './delivery-policy.ts'
import type { DeliveryRow, DeliveryStore } from './delivery-store.ts'
import type { EndpointRow, EndpointStore } from './endpoint-store.ts'
import { attemptTimeoutMs } from './send-delivery.ts'
import type { SendDelivery } from './send-delivery.ts'
import { deliveryHeaders } from './signature.ts'

export interface DeliveryQueueParts {
  readonly clock: Clock
  readonly deliveries: DeliveryStore
  readonly endpoints: EndpointStore
  readonly send: SendDelivery
  readonly onAttempt?: (attempt: { outcome: 'delivered' | 'failed' | 'dead'; ms: number }) => void
  readonly onError: (error: unknown) => void
}

export interface DeliveryQueue {
  /** Something new waits. Also starts the queue. */
  wake(): void
  /** Resolves when nothing is under way that this process could do now. */
  settled(): Promise<void>
  /** Starts nothing more and gives what is under way `graceMs`; what is cut then stays in the store, untried. */
  close(graceMs: number): Promise<void>
}

const maxInFlight = 32
/** One slow receiver must not take all places. */
const maxPerEndpoint = 4
/** Longer than an attempt can last: after a crash, the claims of the dead process end by themselves. */
const claimMs = 3 * attemptTimeoutMs
/** Another process may have added what we were not woken for. */
const lookAgainMs = 30_000

export function createDeliveryQueue(parts: DeliveryQueueParts): DeliveryQueue {
  const { clock, deliveries, onError } = parts
  const inFlight = new Map<string, { endpointId: number; done: Promise<void> }>()
  const closing = new AbortController()
  let isClosed = false
  let isStale = false
  let round: Promise<void> | undefined
  let cancelTimer = (): void => undefined

  const start = (row: DeliveryRow): void => {
    const done = attempt(parts, row, closing.signal)
      .catch(onError)
      .finally(() => {
        inFlight.delete(row.id)
        wake()
      })
    inFlight.set(row.id, { endpointId: row.endpointId, done })
  }
  const countTo = (endpointId: number): number =>
    [...inFlight.values()].filter((flight) => flight.endpointId === endpointId).length

  const look = async (): Promise<void> => {
    for (const row of await deliveries.due(clock.now(), 10 * maxInFlight)) {
      if (isClosed || inFlight.size >= maxInFlight) return
      if (inFlight.has(row.id) || countTo(row.endpointId) >= maxPerEndpoint) continue
      const nowMs = clock.now()
      if (await deliveries.claim(row.id, { nowMs, untilMs: nowMs + claimMs })) start(row)
    }
    const nextAt = await deliveries.nextAt()
    // At least a moment, so that what a full endpoint holds back is not asked for in a circle.
    const waitMs = nextAt === undefined ? lookAgainMs : Math.max(100, nextAt - clock.now())
    cancelTimer()
    if (!isClosed) cancelTimer = clock.after(Math.min(lookAgainMs, waitMs), wake)
  }
  const hasWork = (): boolean => isStale && !isClosed
  const isBusy = (): boolean => round !== undefined || inFlight.size > 0
  const wake = (): void => {
    if (isClosed) return
    isStale = true
    round ??= (async () => {
      while (hasWork()) {
        isStale = false
        await look().catch(onError)
      }
    })().finally(() => (round = undefined))
  }
  const settled = async (): Promise<void> => {
    while (isBusy()) await Promise.all([round, ...[...inFlight.values()].map((flight) => flight.done)])
  }
  return {
    wake,
    settled,
    async close(graceMs) {
      isClosed = true
      cancelTimer()
      const cancelGrace = clock.after(graceMs, () => closing.abort())
      await settled()
      cancelGrace()
    },
  }
}

async function attempt(parts: DeliveryQueueParts, row: DeliveryRow, signal: AbortSignal): Promise<void> {
  const { clock, endpoints, deliveries } = parts
  const endpoint = await endpoints.byId(row.endpointId)
  // Deleted meanwhile, and its deliveries with it.
  if (!endpoint) return
  if (endpoint.status === 'suspended') return deliveries.giveUp(endpoint.id)
  const startedAtMs = clock.now()
  const headers = deliveryHeaders({ ...row, secret: endpoint.secret, nowMs: startedAtMs })
  const outcome = await parts.send({ url: endpoint.url, headers, body: row.body }, signal)
  if (signal.aborted) return deliveries.release(row.id)
  await settle(parts, { row, endpoint, outcome, startedAtMs })
}

interface Ended {
  readonly row: DeliveryRow
  readonly endpoint: EndpointRow
  readonly outcome: AttemptOutcome
  readonly startedAtMs: number
}

async function settle(parts: DeliveryQueueParts, ended: Ended): Promise<void> {
  const { clock, endpoints, deliveries } = parts
  const { row, endpoint, outcome, startedAtMs } = ended
  const attempts = row.attempts + 1
  const endedAtMs = clock.now()
  const verdict = judgeAttempt(outcome, { attempts, startedAtMs, endedAtMs })
  await deliveries.settle(row.id, {
    status: verdict.type === 'again' ? 'pending' : verdict.type,
    attempts,
    dueAt: verdict.type === 'again' ? verdict.atMs : row.dueAt,
    lastStatus: outcome.type === 'answered' ? outcome.status : null,
    lastError: outcome.type === 'failed' ? outcome.error : null,
  })
  if (verdict.type === 'delivered') await endpoints.succeeded(endpoint.id)
  else if (await endpoints.failed(endpoint.id, failuresToSuspend)) await deliveries.giveUp(endpoint.id)
  parts.onAttempt?.({
    outcome: verdict.type === 'again' ? 'failed' : verdict.type,
    ms: endedAtMs - startedAtMs,
  })
}
