/** For whoever receives webhooks: is this request from Zorio, whole and fresh? */
import { timingSafeEqual } from 'node:crypto'
import type { WebhookBody } from '@zorio/contract'
import { signBody } from './signature.ts'

export interface WebhookRequest {
  /** The bytes as they came: a body that was parsed and written again has another signature. */
  readonly rawBody: string | Uint8Array
  /** Of Node (`request.headers`) or of fetch (`request.headers`). */
  readonly headers: Headers | Readonly<Record<string, string | string[] | undefined>>
  readonly secret: string
  /** How far `X-Zorio-Timestamp` may be off, default 300 s. */
  readonly toleranceSeconds?: number
  /** Milliseconds since the epoch; default the clock of this machine. */
  readonly nowMs?: number
}

export type VerifiedWebhook =
  /** `deliveryId` stays the same over retries: remember it for 24 h and skip what comes twice. */
  | { readonly isValid: true; readonly deliveryId: string; readonly body: WebhookBody }
  | { readonly isValid: false; readonly problem: WebhookProblem }

export type WebhookProblem = 'missing_header' | 'bad_signature' | 'stale' | 'bad_body'

/** Never throws. Answer 2xx when valid, 400 otherwise. */
export function verifyWebhook(request: WebhookRequest): VerifiedWebhook {
  const { headers, rawBody, secret, toleranceSeconds = 300, nowMs = Date.now() } = request
  const signature = headerOf(headers, 'x-zorio-signature')
  const timestamp = headerOf(headers, 'x-zorio-timestamp')
  const deliveryId = headerOf(headers, 'x-zorio-delivery')
  if (!signature || !timestamp || !deliveryId) return { isValid: false, problem: 'missing_header' }
  if (!isSame(signature, signBody(secret, rawBody))) return { isValid: false, problem: 'bad_signature' }
  // NaN is never within the tolerance.
  const offSeconds = /^\d{1,12}$/.test(timestamp) ? Math.abs(nowMs / 1000 - Number(timestamp)) : Number.NaN
  if (!(offSeconds <= toleranceSeconds)) return { isValid: false, problem: 'stale' }
  const body = readBody(rawBody)
  return body ? { isValid: true, deliveryId, body } : { isValid: false, problem: 'bad_body' }
}

function headerOf(headers: WebhookRequest['headers'], name: string): string | undefined {
  if (headers instanceof Headers) return headers.get(name) ?? undefined
  const entry = Object.entries(headers).find(([key]) => key.toLowerCase() === name)?.[1]
  return Array.isArray(entry) ? entry[0] : entry
}

function isSame(given: string, expected: string): boolean {
  const left = Buffer.from(given)
  const right = Buffer.from(expected)
  return left.length === right.length && timingSafeEqual(left, right)
}

function readBody(rawBody: string | Uint8Array): WebhookBody | undefined {
  try {
    const value: unknown = JSON.parse(typeof rawBody === 'string' ? rawBody : Buffer.from(rawBody).toString())
    const isBody = typeof value === 'object' && value !== null && 'event' in value && 'data' in value
    // The signature has proved that we wrote it.
    return isBody ? (value as WebhookBody) : undefined
  } catch {
    return undefined
  }
}
