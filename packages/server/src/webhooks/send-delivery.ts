/** One attempt: an HTTP POST that ends within its time whatever the receiver does. The only file that talks to receivers. */
import { request as requestHttp } from 'node:http'
import type { ClientRequest, IncomingMessage } from 'node:http'
import { request as requestHttps } from 'node:https'
import type { Clock } from '../clock.ts'
import { readRetryAfter } from './delivery-policy.ts'
import type { AttemptOutcome } from './delivery-policy.ts'
import { guardedLookup, problemOfUrl } from './receiver-address.ts'
import type { AddressRule } from './receiver-address.ts'

/** Of the whole attempt: name, connection, TLS, and the status line and headers of the answer. */
export const attemptTimeoutMs = 5000

export interface Attempt {
  readonly url: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}

/** Never rejects. `signal` ends it early, as a failure. */
export type SendDelivery = (attempt: Attempt, signal: AbortSignal) => Promise<AttemptOutcome>

export function createSender(options: { clock: Clock; rule: AddressRule }): SendDelivery {
  const { clock, rule } = options
  return (attempt, signal) =>
    new Promise((resolve) => {
      // Asked again at each attempt: the rule may have become stricter since the URL was stored.
      const problem = problemOfUrl(attempt.url, rule)
      if (problem !== undefined) return resolve({ type: 'failed', error: problem })
      const request = open(attempt, rule)
      const finish = (outcome: AttemptOutcome): void => {
        cancelTimer()
        signal.removeEventListener('abort', onAbort)
        resolve(outcome)
        // The body is not read: it may be endless. Errors of the cut are nobody's business any more.
        request.destroy()
      }
      const fail = (error: string) => finish({ type: 'failed', error })
      const onAbort = () => fail('aborted')
      const cancelTimer = clock.after(attemptTimeoutMs, () => fail('timeout'))
      signal.addEventListener('abort', onAbort)
      request.on('error', (error: NodeJS.ErrnoException) => fail(error.code ?? error.message))
      request.on('response', (response) => finish(answeredBy(response, clock.now())))
      if (signal.aborted) onAbort()
      else request.end(attempt.body)
    })
}

function open({ url, headers, body }: Attempt, rule: AddressRule): ClientRequest {
  const request = url.startsWith('https:') ? requestHttps : requestHttp
  return request(url, {
    method: 'POST',
    headers: { ...headers, 'Content-Length': Buffer.byteLength(body) },
    lookup: guardedLookup(rule),
    // A fresh connection each time: nothing of one account is ever shared with another.
    agent: false,
  })
}

/** A redirect is an answer like any other, and not 2xx: following it would let a receiver choose our next target. */
function answeredBy(response: IncomingMessage, nowMs: number): AttemptOutcome {
  const retryAfterMs = readRetryAfter(response.headers['retry-after'], nowMs)
  const status = response.statusCode ?? 0
  return { type: 'answered', status, ...(retryAfterMs !== undefined && { retryAfterMs }) }
}
