import { describe, expect, test } from 'vitest'
import { headerValue } from '../../src/index.ts'
import {
  ACCOUNT,
  agentConfig,
  ANSWER,
  answeredWorld,
  calledWorld,
  createWorld,
  inDialogFrom,
  inDialogOf,
  OFFER,
  registeredWorld,
  reply,
  acceptRegister,
} from './world.ts'

describe('registration', () => {
  test('digest: challenge, answer, refresh with the same nonce and nc 2', () => {
    const world = createWorld(agentConfig({ account: ACCOUNT }))
    world.open()
    world.act((now) => world.agent.register(now))
    world.receive(
      reply(world.request('REGISTER'), 401, {
        headers: ['WWW-Authenticate: Digest realm="r", nonce="n1", qop="auth", algorithm=MD5'],
      }),
    )
    expect(headerValue(world.request('REGISTER'), 'Authorization')).toContain('nc=00000001')
    world.sleep(10)
    acceptRegister(world)
    expect(world.fact('registered')).toMatchObject({ expiresSeconds: 300, roundTripMs: 10 })
    world.takeSent()
    world.sleep(224_000)
    expect(world.requests('REGISTER')).toHaveLength(0)
    world.sleep(1000)
    expect(headerValue(world.request('REGISTER'), 'Authorization')).toContain('nc=00000002')
  })
})

describe('call', () => {
  test('out: progress, answer, hang-up', () => {
    const { world, leg, ack } = calledWorld()
    expect(ack.uri).toBe('sip:peer@peer.invalid;transport=ws')
    world.act((now) => world.agent.hangup(leg, now))
    expect(world.fact('ended')).toMatchObject({ by: 'local', how: 'bye', wasAnswered: true })
    world.receive(reply(world.request('BYE'), 200))
    world.sleep(80_000)
    expect(world.requests('BYE')).toHaveLength(1)
  })

  test('out: remote BYE with Q.850', () => {
    const { world, invite } = calledWorld()
    world.receive(
      inDialogOf(invite, { method: 'BYE', headers: ['Reason: Q.850;cause=16;text="NORMAL_CLEARING"'] }),
    )
    expect(world.fact('ended')).toMatchObject({
      by: 'remote',
      how: 'bye',
      reasons: [{ protocol: 'Q.850', cause: 16, text: 'NORMAL_CLEARING' }],
    })
    world.response(200)
  })

  test('in: answer, confirm, hang-up by each side', () => {
    const first = answeredWorld()
    first.world.act((now) => first.world.agent.hangup(first.leg, now))
    expect(first.world.request('BYE').uri).toBe('sip:1002@peer.invalid;transport=ws')
    const second = answeredWorld()
    second.world.receive(inDialogFrom(second.response, { method: 'BYE', seq: 2 }))
    expect(second.world.fact('ended')).toMatchObject({ by: 'remote', how: 'bye' })
  })

  test('out: 486', () => {
    const world = registeredWorld()
    world.act((now) => world.agent.invite({ target: 'sip:1002@pbx.example', offer: OFFER }, now))
    world.receive(reply(world.request('INVITE'), 486, { reason: 'Busy Here' }))
    expect(world.request('ACK').uri).toBe('sip:1002@pbx.example')
    expect(world.fact('ended')).toMatchObject({
      by: 'remote',
      how: 'response',
      status: 486,
      reasonPhrase: 'Busy Here',
    })
    expect(ANSWER).not.toBe(OFFER)
  })
})
