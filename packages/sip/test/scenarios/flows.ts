import { expect } from 'vitest'
import { headerValue } from '../../src/index.ts'
import { flowsOf, hangup, reconnect } from './flow-steps.ts'
import { scenario } from './scenario.ts'
import {
  ANSWER,
  acceptRegister,
  answeredWorld,
  calledWorld,
  inDialogFrom,
  inDialogOf,
  OFFER,
  registeredWorld,
  reply,
  sdp,
  text,
} from './world.ts'

export const flowScenarios = [
  scenario('socket lost in a call, back, remote BYE on the new flow', () => {
    const { world, invite } = calledWorld()
    world.close()
    world.sleep(20_000)
    expect(world.facts).toHaveLength(0)
    reconnect(world)
    world.receive(inDialogOf(invite, { method: 'BYE' }), 'f2')
    expect(world.sent().at(-1)?.flow).toBe('f2')
    expect(world.fact('ended')).toMatchObject({ by: 'remote', how: 'bye' })
  }),

  scenario('re-INVITE after a reconnect goes to the new flow; 481 reconciles a BYE that was lost', () => {
    const { world, leg } = calledWorld()
    world.close()
    reconnect(world)
    world.act((now) => world.agent.reoffer(leg, sdp('restart'), now))
    expect(flowsOf(world, 'INVITE')).toEqual(['f2'])
    world.receive(reply(world.request('INVITE'), 481), 'f2')
    expect(world.fact('ended')).toMatchObject({ by: 'dialog-gone', status: 481 })
  }),

  scenario('hang-up while the socket is down: told at once, BYE after re-registration', () => {
    const { world, leg } = calledWorld()
    world.close()
    hangup(world, leg)
    expect(world.fact('ended')).toMatchObject({ by: 'local', how: 'bye' })
    world.open('f2')
    expect(world.requests('BYE')).toHaveLength(0)
    world.act((now) => world.agent.register(now))
    expect(world.requests('BYE')).toHaveLength(0)
    acceptRegister(world, 'f2')
    expect(flowsOf(world, 'BYE')).toEqual(['f2'])
  }),

  scenario('hang-up between the new socket and its registration: BYE after the registration', () => {
    const { world, leg } = calledWorld()
    world.close()
    world.open('f2')
    hangup(world, leg)
    expect(world.requests('BYE')).toHaveLength(0)
    world.act((now) => world.agent.register(now))
    acceptRegister(world, 'f2')
    expect(flowsOf(world, 'BYE')).toEqual(['f2'])
  }),

  scenario('after un-REGISTER nothing waits for a registration', () => {
    const { world, leg } = calledWorld()
    world.act((now) => world.agent.unregister(now))
    world.close()
    hangup(world, leg)
    world.open('f2')
    expect(flowsOf(world, 'BYE')).toEqual(['f2'])
  }),

  scenario('what is owed is forgotten after 120 s', () => {
    const { world, leg } = calledWorld()
    world.close()
    hangup(world, leg)
    world.sleep(120_000)
    reconnect(world)
    expect(world.requests('BYE')).toHaveLength(0)
  }),

  scenario('socket lost between BYE and its 200: sent again', () => {
    const { world, leg } = calledWorld()
    hangup(world, leg)
    world.close()
    reconnect(world)
    expect(flowsOf(world, 'BYE')).toEqual(['f1', 'f2'])
  }),

  scenario(
    'socket lost while outgoing rings: the call lives, the INVITE is asked again with its branch, 200 is taken',
    () => {
      const world = registeredWorld()
      const leg = world.act((now) =>
        world.agent.invite({ target: 'sip:1002@pbx.example', offer: OFFER }, now),
      )
      const invite = world.request('INVITE')
      world.receive(reply(invite, 180))
      world.close()
      expect(world.factsOf('ended')).toHaveLength(0)
      reconnect(world)
      expect(flowsOf(world, 'INVITE')).toEqual(['f1', 'f2'])
      expect(world.requests('INVITE')[1]).toEqual(invite)
      world.receive(reply(invite, 200, { body: ANSWER }), 'f2')
      expect(world.fact('accepted')).toMatchObject({ leg, answer: ANSWER })
      expect(flowsOf(world, 'ACK')).toEqual(['f2'])
    },
  ),

  scenario('socket lost while outgoing rings, hung up: CANCEL later, no INVITE', () => {
    const world = registeredWorld()
    const leg = world.act((now) => world.agent.invite({ target: 'sip:1002@pbx.example', offer: OFFER }, now))
    world.receive(reply(world.request('INVITE'), 180))
    world.close()
    hangup(world, leg)
    expect(world.fact('ended')).toMatchObject({ by: 'local', how: 'cancel' })
    reconnect(world)
    expect(flowsOf(world, 'INVITE')).toEqual(['f1'])
    expect(flowsOf(world, 'CANCEL')).toEqual(['f2'])
  }),

  scenario('hung up before 1xx, then socket lost: CANCEL later all the same', () => {
    const world = registeredWorld()
    const leg = world.act((now) => world.agent.invite({ target: 'sip:1002@pbx.example', offer: OFFER }, now))
    hangup(world, leg)
    world.close()
    reconnect(world)
    expect(flowsOf(world, 'CANCEL')).toEqual(['f2'])
    expect(flowsOf(world, 'INVITE')).toEqual(['f1'])
  }),

  scenario('socket lost while incoming rings, back, answer(): 200 on the new flow', () => {
    const world = registeredWorld()
    world.receive(text({ method: 'INVITE', body: OFFER }))
    const { leg } = world.fact('incoming')
    world.close()
    reconnect(world)
    world.act((now) => world.agent.accept(leg, ANSWER, now))
    const ok = world.sent().at(-1)
    expect(ok).toMatchObject({ flow: 'f2', message: { status: 200, body: ANSWER } })
    world.receive(inDialogFrom(world.response(200), { method: 'ACK' }), 'f2')
    world.fact('confirmed')
  }),

  scenario('answered while the socket is down: the 200 is owed', () => {
    const world = registeredWorld()
    world.receive(text({ method: 'INVITE', body: OFFER }))
    world.close()
    world.act((now) => world.agent.accept(world.fact('incoming').leg, ANSWER, now))
    world.sleep(50_000)
    expect(world.facts.some(({ type }) => type === 'ended')).toBe(false)
    reconnect(world)
    expect(world.sent().filter(({ message }) => 'status' in message && message.status === 200)).toMatchObject(
      [{ flow: 'f2' }],
    )
  }),

  scenario('socket lost before the ACK of our 200: sent again on the new flow', () => {
    const world = registeredWorld()
    world.receive(text({ method: 'INVITE', body: OFFER }))
    world.act((now) => world.agent.accept(world.fact('incoming').leg, ANSWER, now))
    world.close()
    reconnect(world)
    expect(
      world
        .sent()
        .some(({ flow, message }) => flow === 'f2' && 'status' in message && message.status === 200),
    ).toBe(true)
  }),

  scenario('declined while the socket is down: the 603 is owed', () => {
    const world = registeredWorld()
    world.receive(text({ method: 'INVITE', body: OFFER }))
    const { leg } = world.fact('incoming')
    world.close()
    hangup(world, leg)
    expect(world.fact('ended').status).toBe(603)
    expect(world.responses(603)).toHaveLength(0)
    reconnect(world)
    expect(world.sent().at(-1)).toMatchObject({ flow: 'f2', message: { status: 603 } })
  }),

  scenario('the same INVITE after a reconnect (new branch): one call, last response again', () => {
    const world = registeredWorld()
    world.receive(text({ method: 'INVITE', body: OFFER }))
    const { leg } = world.fact('incoming')
    world.act((now) => world.agent.progress(leg, 180, now))
    world.close()
    reconnect(world)
    world.receive(text({ method: 'INVITE', body: OFFER, branch: 'z9hG4bKagain' }), 'f2')
    expect(world.factsOf('incoming')).toHaveLength(1)
    const ringing = world.sent().at(-1)
    expect(ringing).toMatchObject({ flow: 'f2', message: { status: 180 } })
    expect(headerValue(world.response(180), 'Via')).toContain('z9hG4bKagain')
    world.act((now) => world.agent.accept(leg, ANSWER, now))
    expect(headerValue(world.response(200), 'Via')).toContain('z9hG4bKagain')
  }),

  scenario(
    'socket lost while incoming rings, and the CANCEL with it: asked on the new flow, 481 ends the ring',
    () => {
      for (const [status, isOver] of [
        [200, false],
        [404, false],
        [481, true],
      ] as const) {
        const world = registeredWorld()
        world.receive(text({ method: 'INVITE', body: OFFER }))
        world.act((now) => world.agent.progress(world.fact('incoming').leg, 180, now))
        world.close()
        world.takeSent()
        reconnect(world)
        // The 180 first: it may be what makes the dialog there.
        expect(
          world.sent().map(({ message }) => ('status' in message ? message.status : message.method)),
        ).toEqual(['REGISTER', 180, 'OPTIONS'])
        world.receive(reply(world.request('OPTIONS'), status), 'f2')
        expect(world.factsOf('ended').map(({ by, how }) => [by, how])).toEqual(
          isOver ? [['remote', 'cancel']] : [],
        )
        expect(world.responses(487)).toHaveLength(isOver ? 1 : 0)
      }
    },
  ),

  scenario('a ring whose INVITE came again on the new flow is not asked about', () => {
    const world = registeredWorld()
    const invite = text({ method: 'INVITE', body: OFFER, branch: 'z9hG4bKonce' })
    world.receive(invite)
    world.close()
    world.open('f2')
    world.receive(invite, 'f2')
    world.act((now) => world.agent.register(now))
    acceptRegister(world, 'f2')
    expect(world.requests('OPTIONS')).toHaveLength(0)
  }),

  scenario('CANCEL on the new flow, even under a new branch', () => {
    const world = registeredWorld()
    world.receive(text({ method: 'INVITE', body: OFFER }))
    world.close()
    reconnect(world)
    world.receive(text({ method: 'CANCEL', branch: 'z9hG4bKnew' }), 'f2')
    expect(world.fact('ended')).toMatchObject({ by: 'remote', how: 'cancel' })
  }),

  scenario('flow lost under a re-INVITE: told as 503, a later one goes out on the new flow', () => {
    const { world, leg } = calledWorld()
    world.act((now) => world.agent.reoffer(leg, sdp('a'), now))
    const late = world.request('INVITE')
    world.close()
    expect(world.fact('reoffer-failed').status).toBe(503)
    world.act((now) => world.agent.reoffer(leg, sdp('b'), now))
    reconnect(world)
    expect(world.request('INVITE').body).toBe(sdp('b'))
    world.receive(reply(late, 200, { body: ANSWER }), 'f2')
    expect(headerValue(world.request('ACK'), 'CSeq')).toBe('2 ACK')
    expect(world.factsOf('reoffer-answered')).toHaveLength(0)
  }),

  scenario('frames of an old socket are not heard', () => {
    const { world, invite } = calledWorld()
    world.close()
    world.open('f2')
    world.receive(inDialogOf(invite, { method: 'BYE' }), 'f1')
    expect(world.facts).toHaveLength(0)
  }),

  scenario('200 calls each way, then 80 s idle: nothing is left', () => {
    const { world } = answeredWorld()
    const { agent } = world
    for (let i = 0; i < 200; i++) {
      const leg = world.act((now) => agent.invite({ target: 'sip:1002@pbx.example', offer: OFFER }, now))
      const invite = world.request('INVITE')
      if (i % 3 > 0) world.receive(reply(invite, 180, { toTag: `t${i}` }))
      if (i % 3 > 1) world.receive(reply(invite, 200, { toTag: `t${i}`, body: ANSWER }))
      hangup(world, leg)
      if (i % 3 > 1) world.receive(reply(world.request('BYE'), 200))
      world.receive(text({ method: 'INVITE', callId: `leak-${i}`, body: OFFER }))
      const incoming = world.fact('incoming').leg
      if (i % 2) world.act((now) => agent.accept(incoming, ANSWER, now))
      hangup(world, incoming)
      world.clear()
    }
    world.close()
    world.open('f2')
    hangup(world, 'leg-1')
    world.sleep(200_000)
    world.sleep(80_000)
    expect(agent.nextDeadline).toBeUndefined()
  }),
]
