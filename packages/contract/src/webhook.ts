import type { CallRecordBody, CallResult } from './call-record.ts'

export const webhookEvents = [
  'pbx.call.ringing',
  'pbx.call.answered',
  'pbx.call.hangup',
  'pbx.cdr.created',
] as const

export type WebhookEventName = (typeof webhookEvents)[number]

/** What every delivery carries; `timestamp` (ISO 8601 with offset) is when the thing happened, also after retries. */
export type WebhookBody = {
  [Name in WebhookEventName]: { event: Name; timestamp: string; data: WebhookDataMap[Name] }
}[WebhookEventName]

interface WebhookDataMap {
  'pbx.call.ringing': CallWebhookData
  'pbx.call.answered': CallWebhookData & { answered_at: string }
  'pbx.call.hangup': EndedCallWebhookData
  'pbx.cdr.created': CallRecordBody
}

export interface CallWebhookData {
  call_uuid: string
  extension: string
  direction: 'inbound' | 'outbound' | 'internal'
  caller_number: string
  destination_number: string
  started_at: string
  timestamp: string
}

export interface EndedCallWebhookData extends CallWebhookData {
  answered_at: string | null
  ended_at: string | null
  /** Whole seconds. */
  duration: number
  billsec: number
  result: CallResult | null
  hangup_cause: string | null
}

/** `POST /api/pbx/webhooks`. */
export interface WebhookEndpointRequestBody {
  url: string
  /** Default: all. */
  events?: WebhookEventName[]
  name?: string
}

/** One line of `GET /api/pbx/webhooks`. */
export interface WebhookEndpointBody {
  id: number
  name: string
  url: string
  events: WebhookEventName[]
  /** `suspended`: failed 50 times in a row and gets nothing until resumed. */
  status: 'active' | 'suspended'
  failures_in_a_row: number
  created_at: string
}

/** 201 of `POST /api/pbx/webhooks`: the secret is shown this once. */
export interface NewWebhookEndpointBody extends WebhookEndpointBody {
  secret: string
}

/** One line of `GET /api/pbx/webhook-deliveries`. */
export interface WebhookDeliveryBody {
  /** `X-Zorio-Delivery`, the same for every attempt and replay. */
  id: string
  endpoint_id: number
  event: WebhookEventName
  status: 'pending' | 'delivered' | 'dead'
  attempts: number
  next_attempt_at: string | null
  /** HTTP status of the last answer; null where there was none. */
  last_status: number | null
  last_error: string | null
  created_at: string
  body: unknown
}
