/** The headers of a delivery. */
import { createHmac, randomInt } from 'node:crypto'

/** `sha256=` and the lower-case hex HMAC-SHA256 of the raw body. */
export function signBody(secret: string, body: string | Uint8Array): string {
  return `sha256=${createHmac('sha256', secret).update(body).digest('hex')}`
}

export interface SignedDelivery {
  readonly id: string
  readonly event: string
  readonly body: string
  readonly secret: string
  /** When this attempt is made: a receiver refuses what is more than 300 s off, so a retry carries its own time. */
  readonly nowMs: number
}

export function deliveryHeaders({ id, event, body, secret, nowMs }: SignedDelivery): Record<string, string> {
  return {
    'Content-Type': 'application/json; charset=utf-8',
    'User-Agent': 'Zorio-Webhooks/1',
    'X-Zorio-Event': event,
    'X-Zorio-Timestamp': String(Math.floor(nowMs / 1000)),
    'X-Zorio-Delivery': id,
    'X-Zorio-Signature': signBody(secret, body),
  }
}

const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789'

/** 32 letters and digits. */
export function createWebhookSecret(): string {
  return Array.from({ length: 32 }, () => letters[randomInt(letters.length)]).join('')
}
