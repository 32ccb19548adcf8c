import { expect, test } from 'vitest'
import { openTestServer } from '../testing/test-server.ts'

test('healthy while the database answers', async () => {
  const server = await openTestServer()
  expect(await server.ask('/healthz', { token: '' })).toMatchObject({
    status: 200,
    body: { status: 'ok', database: 'ok' },
  })
  await server.db.close()
  expect(await server.ask('/healthz', { token: '' })).toMatchObject({
    status: 503,
    body: { status: 'failing' },
  })
})

test('metrics count requests by route, limits, calls, phones and webhooks', async () => {
  const server = await openTestServer()
  server.pbx.registered = ['1001', '1002']
  await server.ask('/api/pbx/cdr/some-uuid')
  await server.ask('/no/such/page')
  for (let i = 0; i < 60; i++) await server.ask('/api/pbx/cdr')
  const event = { callUuid: 'c1', direction: 'outbound', extension: '1001' } as const
  const parties = { ...event, callerNumber: '1001', destinationNumber: '9200', startedAt: 1 }
  server.metrics.call({ ...parties, step: 'ringing' })
  server.metrics.call({ ...parties, callUuid: 'c2', step: 'ringing' })
  server.metrics.call({ ...parties, step: 'hangup', cause: 'USER_BUSY' })
  server.metrics.attempt({ outcome: 'delivered', ms: 20 })
  const text = String((await server.ask('/metrics', { token: '' })).body)
  for (const line of [
    'zorio_registrations 2',
    'zorio_calls 1',
    'zorio_calls_ended_total{direction="outbound",cause="USER_BUSY",answered="false"} 1',
    'zorio_webhook_pending 0',
    'zorio_webhook_attempt_seconds_count{outcome="delivered"} 1',
    'zorio_rate_limited_total{route="/api/pbx/cdr"} 1',
    'zorio_http_request_seconds_count{method="GET",route="/api/pbx/cdr/:uuid",status="404"} 1',
    'zorio_http_request_seconds_count{method="GET",route="unknown",status="404"} 1',
  ])
    expect(text).toContain(line)
  expect(text).not.toContain('some-uuid')
})

test.each([
  ['a public name', 'https://phone.example/metrics', {}],
  ['a proxy that keeps the name', 'http://localhost/metrics', { 'X-Forwarded-For': '1.2.3.4' }],
  ['a wrong token', 'https://phone.example/metrics', { Authorization: 'Bearer wrong' }],
])('%s reads no metrics', async (_, url, headers: Record<string, string>) => {
  const server = await openTestServer({ metricsToken: 'scrape' })
  expect((await server.ask(url, { token: '', headers })).status).toBe(404)
})

test('Prometheus elsewhere reads with its token', async () => {
  const server = await openTestServer({ metricsToken: 'scrape' })
  expect((await server.ask('https://phone.example/metrics', { token: 'scrape' })).status).toBe(200)
})
