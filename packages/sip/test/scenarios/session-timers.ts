import { expect } from 'vitest'
import { headerValue } from '../../src/index.ts'
import { scenario } from './scenario.ts'
import {
  ANSWER,
  answeredWorld,
  calledWorld,
  inDialogFrom,
  OFFER,
  registeredWorld,
  reply,
  text,
} from './world.ts'

export const sessionTimerScenarios = [
  scenario('session timer: 1800/90 offered; 422 with Min-SE is tried again', () => {
    const world = registeredWorld()
    world.act((now) => world.agent.invite({ target: 'sip:1002@pbx.example', offer: OFFER }, now))
    const invite = world.request('INVITE')
    expect(headerValue(invite, 'Session-Expires')).toBe('1800')
    expect(headerValue(invite, 'Min-SE')).toBe('90')
    world.receive(reply(invite, 422, { headers: ['Min-SE: 3600'] }))
    const second = world.request('INVITE')
    expect(headerValue(second, 'Session-Expires')).toBe('3600')
    expect(headerValue(second, 'Min-SE')).toBe('3600')
    expect(headerValue(second, 'CSeq')).toBe('2 INVITE')
    world.receive(reply(second, 422, { headers: ['Min-SE: 3600'] }))
    expect(world.fact('ended')).toMatchObject({ by: 'remote', status: 422 })
  }),

  scenario('session timer: we refresh by UPDATE at half time', () => {
    const headers = ['Session-Expires: 120;refresher=uac', 'Allow: INVITE, UPDATE']
    const { world } = calledWorld({ sessionExpiresSeconds: 1800 }, { headers })
    world.sleep(60_000)
    const update = world.request('UPDATE')
    expect(headerValue(update, 'Session-Expires')).toBe('120;refresher=uac')
    expect(update.body).toBe('')
    world.receive(reply(update, 200, { headers }))
    world.sleep(60_000)
    expect(world.requests('UPDATE')).toHaveLength(2)
    expect(world.factsOf('ended')).toHaveLength(0)
  }),

  scenario('session timer: refresh by re-INVITE where the peer has no UPDATE; nobody is told', () => {
    const headers = ['Session-Expires: 120;refresher=uac', 'Allow: INVITE']
    const { world } = calledWorld({ sessionExpiresSeconds: 1800 }, { headers })
    world.sleep(60_000)
    const invite = world.request('INVITE')
    expect(invite.body).toBe(OFFER)
    world.receive(reply(invite, 200, { headers, body: ANSWER }))
    world.request('ACK')
    expect(world.factsOf('reoffer-answered')).toHaveLength(0)
    world.sleep(60_000)
    expect(world.requests('INVITE')).toHaveLength(2)
  }),

  scenario('session expiry enforced: the peer should refresh and does not: BYE', () => {
    const headers = ['Session-Expires: 120;refresher=uas']
    const { world } = calledWorld({ sessionExpiresSeconds: 1800 }, { headers })
    world.sleep(87_999)
    expect(world.factsOf('ended')).toHaveLength(0)
    world.sleep(1)
    expect(world.fact('ended')).toMatchObject({ by: 'timeout', how: 'bye' })
    world.request('BYE')
  }),

  scenario('session timer as callee: honoured, refresher by role, 422 under 90 s', () => {
    const timer = ['Supported: timer', 'Session-Expires: 120', 'Allow: UPDATE']
    const { world, response } = answeredWorld({}, timer)
    expect(headerValue(response, 'Session-Expires')).toBe('120;refresher=uac')
    expect(headerValue(response, 'Require')).toBe('timer')
    world.sleep(80_000)
    const headers = ['Supported: timer', 'Session-Expires: 120;refresher=uac']
    world.receive(inDialogFrom(response, { method: 'UPDATE', seq: 2, headers }))
    expect(headerValue(world.response(200), 'Session-Expires')).toBe('120;refresher=uac')
    world.sleep(87_000)
    expect(world.factsOf('ended')).toHaveLength(0)
    world.sleep(1000)
    expect(world.fact('ended').by).toBe('timeout')
    const short = ['Supported: timer', 'Session-Expires: 60']
    world.receive(text({ method: 'INVITE', callId: 'short', body: OFFER, headers: short }))
    expect(headerValue(world.response(422), 'Min-SE')).toBe('90')
  }),

  scenario('session timer as callee of a peer without timers: we refresh', () => {
    const { world, response } = answeredWorld({}, ['Session-Expires: 120', 'Allow: UPDATE'])
    expect(headerValue(response, 'Session-Expires')).toBe('120;refresher=uas')
    world.sleep(60_000)
    world.request('UPDATE')
  }),
]
