import { createHmac } from 'node:crypto'
import { expect, test } from 'vitest'
import { createWebhookSecret, deliveryHeaders } from './signature.ts'
import { verifyWebhook } from './verify-webhook.ts'

const secret = 'abcdefghijklmnopqrstuvwxyz012345'
const nowMs = Date.parse('2026-11-22T08:00:00Z')
const body = JSON.stringify({ event: 'pbx.call.ringing', timestamp: 't', data: { n: 'Nguyễn An' } })
const headers = deliveryHeaders({ id: 'd-1', event: 'pbx.call.ringing', body, secret, nowMs })
const verify = (changes: Partial<Parameters<typeof verifyWebhook>[0]> = {}) =>
  verifyWebhook({ rawBody: body, headers, secret, nowMs, ...changes })

test('the headers are those of the product', () => {
  const hex = createHmac('sha256', secret).update(Buffer.from(body)).digest('hex')
  expect(headers).toMatchObject({
    'X-Zorio-Event': 'pbx.call.ringing',
    'X-Zorio-Timestamp': String(nowMs / 1000),
    'X-Zorio-Delivery': 'd-1',
    'X-Zorio-Signature': `sha256=${hex}`,
    'Content-Type': 'application/json; charset=utf-8',
  })
})

test('what we sent is valid, as text, as bytes, with the headers of Node and of fetch', () => {
  const valid = { isValid: true, deliveryId: 'd-1', body: JSON.parse(body) as unknown }
  expect(verify()).toEqual(valid)
  expect(verify({ rawBody: Buffer.from(body) })).toEqual(valid)
  expect(verify({ headers: new Headers(headers) })).toEqual(valid)
  const lower = Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]),
  )
  expect(verify({ headers: lower })).toEqual(valid)
})

const without = (name: string) => Object.fromEntries(Object.entries(headers).filter(([key]) => key !== name))
test.each([
  ['another body', { rawBody: `${body} ` }, 'bad_signature'],
  ['another secret', { secret: 'other' }, 'bad_signature'],
  ['a cut signature', { headers: { ...headers, 'X-Zorio-Signature': 'sha256=00' } }, 'bad_signature'],
  ['no signature', { headers: without('X-Zorio-Signature') }, 'missing_header'],
  ['no delivery id', { headers: without('X-Zorio-Delivery') }, 'missing_header'],
  ['an old request', { nowMs: nowMs + 301_000 }, 'stale'],
  ['a request of the future', { nowMs: nowMs - 301_000 }, 'stale'],
  ['a time that is none', { headers: { ...headers, 'X-Zorio-Timestamp': 'now' } }, 'stale'],
])('%s is refused', (_, changes, problem) => {
  expect(verify(changes)).toEqual({ isValid: false, problem })
})

test('a signed body that is no event is refused', () => {
  const rawBody = '[1]'
  const signed = deliveryHeaders({ id: 'd', event: 'x', body: rawBody, secret, nowMs })
  expect(verify({ rawBody, headers: signed })).toEqual({ isValid: false, problem: 'bad_body' })
})

test('secrets are 32 letters and digits, never twice the same', () => {
  const secrets = Array.from({ length: 50 }, createWebhookSecret)
  for (const made of secrets) expect(made).toMatch(/^[A-Za-z0-9]{32}$/)
  expect(new Set(secrets).size).toBe(50)
})
