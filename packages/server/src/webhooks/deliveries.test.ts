import type { PbxCallEvent } from '@zorio/pbx'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { openReceiver, status } from '../testing/receiver.ts'
import type { Receiver } from '../testing/receiver.ts'
import { openTestServer, postJson } from '../testing/test-server.ts'
import type { TestServer } from '../testing/test-server.ts'
import { verifyWebhook } from './verify-webhook.ts'
import { createWebhooks } from './webhooks.ts'

let server: TestServer
let receiver: Receiver
let secret: string
let endpointId: number
const startedAt = Date.parse('2026-11-22T08:00:00Z')

beforeEach(async () => {
  server = await openTestServer()
  receiver = await openReceiver()
  const { body } = await server.ask('/api/pbx/webhooks', postJson({ url: receiver.url }))
  const { data } = body as { data: { secret: string; id: number } }
  secret = data.secret
  endpointId = data.id
})
afterEach(async () => {
  await server.webhooks.close(0)
  await receiver.close()
  expect(server.errors).toEqual([])
})

const event = (changes: Partial<PbxCallEvent> = {}): PbxCallEvent => ({
  step: 'ringing',
  callUuid: 'c1',
  direction: 'outbound',
  callerNumber: '1001',
  destinationNumber: '0987654321',
  extension: '1001',
  startedAt,
  ...changes,
})
const publish = async (changes: Partial<PbxCallEvent> = {}) => {
  await server.webhooks.publish(event(changes), server.ours.accountId)
  await server.webhooks.settled()
}
const pass = async (ms: number) => {
  server.clock.advance(ms)
  await server.webhooks.settled()
}
const stored = async (filter = '') => {
  const { body } = await server.ask(`/api/pbx/webhook-deliveries${filter}`)
  return (body as { data: Record<string, unknown>[] }).data
}
const idOf = (n: number) => receiver.received[n]?.headers['x-zorio-delivery']

test('a call is four deliveries, each signed and whole', async () => {
  const answeredAt = startedAt + 2000
  await publish()
  await publish({ step: 'answered', answeredAt })
  await publish({ step: 'hangup', answeredAt, endedAt: startedAt + 9500, cause: 'NORMAL_CLEARING' })
  const bodies = receiver.received.map(({ headers, rawBody }) => {
    const verified = verifyWebhook({ rawBody, headers, secret, nowMs: server.clock.nowMs })
    if (!verified.isValid) throw new Error(verified.problem)
    expect(headers['x-zorio-event']).toBe(verified.body.event)
    expect(headers['content-type']).toBe('application/json; charset=utf-8')
    return verified.body
  })
  const byEvent = Object.fromEntries(bodies.map((body) => [body.event, body]))
  expect(Object.keys(byEvent).sort()).toEqual([
    'pbx.call.answered',
    'pbx.call.hangup',
    'pbx.call.ringing',
    'pbx.cdr.created',
  ])
  expect(byEvent['pbx.call.ringing']).toEqual({
    event: 'pbx.call.ringing',
    timestamp: '2026-11-22T15:00:00.000+07:00',
    data: {
      call_uuid: 'c1',
      extension: '1001',
      direction: 'outbound',
      caller_number: '1001',
      destination_number: '0987654321',
      started_at: '2026-11-22T15:00:00.000+07:00',
      timestamp: '2026-11-22T15:00:00.000+07:00',
    },
  })
  expect(byEvent['pbx.call.answered']?.data).toMatchObject({ answered_at: '2026-11-22T15:00:02.000+07:00' })
  expect(byEvent['pbx.call.hangup']?.data).toMatchObject({
    ended_at: '2026-11-22T15:00:09.500+07:00',
    duration: 9,
    billsec: 7,
    result: 'answered',
    hangup_cause: 'NORMAL_CLEARING',
  })
  expect(byEvent['pbx.cdr.created']?.data).toMatchObject({ uuid: 'c1', source_type: 'outbound_webphone' })
  expect((await stored()).map((row) => row.status)).toEqual(Array(4).fill('delivered'))
})

test('only the events that were asked for', async () => {
  const events = ['pbx.cdr.created']
  await server.ask(`/api/pbx/webhooks/${endpointId}`, { method: 'DELETE' })
  await server.ask('/api/pbx/webhooks', postJson({ url: receiver.url, events }))
  await publish()
  await publish({ step: 'hangup', endedAt: startedAt + 1, cause: 'USER_BUSY' })
  expect(receiver.received.map(({ headers }) => headers['x-zorio-event'])).toEqual(events)
})

test('a receiver that is down gets four attempts at 0 s, 30 s, 5 min and 30 min, then the letter is dead', async () => {
  receiver.answer = status(500)
  await publish()
  const times = [startedAt]
  for (const [wait, at] of [
    [30_000, 30_000],
    [270_000, 300_000],
    [1_500_000, 1_800_000],
  ] as const) {
    await pass(wait - 1000)
    expect(receiver.received.length).toBe(times.length)
    await pass(1000)
    times.push(startedAt + at)
    expect(receiver.received.length).toBe(times.length)
  }
  await pass(10 * 3_600_000)
  expect(receiver.received.length).toBe(4)
  expect(new Set(receiver.received.map(({ headers }) => headers['x-zorio-delivery'])).size).toBe(1)
  expect(new Set(receiver.received.map(({ rawBody }) => rawBody)).size).toBe(1)
  expect(receiver.received.map(({ headers }) => Number(headers['x-zorio-timestamp']) * 1000)).toEqual(times)
  expect(await stored('?status=dead')).toMatchObject([
    { id: idOf(0), attempts: 4, last_status: 500, next_attempt_at: null },
  ])
})

test('an attempt that succeeds ends it', async () => {
  receiver.answer = status(503)
  await publish()
  receiver.answer = status(200)
  await pass(30_000)
  await pass(3_600_000)
  expect(receiver.received.length).toBe(2)
  expect(await stored()).toMatchObject([{ status: 'delivered', attempts: 2, last_status: 200 }])
})

test('Retry-After is honoured', async () => {
  receiver.answer = status(429, { 'Retry-After': '120' })
  await publish()
  await pass(119_000)
  expect(receiver.received.length).toBe(1)
  await pass(1000)
  expect(receiver.received.length).toBe(2)
})

test('a slow receiver is left after 5 s', async () => {
  receiver.answer = () => undefined
  await server.webhooks.publish(event(), server.ours.accountId)
  await vi.waitFor(() => expect(receiver.received.length).toBe(1))
  server.clock.advance(4999)
  expect(await stored('?status=pending')).toMatchObject([{ attempts: 0 }])
  server.clock.advance(1)
  await server.webhooks.settled()
  expect(await stored()).toMatchObject([{ status: 'pending', attempts: 1, last_error: 'timeout' }])
})

test('a receiver that lies: redirects are not followed, endless bodies not read, cut connections survived', async () => {
  receiver.answer = status(302, { Location: 'http://169.254.169.254/' })
  await publish({ callUuid: 'redirect' })
  expect((await stored())[0]).toMatchObject({ status: 'pending', last_status: 302 })
  receiver.answer = (response) => {
    response.writeHead(200, { 'Content-Length': '1000000' })
    response.write('never more than this')
  }
  await publish({ callUuid: 'endless' })
  expect((await stored('?status=delivered'))[0]).toMatchObject({ last_status: 200 })
  receiver.answer = (response) => response.socket?.destroy()
  await publish({ callUuid: 'cut' })
  expect((await stored()).map((row) => row.last_error)).toContain('ECONNRESET')
})

test('a receiver that is away is not an error of ours', async () => {
  await receiver.close()
  await publish()
  expect(await stored()).toMatchObject([{ status: 'pending', attempts: 1, last_error: 'ECONNREFUSED' }])
  receiver = await openReceiver()
})

test('50 failures in a row suspend; resume and replay bring it back with the same id', async () => {
  receiver.answer = status(500)
  for (let i = 0; i < 49; i++) await publish({ callUuid: `c${i}` })
  const list = () => server.ask('/api/pbx/webhooks').then(({ body }) => body)
  expect(await list()).toMatchObject({ data: [{ status: 'active', failures_in_a_row: 49 }] })
  await publish()
  expect(await list()).toMatchObject({ data: [{ status: 'suspended', failures_in_a_row: 50 }] })
  expect(await stored('?status=pending')).toEqual([])
  await publish({ callUuid: 'unheard' })
  await pass(3_600_000)
  expect(receiver.received.length).toBe(50)

  receiver.answer = status(200)
  const resumed = await server.ask(`/api/pbx/webhooks/${endpointId}/resume`, { method: 'POST' })
  expect(resumed.status).toBe(204)
  const [dead] = await stored('?status=dead')
  const id = String(dead?.id)
  const replayed = await server.ask(`/api/pbx/webhook-deliveries/${id}/replay`, { method: 'POST' })
  expect(replayed.status).toBe(202)
  await server.webhooks.settled()
  expect(idOf(50)).toBe(id)
  expect(await stored('?status=delivered')).toMatchObject([{ id, attempts: 1 }])
  expect(await list()).toMatchObject({ data: [{ status: 'active', failures_in_a_row: 0 }] })
})

test('a success between failures starts the count again', async () => {
  receiver.answer = status(500)
  for (let i = 0; i < 49; i++) await publish({ callUuid: `c${i}` })
  receiver.answer = status(200)
  await publish()
  receiver.answer = status(500)
  await publish()
  expect((await server.ask('/api/pbx/webhooks')).body).toMatchObject({
    data: [{ status: 'active', failures_in_a_row: 1 }],
  })
})

const restart = (onError = (error: unknown) => void server.errors.push(error as Error)) =>
  createWebhooks({ ...server, rule: { allowLoopback: true }, onError })

test('what waited when the process ended is sent by the next one', async () => {
  receiver.answer = status(500)
  await publish()
  await server.webhooks.close(0)
  receiver.answer = status(200)
  const next = restart()
  next.wake()
  await next.settled()
  expect(receiver.received.length).toBe(1)
  server.clock.advance(30_000)
  await next.settled()
  expect(receiver.received.length).toBe(2)
  expect(idOf(1)).toBe(idOf(0))
  await next.close(0)
})

test('a shutdown gives what is under way its grace, then keeps it for later as if untried', async () => {
  receiver.answer = () => undefined
  await server.webhooks.publish(event(), server.ours.accountId)
  await vi.waitFor(() => expect(receiver.received.length).toBe(1))
  const closed = server.webhooks.close(500)
  server.clock.advance(500)
  await closed
  expect(await stored()).toMatchObject([{ status: 'pending', attempts: 0, last_error: null }])
  receiver.answer = status(200)
  const next = restart()
  next.wake()
  await next.settled()
  expect(await stored()).toMatchObject([{ status: 'delivered' }])
  await next.close(0)
})

test('a crash in the middle of an attempt delays it, no more; two processes never send the same one', async () => {
  await server.deliveries.add({
    id: 'd1',
    accountId: server.ours.accountId,
    endpointId,
    event: 'pbx.call.ringing',
    body: '{}',
    createdAt: startedAt,
  })
  const claim = { nowMs: startedAt, untilMs: startedAt + 15_000 }
  expect(await server.deliveries.claim('d1', claim)).toBe(true)
  expect(await server.deliveries.claim('d1', claim)).toBe(false)
  const next = restart()
  next.wake()
  await next.settled()
  expect(receiver.received.length).toBe(0)
  server.clock.advance(15_000)
  await next.settled()
  expect(receiver.received.length).toBe(1)
  await next.close(0)
})

test('outside the demo nothing is sent to this machine, whatever is stored', async () => {
  const strict = createWebhooks({ ...server, rule: { allowLoopback: false }, onError: () => undefined })
  await strict.publish(event(), server.ours.accountId)
  await strict.settled()
  expect(receiver.received.length).toBe(0)
  expect(await stored()).toMatchObject([{ attempts: 1, last_error: 'Must be reachable from the internet.' }])
  await strict.close(0)
})
