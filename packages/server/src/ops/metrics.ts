/** What the server counts, in the form Prometheus reads. The only file that knows prom-client. */
import { Counter, Gauge, Histogram, Registry, collectDefaultMetrics } from 'prom-client'
import type { PbxCallEvent } from '@zorio/pbx'

export interface Metrics {
  /** `route` is a pattern (`/api/pbx/cdr/:uuid`), never a path with ids in it. */
  request(request: { method: string; route: string; status: number; ms: number }): void
  /** A request was refused because of a rate limit. */
  limited(route: string): void
  call(event: PbxCallEvent): void
  attempt(attempt: { outcome: string; ms: number }): void
  text(): Promise<string>
  readonly contentType: string
}

export interface MetricSources {
  /** Phones with a live registration. */
  readonly registrations: () => number
  readonly pendingDeliveries: () => Promise<number>
  /** Default true: also memory, event loop and garbage collection of the process. */
  readonly ofProcess?: boolean
}

export function createMetrics(sources: MetricSources): Metrics {
  const register = new Registry()
  if (sources.ofProcess ?? true) collectDefaultMetrics({ register })
  const registers = [register]
  const buckets = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5]
  const requests = new Histogram({
    ...{ name: 'zorio_http_request_seconds', help: 'HTTP requests by route and status', buckets, registers },
    labelNames: ['method', 'route', 'status'],
  })
  const limited = new Counter({
    ...{ name: 'zorio_rate_limited_total', help: 'Requests refused by a rate limit', registers },
    labelNames: ['route'],
  })
  const attempts = new Histogram({
    ...{ name: 'zorio_webhook_attempt_seconds', help: 'Webhook attempts by outcome', buckets, registers },
    labelNames: ['outcome'],
  })
  const pending = { name: 'zorio_webhook_pending', help: 'Deliveries that wait or are tried again' }
  readGauge(register, pending, sources.pendingDeliveries)
  readGauge(register, { name: 'zorio_registrations', help: 'Registered phones' }, sources.registrations)
  const call = countCalls(register)
  return {
    request: ({ method, route, status, ms }) =>
      requests.observe({ method, route, status: String(status) }, ms / 1000),
    limited: (route) => limited.inc({ route }),
    call,
    attempt: ({ outcome, ms }) => attempts.observe({ outcome }, ms / 1000),
    text: () => register.metrics(),
    contentType: register.contentType,
  }
}

function readGauge(
  register: Registry,
  names: { name: string; help: string },
  read: () => number | Promise<number>,
): void {
  const gauge: Gauge = new Gauge({
    ...names,
    registers: [register],
    collect: async () => gauge.set(await read()),
  })
}

function countCalls(register: Registry): (event: PbxCallEvent) => void {
  const registers = [register]
  const live = new Set<string>()
  const liveGauge = new Gauge({ name: 'zorio_calls', help: 'Calls that ring or talk', registers })
  const ended = new Counter({
    ...{ name: 'zorio_calls_ended_total', help: 'Ended calls by direction and hang-up cause', registers },
    labelNames: ['direction', 'cause', 'answered'],
  })
  return ({ step, callUuid, direction, cause = 'UNKNOWN', answeredAt }) => {
    if (step === 'hangup') {
      live.delete(callUuid)
      ended.inc({ direction, cause, answered: String(answeredAt !== undefined) })
    } else live.add(callUuid)
    liveGauge.set(live.size)
  }
}
