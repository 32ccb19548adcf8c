import { expect } from 'vitest'
import { headerValue } from '../../src/index.ts'
import { scenario } from './scenario.ts'
import { calledWorld, inDialogOf, reply } from './world.ts'

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
