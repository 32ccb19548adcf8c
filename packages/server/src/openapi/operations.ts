/** Every route of the REST API, in the order of the reference. Request schemas are the ones the routes check with. */
import type { z } from 'zod'
import { loginSchema } from '../auth/auth-routes.ts'
import type { Scope } from '../auth/scope.ts'
import { clickToCallSchema } from '../calls/click-to-call-routes.ts'
import { keepQuerySchema, leaveSchema } from '../calls/leaving-routes.ts'
import { callQuerySchema } from '../calls/call-routes.ts'
import { callReportSchema } from '../calls/report-routes.ts'
import { lookupQuerySchema } from '../contacts/contact-routes.ts'
import { embedOriginsSchema, embedTokenSchema } from '../embed/embed-routes.ts'
import { embedSessionSchema } from '../embed/embed-session-routes.ts'
import { deliveryQuerySchema, endpointSchema } from '../webhooks/webhook-routes.ts'
import * as answers from './answers.ts'

export interface Operation {
  readonly method: 'get' | 'post' | 'put' | 'delete'
  /** As OpenAPI writes it: `/api/pbx/cdr/{uuid}`. */
  readonly path: string
  readonly summary: string
  /** `none`: no token; `any`: every token. */
  readonly scope: Scope | 'any' | 'none'
  readonly query?: z.ZodType
  readonly body?: z.ZodType
  readonly success: { readonly status: 200 | 201 | 202 | 204; readonly schema?: z.ZodType }
  /** Refusals beside 401, 403, 422 and 429. */
  readonly refusals?: readonly (404 | 409 | 503)[]
}

const webphone = 'webphone' as const
const webhooks = 'webhooks' as const

export const operations: readonly Operation[] = [
  {
    ...{
      method: 'post',
      path: '/api/auth/login',
      summary: 'Sign in; the token is shown once',
      scope: 'none',
    },
    body: loginSchema,
    success: { status: 200, schema: answers.login },
  },
  {
    ...{ method: 'get', path: '/api/auth/me', summary: 'Who the token belongs to', scope: 'any' },
    success: { status: 200, schema: answers.me },
  },
  {
    ...{ method: 'post', path: '/api/auth/logout', summary: 'Revoke the token in use', scope: 'any' },
    success: { status: 204 },
  },
  {
    ...{ method: 'get', path: '/api/auth/tokens', summary: 'The user’s tokens', scope: 'tokens' },
    success: { status: 200, schema: answers.tokens },
  },
  {
    ...{ method: 'delete', path: '/api/auth/tokens/{id}', summary: 'Revoke a token', scope: 'tokens' },
    success: { status: 204 },
    refusals: [404],
  },
  {
    ...{ method: 'get', path: '/api/webphone/sip-config', summary: 'What a phone needs', scope: webphone },
    success: { status: 200, schema: answers.sipConfig },
  },
  {
    ...{ method: 'post', path: '/api/webphone/calls/{uuid}/hangup', summary: 'End an own call' },
    scope: webphone,
    body: leaveSchema,
    success: { status: 204 },
    refusals: [404, 503],
  },
  {
    ...{ method: 'post', path: '/api/webphone/calls/{uuid}/report', summary: 'A phone tells of an own call' },
    scope: webphone,
    body: callReportSchema,
    success: { status: 200, schema: answers.reportedCall },
    refusals: [409],
  },
  {
    ...{ method: 'post', path: '/api/webphone/calls/{call_id}/keep', summary: 'Keep an own call' },
    scope: webphone,
    query: keepQuerySchema,
    body: leaveSchema,
    success: { status: 200, schema: answers.keptCall },
    refusals: [404, 503],
  },
  {
    ...{
      method: 'post',
      path: '/api/webphone/embed-token',
      summary: 'A token for an iframe',
      scope: 'embed',
    },
    body: embedTokenSchema,
    success: { status: 200, schema: answers.embedToken },
  },
  {
    ...{ method: 'get', path: '/api/webphone/embed-origins', summary: 'Who may frame the phones' },
    scope: 'embed',
    success: { status: 200, schema: answers.embedOrigins },
  },
  {
    ...{ method: 'put', path: '/api/webphone/embed-origins', summary: 'Set who may frame the phones' },
    scope: 'embed',
    body: embedOriginsSchema,
    success: { status: 200, schema: answers.embedOrigins },
  },
  {
    ...{ method: 'post', path: '/api/webphone/embed-session', summary: 'Redeem an embed token, once' },
    scope: 'none',
    body: embedSessionSchema,
    success: { status: 200, schema: answers.embedSession },
  },
  {
    ...{ method: 'get', path: '/api/contacts/lookup', summary: 'The contact with a number, or null' },
    scope: webphone,
    query: lookupQuerySchema,
    success: { status: 200, schema: answers.contact },
  },
  {
    ...{ method: 'get', path: '/api/pbx/cdr', summary: 'Call records, newest first', scope: 'pbx.read' },
    query: callQuerySchema,
    success: { status: 200, schema: answers.callRecords },
  },
  {
    ...{ method: 'get', path: '/api/pbx/cdr/{uuid}', summary: 'One call record', scope: 'pbx.read' },
    success: { status: 200, schema: answers.callRecord },
    refusals: [404],
  },
  {
    ...{ method: 'post', path: '/api/pbx/click-to-call', summary: 'Ring a user, then a number' },
    scope: 'pbx.call',
    body: clickToCallSchema,
    success: { status: 202, schema: answers.queued },
    refusals: [409, 503],
  },
  {
    ...{ method: 'get', path: '/api/pbx/webhooks', summary: 'The account’s webhooks', scope: webhooks },
    success: { status: 200, schema: answers.endpoints },
  },
  {
    ...{ method: 'post', path: '/api/pbx/webhooks', summary: 'Add a webhook; its secret is shown once' },
    scope: webhooks,
    body: endpointSchema,
    success: { status: 201, schema: answers.newEndpoint },
    refusals: [409],
  },
  {
    ...{ method: 'delete', path: '/api/pbx/webhooks/{id}', summary: 'Remove a webhook', scope: webhooks },
    success: { status: 204 },
    refusals: [404],
  },
  {
    ...{ method: 'post', path: '/api/pbx/webhooks/{id}/resume', summary: 'Send again after a suspension' },
    scope: webhooks,
    success: { status: 204 },
    refusals: [404],
  },
  {
    ...{ method: 'get', path: '/api/pbx/webhook-deliveries', summary: 'Deliveries, newest first' },
    scope: webhooks,
    query: deliveryQuerySchema,
    success: { status: 200, schema: answers.deliveries },
  },
  {
    ...{ method: 'post', path: '/api/pbx/webhook-deliveries/{id}/replay', summary: 'Deliver once more' },
    scope: webhooks,
    success: { status: 202, schema: answers.replayed },
    refusals: [404, 409],
  },
]
