import { expect } from 'vitest'
import { headerValue, headerValues } from '../../src/index.ts'
import { scenario } from './scenario.ts'
import { ANSWER, calledWorld, inDialogOf, OFFER, registeredWorld, reply, sdp } from './world.ts'
import type { World } from './world.ts'

const target = 'sip:1002@pbx.example'

function calling(overrides: Parameters<typeof registeredWorld>[0] = {}) {
  const world = registeredWorld(overrides)
  const leg = world.act((now) => world.agent.invite({ target, offer: OFFER }, now))
  return { world, leg, invite: world.request('INVITE') }
}

const hangup = (world: World, leg: string): void => world.act((now) => world.agent.hangup(leg, now))

export const outgoingScenarios = [
  scenario('call out: ringing, answer, ACK to the Contact, hang-up', () => {
    const { world, leg, ack } = calledWorld()
    expect(ack.uri).toBe('sip:peer@peer.invalid;transport=ws')
    hangup(world, leg)
    expect(world.fact('ended')).toMatchObject({ by: 'local', how: 'bye', wasAnswered: true })
    world.receive(reply(world.request('BYE'), 200))
    world.sleep(80_000)
    expect(world.requests('BYE')).toHaveLength(1)
    hangup(world, leg)
    expect(world.factsOf('ended')).toHaveLength(1)
  }),

  scenario('call out: the far end hangs up with Q.850', () => {
    const { world, invite } = calledWorld()
    const headers = ['Reason: Q.850;cause=16;text="NORMAL_CLEARING"']
    world.receive(inDialogOf(invite, { method: 'BYE', headers }))
    const reasons = [{ protocol: 'Q.850', cause: 16, text: 'NORMAL_CLEARING' }]
    expect(world.fact('ended')).toMatchObject({ by: 'remote', how: 'bye', reasons })
    world.response(200)
  }),

  scenario('refused: ACK in the transaction, status and Reason told', () => {
    const { world, invite } = calling()
    const headers = ['Reason: Q.850;cause=17;text="USER_BUSY"', 'Retry-After: 5']
    world.receive(reply(invite, 486, { reason: 'Busy Here', headers }))
    const ack = world.request('ACK')
    expect(headerValue(ack, 'Via')).toBe(headerValue(invite, 'Via'))
    expect(headerValue(ack, 'To')).toContain('tag=peer')
    expect(world.fact('ended')).toMatchObject({
      by: 'remote',
      how: 'response',
      status: 486,
      reasonPhrase: 'Busy Here',
      reasons: [{ cause: 17 }],
      retryAfterSeconds: 5,
      wasAnswered: false,
    })
  }),

  scenario('proxy challenge to INVITE: answered with a new CSeq, the ACK has the credentials', () => {
    const { world, leg, invite } = calling()
    const headers = ['Proxy-Authenticate: Digest realm="pbx", nonce="n1", qop="auth"']
    world.receive(reply(invite, 407, { headers }))
    const second = world.request('INVITE')
    expect(headerValue(second, 'CSeq')).toBe('2 INVITE')
    expect(headerValue(second, 'Call-ID')).toBe(headerValue(invite, 'Call-ID'))
    world.receive(reply(second, 200, { body: ANSWER }))
    expect(headerValue(world.request('ACK'), 'Proxy-Authorization')).toContain('nc=00000001')
    hangup(world, leg)
    expect(headerValue(world.request('BYE'), 'Proxy-Authorization')).toContain('nc=00000002')
  }),

  scenario('CANCEL before 1xx is held until 1xx', () => {
    const { world, leg, invite } = calling()
    hangup(world, leg)
    expect(world.fact('ended')).toMatchObject({ by: 'local', how: 'cancel' })
    expect(world.requests('CANCEL')).toHaveLength(0)
    world.receive(reply(invite, 100))
    const cancel = world.request('CANCEL')
    expect(headerValue(cancel, 'Via')).toBe(headerValue(invite, 'Via'))
    expect(headerValue(cancel, 'CSeq')).toBe('1 CANCEL')
    world.receive(reply(cancel, 200))
    world.receive(reply(invite, 487))
    world.request('ACK')
    expect(world.factsOf('ended')).toHaveLength(1)
  }),

  scenario('hang-up while it rings: CANCEL at once, with the reason', () => {
    const { world, leg, invite } = calling()
    world.receive(reply(invite, 180))
    world.act((now) => world.agent.hangup(leg, now, [{ protocol: 'Q.850', cause: 16 }]))
    expect(headerValue(world.request('CANCEL'), 'Reason')).toBe('Q.850;cause=16')
  }),

  scenario('hung up, then 407 or 422 arrives: the call is not placed again', () => {
    for (const [status, header] of [
      [407, 'Proxy-Authenticate: Digest realm="pbx", nonce="n1", qop="auth"'],
      [422, 'Min-SE: 3600'],
    ] as const) {
      const { world, leg, invite } = calling()
      hangup(world, leg)
      world.receive(reply(invite, status, { headers: [header] }))
      expect(world.requests('INVITE')).toHaveLength(1)
      world.request('ACK')
    }
  }),

  scenario('CANCEL crosses 200: ACK and BYE, one end told', () => {
    const { world, leg, invite } = calling()
    world.receive(reply(invite, 180))
    hangup(world, leg)
    world.receive(reply(invite, 200, { body: ANSWER }))
    world.request('ACK')
    expect(world.request('BYE').uri).toBe('sip:peer@peer.invalid;transport=ws')
    expect(world.factsOf('accepted')).toHaveLength(0)
    expect(world.factsOf('ended')).toHaveLength(1)
    world.receive(reply(invite, 200, { body: ANSWER }))
    expect(world.requests('ACK')).toHaveLength(2)
    expect(world.requests('BYE')).toHaveLength(1)
  }),

  scenario('two 200s from a fork: the second gets ACK and BYE, the first call lives', () => {
    const { world, invite } = calledWorld()
    world.receive(reply(invite, 200, { toTag: 'late', body: ANSWER, contact: '<sip:late@late.invalid>' }))
    expect(world.request('ACK').uri).toBe('sip:late@late.invalid')
    expect(headerValue(world.request('BYE'), 'To')).toContain('tag=late')
    expect(world.factsOf('ended')).toHaveLength(0)
    world.receive(inDialogOf(invite, { method: 'OPTIONS' }))
    world.response(200)
  }),

  scenario('183 with SDP, then 200 without: one call, the early answer holds', () => {
    const { world, invite } = calling()
    world.receive(reply(invite, 183, { body: ANSWER }))
    expect(world.fact('progress')).toMatchObject({ status: 183, answer: ANSWER, fork: 'peer' })
    world.receive(reply(invite, 200))
    expect(world.fact('accepted')).toEqual({ type: 'accepted', leg: 'leg-1', fork: 'peer' })
    world.request('ACK')
  }),

  scenario('200 from another fork than the 183: the call is with the one who answered', () => {
    const { world, leg, invite } = calling()
    world.receive(reply(invite, 183, { toTag: 'a', body: ANSWER }))
    world.receive(reply(invite, 200, { toTag: 'b', body: sdp('b'), contact: '<sip:b@b.invalid>' }))
    expect(world.fact('accepted')).toMatchObject({ fork: 'b', answer: sdp('b') })
    expect(world.requests('BYE')).toHaveLength(0)
    hangup(world, leg)
    expect(world.request('BYE').uri).toBe('sip:b@b.invalid')
  }),

  scenario('repeated 200: the same ACK again', () => {
    const { world, invite } = calledWorld()
    world.receive(reply(invite, 200, { body: ANSWER }))
    world.receive(reply(invite, 200, { body: ANSWER }))
    expect(world.requests('ACK')).toHaveLength(2)
    expect(world.factsOf('accepted')).toHaveLength(0)
  }),

  scenario('no response to INVITE: timeout after 32 s, not "cancelled"', () => {
    const { world } = calling()
    world.sleep(32_000)
    expect(world.fact('ended')).toMatchObject({ by: 'timeout', how: 'none', wasAnswered: false })
  }),

  scenario('nobody answers: CANCEL after noAnswerSeconds', () => {
    const world = registeredWorld()
    world.act((now) => world.agent.invite({ target, offer: OFFER, noAnswerSeconds: 30 }, now))
    world.receive(reply(world.request('INVITE'), 180))
    world.sleep(29_999)
    expect(world.facts.some(({ type }) => type === 'ended')).toBe(false)
    world.sleep(1)
    expect(world.fact('ended')).toMatchObject({ by: 'timeout', how: 'cancel' })
    world.request('CANCEL')
  }),

  scenario('reliable 183: PRACK in order, copies passed over', () => {
    const { world, invite } = calling()
    const reliable = (rseq: number, body = ''): string =>
      reply(invite, 183, { headers: ['Require: 100rel', `RSeq: ${rseq}`], body })
    world.receive(reliable(7, ANSWER))
    const prack = world.request('PRACK')
    expect(headerValue(prack, 'RAck')).toBe('7 1 INVITE')
    expect(headerValue(prack, 'CSeq')).toBe('2 PRACK')
    world.receive(reliable(7, ANSWER))
    world.receive(reliable(9))
    expect(world.requests('PRACK')).toHaveLength(1)
    world.receive(reliable(8))
    expect(headerValue(world.request('PRACK'), 'RAck')).toBe('8 1 INVITE')
    world.receive(reply(invite, 200, { body: ANSWER }))
    expect(headerValue(world.request('ACK'), 'CSeq')).toBe('1 ACK')
  }),

  scenario('Record-Route: reversed, loose and strict', () => {
    const loose = calledWorld({}, { headers: ['Record-Route: <sip:p1;lr>, <sip:p2;lr>'] })
    expect(headerValues(loose.ack, 'Route')).toEqual(['<sip:p2;lr>', '<sip:p1;lr>'])
    const strict = calledWorld({}, { headers: ['Record-Route: <sip:p1;lr>', 'Record-Route: <sip:strict>'] })
    expect(strict.ack.uri).toBe('sip:strict')
    expect(headerValues(strict.ack, 'Route')).toEqual(['<sip:p1;lr>', '<sip:peer@peer.invalid;transport=ws>'])
  }),

  scenario('INVITE with Replaces', () => {
    const world = registeredWorld()
    const replaces = { callId: 'c1', toTag: 't', fromTag: 'f' }
    world.act((now) => world.agent.invite({ target, offer: OFFER, replaces }, now))
    expect(headerValue(world.request('INVITE'), 'Replaces')).toBe('c1;to-tag=t;from-tag=f')
    expect(headerValue(world.request('INVITE'), 'Require')).toBe('replaces')
  }),

  scenario('header injection: RangeError, nothing sent, nothing left', () => {
    const world = registeredWorld()
    const headers = [{ name: 'X-A', value: 'a\r\nX-B: c' }]
    expect(() => world.agent.invite({ target, offer: OFFER, headers }, world.now)).toThrow(RangeError)
    expect(() => world.agent.invite({ target: 'sip:a@b\r\n', offer: OFFER }, world.now)).toThrow(RangeError)
    world.sleep(200_000)
    expect(
      world.sent().filter(({ message }) => 'method' in message && message.method !== 'REGISTER'),
    ).toHaveLength(0)
    expect(world.factsOf('ended')).toHaveLength(0)
  }),

  scenario('call without any flow: ended at once, nothing is dialled later', () => {
    const world = registeredWorld()
    world.close()
    world.act((now) => world.agent.invite({ target, offer: OFFER }, now))
    expect(world.fact('ended')).toMatchObject({ by: 'timeout', how: 'none' })
    world.open('f2')
    expect(world.requests('INVITE')).toHaveLength(0)
  }),
]
