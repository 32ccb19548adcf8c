import { expect } from 'vitest'
import { headerValue, isRequest, parseMessage } from '../../src/index.ts'
import { scenario } from './scenario.ts'
import { answeredWorld, calledWorld, inDialogOf, OFFER, registeredWorld, reply, text } from './world.ts'

export const inDialogScenarios = [
  scenario('INFO out and in', () => {
    const { world, leg, invite } = calledWorld()
    world.act((now) => world.agent.info(leg, 'application/dtmf-relay', 'Signal=5\r\nDuration=160\r\n', now))
    const info = world.request('INFO')
    expect(headerValue(info, 'Content-Type')).toBe('application/dtmf-relay')
    world.receive(reply(info, 415))
    expect(world.fact('info-answered')).toMatchObject({ status: 415 })
    world.receive(
      inDialogOf(invite, { method: 'INFO', body: 'Signal=7', type: 'application/dtmf-relay; x=y' }),
    )
    expect(world.fact('info')).toMatchObject({ contentType: 'application/dtmf-relay', body: 'Signal=7' })
    world.response(200)
  }),

  scenario('a call is handed over: the BYE that would end it, and whether another may take it', () => {
    const able = { headers: ['Supported: timer, replaces'] }
    const { world, leg, invite } = calledWorld({}, able)
    world.act((now) => world.agent.info(leg, 'application/dtmf', '1', now))
    world.receive(reply(world.request('INFO'), 200))
    const handover = world.agent.handoverOf(leg)
    expect(handover).toMatchObject({ isReplaceable: true, dialog: world.agent.dialogOf(leg) })
    // Nothing was sent; what the agent itself sends later says the same.
    world.act((now) => world.agent.hangup(leg, now))
    const bye = world.request('BYE')
    const given = parseMessage(handover?.bye ?? '')
    if (!given.ok || !isRequest(given.message)) throw new Error('no request')
    expect(given.message.uri).toBe(bye.uri)
    for (const name of ['From', 'To', 'Call-ID', 'CSeq'])
      expect(headerValue(given.message, name)).toBe(headerValue(bye, name))
    expect(headerValue(given.message, 'Call-ID')).toBe(headerValue(invite, 'Call-ID'))
    expect(headerValue(given.message, 'Via')).not.toBe(headerValue(bye, 'Via'))
    expect(world.agent.handoverOf(leg)).toBeUndefined()

    const answered = answeredWorld()
    expect(answered.world.agent.handoverOf(answered.leg)).toMatchObject({ isReplaceable: false })
    const ringing = registeredWorld()
    ringing.receive(text({ method: 'INVITE', body: OFFER }))
    expect(ringing.agent.handoverOf(ringing.fact('incoming').leg)).toBeUndefined()
  }),

  scenario('INFO answered 481: the dialog is gone; 408: the call lives', () => {
    const { world, leg } = calledWorld()
    const press = (): void => world.act((now) => world.agent.info(leg, 'application/dtmf', '1', now))
    press()
    world.receive(reply(world.request('INFO'), 408))
    expect(world.factsOf('ended')).toHaveLength(0)
    press()
    world.receive(reply(world.request('INFO'), 481))
    expect(world.fact('ended')).toMatchObject({ by: 'dialog-gone', status: 481 })
  }),

  scenario('OPTIONS in the dialog: 200; unknown method: 405; the call lives', () => {
    const { world, invite } = calledWorld()
    world.receive(inDialogOf(invite, { method: 'OPTIONS' }))
    expect(headerValue(world.response(200), 'Allow')).toContain('UPDATE')
    world.receive(inDialogOf(invite, { method: 'FOO', seq: 102 }))
    world.response(405)
    world.receive(inDialogOf(invite, { method: 'INFO', seq: 103, headers: ['Require: foo'] }))
    world.response(420)
    expect(world.factsOf('ended')).toHaveLength(0)
  }),

  scenario('old CSeq: 500; wrong tag: 481; the call lives', () => {
    const { world, invite } = calledWorld()
    world.receive(inDialogOf(invite, { method: 'INFO', seq: 200 }))
    world.receive(inDialogOf(invite, { method: 'BYE', seq: 100 }))
    world.response(500)
    world.receive(inDialogOf(invite, { method: 'BYE', seq: 201 }, 'stranger'))
    world.response(481)
    expect(world.factsOf('ended')).toHaveLength(0)
  }),

  scenario('two BYEs cross: 200 to theirs', () => {
    const { world, leg, invite } = calledWorld()
    world.act((now) => world.agent.hangup(leg, now))
    world.receive(inDialogOf(invite, { method: 'BYE' }))
    world.response(200)
    expect(world.factsOf('ended')).toHaveLength(1)
  }),
]
