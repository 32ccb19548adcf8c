import { expect } from 'vitest'
import { headerValue, headerValues } from '../../src/index.ts'
import { scenario } from './scenario.ts'
import { ANSWER, answeredWorld, inDialogFrom, OFFER, registeredWorld, sdp, text } from './world.ts'
import type { RequestOptions, World } from './world.ts'

function ringing(
  options: Partial<RequestOptions> = {},
  overrides: Parameters<typeof registeredWorld>[0] = {},
) {
  const world = registeredWorld(overrides)
  world.receive(text({ method: 'INVITE', body: OFFER, branch: 'z9hG4bKin', ...options }))
  return { world, leg: world.fact('incoming').leg }
}

const accept = (world: World, leg: string): void => world.act((now) => world.agent.accept(leg, ANSWER, now))
const cancel = (branch = 'z9hG4bKin', headers: readonly string[] = []): string =>
  text({ method: 'CANCEL', branch, headers })

export const incomingScenarios = [
  scenario('call in: 100, 180, answer, ACK; hang-up by each side', () => {
    const { world, leg } = ringing({ headers: ['P-Asserted-Identity: "An" <sip:0987654321@pbx.example>'] })
    expect(world.fact('incoming')).toMatchObject({
      callId: 'in-1',
      from: { uri: 'sip:1002@pbx.example', displayName: 'Minh' },
      assertedIdentity: { uri: 'sip:0987654321@pbx.example', displayName: 'An' },
      offer: OFFER,
    })
    world.response(100)
    world.act((now) => world.agent.progress(leg, 180, now))
    expect(headerValue(world.response(180), 'To')).toMatch(/;tag=\w+/)
    accept(world, leg)
    const ok = world.response(200)
    expect(ok.body).toBe(ANSWER)
    world.receive(inDialogFrom(ok, { method: 'ACK' }))
    expect(world.fact('confirmed')).toEqual({ type: 'confirmed', leg })
    world.act((now) => world.agent.hangup(leg, now))
    expect(world.request('BYE').uri).toBe('sip:1002@peer.invalid;transport=ws')
    const other = answeredWorld()
    other.world.receive(inDialogFrom(other.response, { method: 'BYE', seq: 2 }))
    expect(other.world.fact('ended')).toMatchObject({ by: 'remote', how: 'bye', wasAnswered: true })
  }),

  scenario('reject: status, Reason, ACK absorbed', () => {
    const { world, leg } = ringing()
    world.act((now) => world.agent.reject(leg, 486, now, { reasons: [{ protocol: 'Q.850', cause: 17 }] }))
    const busy = world.response(486)
    expect(headerValue(busy, 'Reason')).toBe('Q.850;cause=17')
    expect(world.fact('ended')).toMatchObject({
      by: 'local',
      how: 'response',
      status: 486,
      reasons: [{ cause: 17 }],
    })
    world.takeSent()
    world.receive(inDialogFrom(busy, { method: 'ACK', branch: 'z9hG4bKin' }))
    expect(world.sent()).toHaveLength(0)
  }),

  scenario('hang-up while it rings here: 603', () => {
    const { world, leg } = ringing()
    world.act((now) => world.agent.hangup(leg, now))
    world.response(603)
    expect(world.fact('ended')).toMatchObject({ by: 'local', how: 'response', status: 603 })
  }),

  scenario('the caller cancels: 200 and 487, reasons told', () => {
    const { world } = ringing()
    world.receive(cancel('z9hG4bKin', ['Reason: SIP;cause=200;text="Call completed elsewhere"']))
    world.response(487)
    expect(headerValue(world.response(200), 'CSeq')).toBe('1 CANCEL')
    expect(world.fact('ended')).toMatchObject({
      by: 'remote',
      how: 'cancel',
      reasons: [{ protocol: 'SIP', cause: 200, text: 'Call completed elsewhere' }],
    })
  }),

  scenario('CANCEL inside answer(): the later answer does nothing', () => {
    const { world, leg } = ringing()
    world.receive(cancel())
    accept(world, leg)
    expect(world.responses(200)).toHaveLength(1)
    expect(world.factsOf('ended')).toHaveLength(1)
  }),

  scenario('CANCEL after our 200 changes nothing', () => {
    const { world, leg } = ringing()
    accept(world, leg)
    const ok = world.response(200)
    world.receive(cancel())
    expect(world.responses(487)).toHaveLength(0)
    world.receive(inDialogFrom(ok, { method: 'ACK' }))
    world.fact('confirmed')
  }),

  scenario('CANCEL after our 200 and then no ACK (jssip #836): not held for 32 s', () => {
    const { world, leg } = ringing()
    accept(world, leg)
    world.receive(cancel())
    world.sleep(2000)
    expect(world.fact('ended')).toMatchObject({ by: 'remote', how: 'cancel', wasAnswered: true })
    world.request('BYE')
  }),

  scenario('CANCEL for nothing: 481', () => {
    const world = registeredWorld()
    world.receive(cancel('z9hG4bKnone'))
    world.response(481)
  }),

  scenario('200 is repeated until the ACK: T1 doubled up to T2', () => {
    const { world, leg } = ringing()
    accept(world, leg)
    world.sleep(8000)
    const start = world.sent().find(({ message }) => 'status' in message && message.status === 200)?.at ?? 0
    const times = world
      .sent()
      .flatMap(({ message, at }) => ('status' in message && message.status === 200 ? [at - start] : []))
    expect(times).toEqual([0, 500, 1500, 3500, 7500])
    world.receive(inDialogFrom(world.response(200), { method: 'ACK' }))
    world.takeSent()
    world.sleep(60_000)
    expect(world.responses(200)).toHaveLength(0)
  }),

  scenario('ACK never comes: BYE after 32 s', () => {
    const { world, leg } = ringing()
    accept(world, leg)
    world.sleep(36_000)
    expect(world.fact('ended')).toMatchObject({ by: 'timeout', how: 'bye', wasAnswered: true })
    world.request('BYE')
  }),

  scenario('BYE before ACK: 200, ended, 200 of the INVITE no more repeated', () => {
    const { world, leg } = ringing()
    accept(world, leg)
    world.receive(inDialogFrom(world.response(200), { method: 'BYE', seq: 2 }))
    expect(world.fact('ended')).toMatchObject({ by: 'remote', how: 'bye' })
    world.takeSent()
    world.sleep(40_000)
    expect(world.sent()).toHaveLength(0)
  }),

  scenario('hang-up before ACK: told at once, the BYE follows the ACK', () => {
    const { world, leg } = ringing()
    accept(world, leg)
    world.act((now) => world.agent.hangup(leg, now))
    expect(world.fact('ended')).toMatchObject({ by: 'local', how: 'bye' })
    expect(world.requests('BYE')).toHaveLength(0)
    world.receive(inDialogFrom(world.response(200), { method: 'ACK' }))
    world.request('BYE')
    expect(world.factsOf('confirmed')).toHaveLength(0)
  }),

  scenario('late offer: our offer in the 200, the answer in the ACK', () => {
    const { world, leg } = ringing({ body: '' })
    expect(world.fact('incoming').offer).toBeUndefined()
    accept(world, leg)
    world.receive(inDialogFrom(world.response(200), { method: 'ACK', body: sdp('late') }))
    expect(world.fact('confirmed')).toEqual({ type: 'confirmed', leg, answer: sdp('late') })
  }),

  scenario('early media: 183 with SDP', () => {
    const { world, leg } = ringing()
    world.act((now) => world.agent.progress(leg, 183, now, ANSWER))
    expect(world.response(183).body).toBe(ANSWER)
    expect(headerValue(world.response(183), 'Content-Type')).toBe('application/sdp')
  }),

  scenario('INVITE retransmitted: one call, last response again', () => {
    const { world, leg } = ringing()
    world.act((now) => world.agent.progress(leg, 180, now))
    world.receive(text({ method: 'INVITE', body: OFFER, branch: 'z9hG4bKin' }))
    expect(world.responses(180)).toHaveLength(2)
    expect(world.factsOf('incoming')).toHaveLength(1)
  }),

  scenario('merged request: 482', () => {
    const { world } = ringing()
    world.receive(text({ method: 'INVITE', body: OFFER, branch: 'z9hG4bKother' }))
    world.response(482)
    expect(world.factsOf('incoming')).toHaveLength(1)
  }),

  scenario('rings too long: 480 with Q.850 19', () => {
    const { world } = ringing({}, { maxRingSeconds: 20 })
    world.sleep(20_000)
    expect(headerValue(world.response(480), 'Reason')).toContain('Q.850;cause=19')
    expect(world.fact('ended')).toMatchObject({ by: 'timeout', how: 'response', status: 480 })
  }),

  scenario('Require: foo: 420 with Unsupported', () => {
    const world = registeredWorld()
    world.receive(text({ method: 'INVITE', body: OFFER, headers: ['Require: foo, timer'] }))
    expect(headerValue(world.response(420), 'Unsupported')).toBe('foo')
    expect(world.factsOf('incoming')).toHaveLength(0)
  }),

  scenario('unknown Content-Type or Content-Encoding of an offer: 415', () => {
    const world = registeredWorld()
    world.receive(text({ method: 'INVITE', body: 'x', type: 'application/x-foo' }))
    expect(headerValue(world.response(415), 'Accept')).toBe('application/sdp')
    world.receive(text({ method: 'INVITE', callId: 'b', body: OFFER, headers: ['Content-Encoding: gzip'] }))
    expect(headerValue(world.response(415), 'Accept-Encoding')).toBe('identity')
    const optional = ['Content-Disposition: render;handling=optional']
    world.receive(text({ method: 'INVITE', callId: 'c', body: 'x', type: 'text/html', headers: optional }))
    expect(world.factsOf('incoming')).toHaveLength(1)
  }),

  scenario('unknown scheme of the Request-URI: 416', () => {
    const world = registeredWorld()
    world.receive(text({ method: 'INVITE', uri: 'unknown:x', body: OFFER }))
    world.response(416)
  }),

  scenario('flood of INVITEs: 486 from the ninth on', () => {
    const world = registeredWorld()
    for (let i = 0; i < 20; i++) world.receive(text({ method: 'INVITE', callId: `flood-${i}`, body: OFFER }))
    expect(world.factsOf('incoming')).toHaveLength(8)
    expect(world.responses(486)).toHaveLength(12)
  }),

  scenario('OPTIONS outside a dialog: 200 with Allow, Supported, Accept', () => {
    const world = registeredWorld()
    world.receive(text({ method: 'OPTIONS' }))
    const ok = world.response(200)
    expect(headerValue(ok, 'Allow')).toContain('INVITE')
    expect(headerValue(ok, 'Supported')).toContain('timer')
    expect(headerValue(ok, 'To')).toMatch(/tag=/)
  }),

  scenario('other requests outside a dialog: 405 or 481', () => {
    const world = registeredWorld()
    world.receive(text({ method: 'MESSAGE' }))
    expect(headerValue(world.response(405), 'Allow')).toContain('BYE')
    world.receive(text({ method: 'BYE' }))
    world.response(481)
    world.receive(text({ method: 'BYE', to: '<sip:1001@pbx.example>;tag=gone' }))
    expect(world.responses(481)).toHaveLength(2)
  }),

  scenario('Replaces: our leg is named, ends when the new one is answered', () => {
    const { world, leg, response } = answeredWorld()
    const tag = /tag=(\w+)/.exec(headerValue(response, 'To') ?? '')?.[1]
    const headers = [`Replaces: in-1;to-tag=${tag};from-tag=caller`]
    world.receive(text({ method: 'INVITE', callId: 'new', body: OFFER, headers }))
    const incoming = world.fact('incoming')
    expect(incoming.replaces).toBe(leg)
    accept(world, incoming.leg)
    expect(headerValue(world.request('BYE'), 'Call-ID')).toBe('in-1')
    expect(world.fact('ended')).toMatchObject({ leg, by: 'local', how: 'bye' })
  }),

  scenario('Replaces without a match: 481; twice: 400; early-only for an answered call: 486', () => {
    const { world, response } = answeredWorld()
    const tag = /tag=(\w+)/.exec(headerValue(response, 'To') ?? '')?.[1]
    const invite = (callId: string, headers: readonly string[]): void =>
      world.receive(text({ method: 'INVITE', callId, body: OFFER, headers }))
    invite('a', ['Replaces: none;to-tag=x;from-tag=y'])
    world.response(481)
    invite('b', ['Replaces: none;to-tag=x;from-tag=y', 'Replaces: other;to-tag=x;from-tag=y'])
    world.response(400)
    invite('c', [`Replaces: in-1;to-tag=${tag};from-tag=caller;early-only`])
    world.response(486)
    expect(world.factsOf('incoming')).toHaveLength(0)
  }),

  scenario('Record-Route goes back in 180 and 200 and is our route', () => {
    const { world, leg } = ringing({ headers: ['Record-Route: <sip:p1;lr>', 'Record-Route: <sip:p2;lr>'] })
    accept(world, leg)
    const ok = world.response(200)
    expect(headerValues(ok, 'Record-Route')).toEqual(['<sip:p1;lr>', '<sip:p2;lr>'])
    world.receive(inDialogFrom(ok, { method: 'ACK' }))
    world.act((now) => world.agent.hangup(leg, now))
    expect(headerValues(world.request('BYE'), 'Route')).toEqual(['<sip:p1;lr>', '<sip:p2;lr>'])
  }),

  scenario('broken headers: 400 or 505, not silence', () => {
    const world = registeredWorld()
    world.receive(text({ method: 'INVITE', body: OFFER }).replace('Max-Forwards: 69', 'Max-Forwards: 999'))
    world.response(400)
    world.receive(text({ method: 'INVITE', body: OFFER }).replace('SIP/2.0\r\nVia', 'SIP/7.0\r\nVia'))
    world.response(505)
    expect(world.factsOf('bad-frame')).toHaveLength(2)
  }),

  scenario('malformed response does not throw', () => {
    const world = registeredWorld()
    world.act((now) => world.agent.invite({ target: 'sip:1002@pbx.example', offer: OFFER }, now))
    const broken = `SIP/2.0 200 OK\r\nVia: ${headerValue(world.request('INVITE'), 'Via')}\r\nCSeq: broken\r\n\r\n`
    expect(() => world.receive(broken)).not.toThrow()
    expect(world.fact('bad-frame').detail).not.toBe('')
  }),
]
