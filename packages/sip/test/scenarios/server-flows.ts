import { expect } from 'vitest'
import { headerValue } from '../../src/index.ts'
import { flowsOf, hangup } from './flow-steps.ts'
import { scenario } from './scenario.ts'
import { ANSWER, agentConfig, createWorld, OFFER, reply, text } from './world.ts'

export const serverFlowScenarios = [
  scenario('server: requests follow the flow of the leg; moveLeg sends what was owed', () => {
    const world = createWorld(agentConfig({ foreignRequests: 'surface', product: 'pbx/1' }))
    world.open('a')
    world.open('b')
    const leg = world.act((now) =>
      world.agent.invite({ flow: 'a', target: 'sip:x@x.invalid', offer: OFFER }, now),
    )
    world.receive(reply(world.request('INVITE'), 200, { body: ANSWER }), 'a')
    world.close('a')
    hangup(world, leg)
    expect(world.requests('BYE')).toHaveLength(0)
    world.open('a2')
    expect(world.requests('BYE')).toHaveLength(0)
    world.act(() => world.agent.moveLeg(leg, 'a2'))
    world.sleep(1)
    expect(world.fact('ended').by).toBe('local')
  }),

  scenario('server: a live leg moves with its phone', () => {
    const world = createWorld(agentConfig({ foreignRequests: 'surface' }))
    world.open('a')
    world.open('b')
    const leg = world.act((now) =>
      world.agent.invite({ flow: 'a', target: 'sip:x@x.invalid', offer: OFFER }, now),
    )
    world.receive(reply(world.request('INVITE'), 200, { body: ANSWER }), 'a')
    world.open('a2')
    world.act(() => world.agent.moveLeg(leg, 'a2'))
    hangup(world, leg)
    expect(flowsOf(world, 'BYE')).toEqual(['a2'])
  }),

  scenario('server: other requests surface and are answered', () => {
    const world = createWorld(agentConfig({ foreignRequests: 'surface' }))
    world.open()
    world.receive(text({ method: 'REGISTER', uri: 'sip:pbx.example' }))
    const { id } = world.fact('request')
    const headers = [{ name: 'WWW-Authenticate', value: 'Digest realm="r", nonce="n"' }]
    world.act((now) => world.agent.respond(id, { status: 401, headers }, now))
    expect(headerValue(world.response(401), 'WWW-Authenticate')).toContain('Digest')
    world.act((now) => world.agent.respond(id, { status: 200 }, now))
    expect(world.responses(200)).toHaveLength(0)
  }),
]
