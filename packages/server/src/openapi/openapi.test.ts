import { expect, test } from 'vitest'
import { openTestServer, postJson } from '../testing/test-server.ts'
import * as answers from './answers.ts'
import { operations } from './operations.ts'

/** `/api/pbx/cdr/{uuid}` as Hono writes it. */
const honoPath = (path: string) => path.replaceAll(/\{(\w+)\}/g, ':$1')

test('every route of the API is described, and nothing else is', async () => {
  const { app } = await openTestServer()
  const undescribed = ['GET /api/openapi.json', 'GET /api/reference']
  const served = app.routes
    .filter(({ method, path }) => method !== 'ALL' && path.startsWith('/api/'))
    .map(({ method, path }) => `${method} ${path}`)
    .filter((route) => !undescribed.includes(route))
  const described = operations.map(({ method, path }) => `${method.toUpperCase()} ${honoPath(path)}`)
  expect([...new Set(served)].sort()).toEqual([...described].sort())
})

test('scopes in the document are those that the routes demand', async () => {
  const server = await openTestServer()
  for (const { method, path, scope } of operations) {
    const nothing = await server.login.issueToken(server.ours.id, 'x', { scopes: [] })
    const asked = await server.ask(path.replaceAll(/\{\w+\}/g, '1'), {
      method: method.toUpperCase(),
      token: nothing,
    })
    const message = (asked.body as { message?: string } | undefined)?.message ?? ''
    if (scope === 'any' || scope === 'none') expect(message).not.toContain('no scope')
    else expect([path, asked.status, message]).toEqual([path, 403, `This token has no scope ${scope}.`])
  }
})

test('the document is OpenAPI 3.1 with schemas in it', async () => {
  const { ask } = await openTestServer()
  const { status, headers, body } = await ask('/api/openapi.json', { token: '' })
  expect(status).toBe(200)
  expect(headers.get('Content-Type')).toContain('application/json')
  const document = body as { openapi: string; paths: Record<string, Record<string, unknown>> }
  expect(document.openapi).toBe('3.1.0')
  expect(document.paths['/api/pbx/click-to-call']?.post).toMatchObject({
    security: [{ bearer: ['pbx.call'] }],
    requestBody: {
      content: {
        'application/json': { schema: { required: ['from_extension', 'to_phone'] } },
      },
    },
    responses: { 202: {}, 401: {}, 403: {}, 409: {}, 422: {}, 429: {}, 503: {} },
  })
  expect(document.paths['/api/pbx/cdr']?.get).toMatchObject({
    parameters: expect.arrayContaining([
      expect.objectContaining({ name: 'per_page', in: 'query', required: false }),
    ]) as unknown,
  })
  const ids = operations.map(
    ({ method, path }) =>
      (document.paths[path]?.[method] as { operationId: string } | undefined)?.operationId,
  )
  expect(new Set(ids).size).toBe(operations.length)
  expect(ids).toContain('postApiPbxClickToCall')
})

test('what routes answer is what the document says', async () => {
  const server = await openTestServer()
  server.pbx.registered = ['1001']
  const url = 'https://crm.example/hook'
  const created = await server.ask('/api/pbx/webhooks', postJson({ url }))
  answers.newEndpoint.strict().parse(created.body)
  const { id } = (created.body as { data: { id: number } }).data
  const { accountId } = server.ours
  const delivery = { id: 'd', accountId, endpointId: id, event: 'pbx.call.ringing', body: '{}' } as const
  await server.deliveries.add({ ...delivery, createdAt: 0 })
  await server.calls.save({
    ...{ uuid: 'c', accountId, direction: 'inbound', callerNumber: '1', destinationNumber: '2' },
    ...{ extensionNumber: '1001', startedAt: server.clock.nowMs - 5000, answeredAt: null, endedAt: null },
    cause: null,
  })
  const good = { from_extension: '1001', to_phone: '9200' }
  const embed = await server.ask('/api/webphone/embed-token', { method: 'POST' })
  const { embed_token } = embed.body as { embed_token: string }
  for (const [schema, path, body] of [
    [answers.me, '/api/auth/me'],
    [answers.tokens, '/api/auth/tokens'],
    [answers.sipConfig, '/api/webphone/sip-config'],
    [answers.contact, '/api/contacts/lookup?number=0987654321'],
    [answers.contact, '/api/contacts/lookup?number=1'],
    [answers.callRecords, '/api/pbx/cdr'],
    [answers.callRecord, '/api/pbx/cdr/c'],
    [answers.queued, '/api/pbx/click-to-call', good],
    [answers.keptCall, '/api/webphone/calls/call-of-fake/keep?seconds=4', {}],
    [answers.endpoints, '/api/pbx/webhooks'],
    [answers.deliveries, '/api/pbx/webhook-deliveries'],
    [answers.embedSession, '/api/webphone/embed-session', { embed_token }],
  ] as const) {
    const answer = await server.ask(path, body ? postJson(body) : {})
    expect(schema.safeParse(answer.body).error?.message).toBeUndefined()
  }
  answers.embedToken.parse(embed.body)
})

test('the reference names every operation and runs no script', async () => {
  const { ask } = await openTestServer()
  const { body, headers } = await ask('/api/reference', { token: '' })
  for (const { path } of operations) expect(body).toContain(path)
  expect(body).not.toContain('<script')
  expect(headers.get('Content-Security-Policy')).toContain("default-src 'none'")
})
