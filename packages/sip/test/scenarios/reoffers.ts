import { expect } from 'vitest'
import { headerValue } from '../../src/index.ts'
import { scenario } from './scenario.ts'
import { ANSWER, answeredWorld, calledWorld, inDialogFrom, inDialogOf, reply, sdp } from './world.ts'
import type { World } from './world.ts'

const reoffer = (world: World, leg: string, name: string): void =>
  world.act((now) => world.agent.reoffer(leg, sdp(name), now))

export const reofferScenarios = [
  scenario('re-INVITE of ours: answered, ACK; same CSeq space, same route', () => {
    const { world, leg } = calledWorld()
    reoffer(world, leg, 'hold')
    const invite = world.request('INVITE')
    expect(invite.uri).toBe('sip:peer@peer.invalid;transport=ws')
    expect(headerValue(invite, 'CSeq')).toBe('2 INVITE')
    world.receive(reply(invite, 200, { body: sdp('held') }))
    expect(headerValue(world.request('ACK'), 'CSeq')).toBe('2 ACK')
    expect(world.fact('reoffer-answered')).toEqual({ type: 'reoffer-answered', leg, answer: sdp('held') })
  }),

  scenario('re-INVITE (hold) answered 488: told, the call lives', () => {
    const { world, leg } = calledWorld()
    reoffer(world, leg, 'hold')
    world.receive(reply(world.request('INVITE'), 488))
    expect(world.fact('reoffer-failed')).toMatchObject({ status: 488 })
    world.act((now) => world.agent.info(leg, 'application/dtmf-relay', 'Signal=1', now))
    world.request('INFO')
    expect(world.factsOf('ended')).toHaveLength(0)
  }),

  scenario('ICE restart: re-INVITE from each end, one after the other', () => {
    const { world, leg, invite } = calledWorld()
    reoffer(world, leg, 'restart')
    world.receive(reply(world.request('INVITE'), 200, { body: sdp('restarted') }))
    world.receive(inDialogOf(invite, { method: 'INVITE', body: sdp('theirs') }))
    expect(world.fact('reoffer').offer).toBe(sdp('theirs'))
    world.act((now) => world.agent.answerOffer(leg, sdp('ours'), now))
    expect(world.response(200).body).toBe(sdp('ours'))
    world.receive(inDialogOf(invite, { method: 'ACK' }))
    reoffer(world, leg, 'again')
    expect(world.request('INVITE').body).toBe(sdp('again'))
  }),

  scenario('target refresh: a new Contact, in their re-INVITE or their 200, is where we send next', () => {
    const { world, leg, invite } = calledWorld()
    const moved = inDialogOf(invite, { method: 'INVITE', body: sdp('x') }).replaceAll(
      'sip:1002@peer',
      'sip:1002@moved',
    )
    world.receive(moved)
    world.act((now) => world.agent.answerOffer(leg, ANSWER, now))
    world.receive(inDialogOf(invite, { method: 'ACK' }))
    reoffer(world, leg, 'y')
    expect(world.request('INVITE').uri).toBe('sip:1002@moved.invalid;transport=ws')
    world.receive(reply(world.request('INVITE'), 200, { body: ANSWER, contact: '<sip:third@third.invalid>' }))
    expect(world.request('ACK').uri).toBe('sip:third@third.invalid')
    world.act((now) => world.agent.hangup(leg, now))
    expect(world.request('BYE').uri).toBe('sip:third@third.invalid')
  }),

  scenario('a second reoffer while one is under way: the newest is sent next', () => {
    const { world, leg } = calledWorld()
    reoffer(world, leg, 'a')
    reoffer(world, leg, 'b')
    reoffer(world, leg, 'c')
    expect(world.requests('INVITE')).toHaveLength(1)
    world.receive(reply(world.request('INVITE'), 200, { body: sdp('x') }))
    expect(world.requests('INVITE').map(({ body }) => body)).toEqual([sdp('a'), sdp('c')])
  }),

  scenario('re-INVITE of the peer refused: 488, the call lives', () => {
    const { world, leg, response } = answeredWorld()
    world.receive(inDialogFrom(response, { method: 'INVITE', seq: 2, body: sdp('x') }))
    world.act((now) => world.agent.refuseOffer(leg, 488, now))
    world.response(488)
    expect(world.factsOf('ended')).toHaveLength(0)
  }),

  scenario('re-INVITE without offer: ours in the 200, answer in the ACK', () => {
    const { world, leg, response } = answeredWorld()
    world.receive(inDialogFrom(response, { method: 'INVITE', seq: 2 }))
    expect(world.fact('reoffer')).toEqual({ type: 'reoffer', leg })
    world.act((now) => world.agent.answerOffer(leg, sdp('ours'), now))
    world.receive(inDialogFrom(response, { method: 'ACK', seq: 2, body: sdp('theirs') }))
    expect(world.fact('reoffer-answered').answer).toBe(sdp('theirs'))
  }),

  scenario('re-INVITE not answered by us in 30 s: 500, not silence', () => {
    const { world, response } = answeredWorld()
    world.receive(inDialogFrom(response, { method: 'INVITE', seq: 2, body: sdp('x') }))
    world.sleep(30_000)
    world.response(500)
  }),

  scenario('CANCEL of a re-INVITE: 487, the call lives', () => {
    const { world, leg, response } = answeredWorld()
    world.receive(inDialogFrom(response, { method: 'INVITE', seq: 2, body: sdp('x'), branch: 'z9hG4bKre' }))
    world.receive(inDialogFrom(response, { method: 'CANCEL', seq: 2, branch: 'z9hG4bKre' }))
    world.response(487)
    world.act((now) => world.agent.answerOffer(leg, ANSWER, now))
    expect(world.factsOf('ended')).toHaveLength(0)
  }),

  scenario('two re-INVITEs of the peer at once: 500 with Retry-After to the second', () => {
    const { world, response } = answeredWorld()
    world.receive(inDialogFrom(response, { method: 'INVITE', seq: 2, body: sdp('x') }))
    world.receive(inDialogFrom(response, { method: 'INVITE', seq: 3, body: sdp('y') }))
    expect(headerValue(world.response(500), 'Retry-After')).toMatch(/^(\d|10)$/)
  }),

  scenario('glare: 491 to their re-INVITE while ours is out', () => {
    const { world, leg, invite } = calledWorld()
    reoffer(world, leg, 'mine')
    world.receive(inDialogOf(invite, { method: 'INVITE', body: sdp('theirs') }))
    world.response(491)
    expect(world.factsOf('reoffer')).toHaveLength(0)
  }),

  scenario('glare: our re-INVITE gets 491, tried again after 2.1 to 4 s by the owner of the Call-ID', () => {
    const { world, leg } = calledWorld()
    reoffer(world, leg, 'mine')
    world.receive(reply(world.request('INVITE'), 491))
    world.sleep(2090)
    expect(world.requests('INVITE')).toHaveLength(1)
    world.sleep(1910)
    expect(world.requests('INVITE')).toHaveLength(2)
    expect(world.factsOf('reoffer-failed')).toHaveLength(0)
  }),

  scenario('glare: the other side waits up to 2 s', () => {
    const { world, leg } = answeredWorld()
    reoffer(world, leg, 'mine')
    world.receive(reply(world.request('INVITE'), 491))
    world.sleep(2000)
    expect(world.requests('INVITE')).toHaveLength(2)
  }),

  scenario('glare without end: given up after 5 tries', () => {
    const { world, leg } = calledWorld()
    reoffer(world, leg, 'mine')
    for (let i = 0; i < 8; i++) {
      world.receive(reply(world.request('INVITE'), 491))
      world.sleep(4000)
    }
    expect(world.requests('INVITE')).toHaveLength(6)
    expect(world.fact('reoffer-failed').status).toBe(491)
  }),

  scenario('481 to our re-INVITE: the dialog is gone, no BYE', () => {
    const { world, leg } = calledWorld()
    reoffer(world, leg, 'x')
    world.receive(reply(world.request('INVITE'), 481))
    expect(world.fact('ended')).toMatchObject({ by: 'dialog-gone', status: 481, wasAnswered: true })
    expect(world.requests('BYE')).toHaveLength(0)
  }),

  scenario('no answer to our re-INVITE: the dialog is gone after 32 s, BYE', () => {
    const { world, leg } = calledWorld()
    reoffer(world, leg, 'x')
    world.sleep(32_000)
    expect(world.fact('ended')).toMatchObject({ by: 'dialog-gone', status: 408 })
    world.request('BYE')
  }),

  scenario('UPDATE without SDP: 200; with SDP: an offer to answer', () => {
    const { world, leg, invite } = calledWorld()
    world.receive(inDialogOf(invite, { method: 'UPDATE' }))
    world.response(200)
    expect(world.factsOf('reoffer')).toHaveLength(0)
    world.receive(inDialogOf(invite, { method: 'UPDATE', seq: 102, body: sdp('up') }))
    expect(world.fact('reoffer').offer).toBe(sdp('up'))
    world.takeSent()
    world.act((now) => world.agent.answerOffer(leg, sdp('date'), now))
    expect(headerValue(world.response(200), 'CSeq')).toBe('102 UPDATE')
    world.sleep(5000)
    expect(world.responses(200)).toHaveLength(1)
  }),
]
