/** What successful requests answer. Each schema is held to its type of the contract by the compiler. */
import { webhookEvents } from '@zorio/contract'
import type {
  CallRecordBody,
  ClickToCallBody,
  ContactBody,
  EmbedOriginsBody,
  EmbedSessionBody,
  EmbedTokenBody,
  KeepCallBody,
  ListBody,
  LoginAnswerBody,
  SipConfigBody,
  TokenBody,
  UserBody,
  WebhookDeliveryBody,
  WebhookEndpointBody,
} from '@zorio/contract'
import { z } from 'zod'

const data = <Schema extends z.ZodType>(schema: Schema) => z.object({ data: schema })
const list = <Schema extends z.ZodType>(schema: Schema) =>
  z.object({
    current_page: z.int(),
    data: z.array(schema),
    last_page: z.int(),
    per_page: z.int(),
    total: z.int(),
  })
/** ISO 8601 with offset. */
const time = z.iso.datetime({ offset: true })

const user = z.object({ id: z.int(), username: z.string(), full_name: z.string(), extension: z.string() })
export const login = data(z.object({ user })).extend({
  token: z.string(),
}) satisfies z.ZodType<LoginAnswerBody>
export const me = data(user satisfies z.ZodType<UserBody>)

const token = z.object({
  id: z.int(),
  device_name: z.string(),
  scopes: z.array(z.string()),
  created_at: time,
  expires_at: time.nullable(),
  is_current: z.boolean(),
}) satisfies z.ZodType<TokenBody>
export const tokens = data(z.array(token))

const iceServer = z.object({
  urls: z.array(z.string()),
  username: z.string().exactOptional(),
  credential: z.string().exactOptional(),
})
export const keptCall = data(
  z.object({ longest_seconds: z.int(), far_end: z.boolean().optional() }) satisfies z.ZodType<KeepCallBody>,
)
export const reportedCall = data(z.object({ uuid: z.string() }))
export const sipConfig = data(
  z.object({
    extension: z.string(),
    display_name: z.string(),
    domain: z.string(),
    wss_urls: z.array(z.string()),
    username: z.string(),
    password: z.string(),
    challenge: z.string().exactOptional(),
    credentials_ttl: z.int(),
    ice_servers: z.array(iceServer),
    ice_transport_policy: z.enum(['all', 'relay']),
    register_expires: z.int(),
    keepalive_seconds: z.int(),
    call_reports: z.boolean().exactOptional(),
  }) satisfies z.ZodType<SipConfigBody>,
)

export const embedToken = z.object({
  embed_token: z.string(),
  expires_at: time,
}) satisfies z.ZodType<EmbedTokenBody>
export const embedOrigins = data(
  z.object({ origins: z.array(z.string()) }) satisfies z.ZodType<EmbedOriginsBody>,
)
export const embedSession = data(
  z.object({
    token: z.string(),
    expires_at: time,
    extension: z.string(),
    origins: z.array(z.string()),
  }) satisfies z.ZodType<EmbedSessionBody>,
)

export const contact = data(
  z
    .object({
      id: z.int(),
      full_name: z.string(),
      phones: z.array(z.string()).exactOptional(),
      customer_id: z.int().exactOptional(),
      lead_id: z.int().exactOptional(),
    })
    .nullable() satisfies z.ZodType<ContactBody | null>,
)

const record = z.object({
  uuid: z.string(),
  direction: z.enum(['inbound', 'outbound', 'internal']),
  source_type: z.enum(['inbound', 'outbound_webphone', 'internal']),
  caller_number: z.string(),
  destination_number: z.string(),
  extension_number: z.string(),
  start_time: time,
  answer_time: time.nullable(),
  end_time: time.nullable(),
  duration: z.int(),
  billsec: z.int(),
  result: z.enum(['answered', 'busy', 'no_answer', 'rejected', 'cancelled', 'failed']).nullable(),
  hangup_cause: z.string().nullable(),
}) satisfies z.ZodType<CallRecordBody>
export const callRecord = data(record)
export const callRecords = list(record) satisfies z.ZodType<ListBody<CallRecordBody>>

export const queued = data(
  z.object({
    call_uuid: z.string(),
    status: z.literal('queued'),
    from_extension: z.string(),
    to_phone: z.string(),
  }) satisfies z.ZodType<ClickToCallBody>,
)

const endpoint = z.object({
  id: z.int(),
  name: z.string(),
  url: z.string(),
  events: z.array(z.enum(webhookEvents)),
  status: z.enum(['active', 'suspended']),
  failures_in_a_row: z.int(),
  created_at: time,
}) satisfies z.ZodType<WebhookEndpointBody>
export const endpoints = data(z.array(endpoint))
export const newEndpoint = data(endpoint.extend({ secret: z.string() }))

const delivery = z.object({
  id: z.string(),
  endpoint_id: z.int(),
  event: z.enum(webhookEvents),
  status: z.enum(['pending', 'delivered', 'dead']),
  attempts: z.int(),
  next_attempt_at: time.nullable(),
  last_status: z.int().nullable(),
  last_error: z.string().nullable(),
  created_at: time,
  body: z.unknown(),
}) satisfies z.ZodType<WebhookDeliveryBody>
export const deliveries = list(delivery)
export const replayed = data(z.object({ id: z.string(), status: z.literal('pending') }))
