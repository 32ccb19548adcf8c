import { expect } from 'vitest'
import { headerValue } from '../../src/index.ts'
import { scenario } from './scenario.ts'
import { ACCOUNT, acceptRegister, agentConfig, createWorld, registeredWorld, reply } from './world.ts'
import type { World } from './world.ts'

const challenge = (nonce: string, more = ''): string =>
  `WWW-Authenticate: Digest realm="pbx", nonce="${nonce}", qop="auth", algorithm=MD5${more}`

function registering(): World {
  const world = createWorld(agentConfig({ account: ACCOUNT }))
  world.open()
  world.act((now) => world.agent.register(now))
  return world
}

const authorization = (world: World): string => headerValue(world.request('REGISTER'), 'Authorization') ?? ''

export const registrationScenarios = [
  scenario('register: challenge, answer, refresh at 75 % with the same nonce and nc 2', () => {
    const world = registering()
    expect(authorization(world)).toBe('')
    world.receive(reply(world.request('REGISTER'), 401, { headers: [challenge('n1')] }))
    expect(authorization(world)).toContain('nc=00000001')
    world.sleep(10)
    acceptRegister(world)
    expect(world.fact('registered')).toMatchObject({ expiresSeconds: 300 })
    world.takeSent()
    world.sleep(224_989)
    expect(world.requests('REGISTER')).toHaveLength(0)
    world.sleep(11)
    expect(authorization(world)).toContain('nc=00000002')
  }),

  scenario('a refresh that the account wants earlier than 75 %, and 75 % where that is earlier', () => {
    for (const [refreshSeconds, refreshedAfterMs] of [
      [60, 60_000],
      [290, 225_000],
    ] as const) {
      const world = createWorld(agentConfig({ account: { ...ACCOUNT, refreshSeconds } }))
      world.open()
      world.act((now) => world.agent.register(now))
      acceptRegister(world)
      world.takeSent()
      world.sleep(refreshedAfterMs - 1)
      expect(world.requests('REGISTER')).toHaveLength(0)
      world.sleep(1)
      expect(world.requests('REGISTER')).toHaveLength(1)
    }
  }),

  scenario('a challenge that is known beforehand is answered at once: one REGISTER, one 200', () => {
    const known = challenge('n0').replace('WWW-Authenticate: ', '')
    const world = createWorld(agentConfig({ account: { ...ACCOUNT, challenge: known } }))
    world.open()
    world.act((now) => world.agent.register(now))
    expect(authorization(world)).toMatch(/nonce="n0".*nc=00000001/)
    acceptRegister(world)
    expect(world.fact('registered')).toBeDefined()
    expect(world.requests('REGISTER')).toHaveLength(1)
  }),

  scenario('a challenge beforehand that is too old, or none at all, costs a round trip and no more', () => {
    for (const known of [challenge('old').replace('WWW-Authenticate: ', ''), 'nonsense']) {
      const world = createWorld(agentConfig({ account: { ...ACCOUNT, challenge: known } }))
      world.open()
      world.act((now) => world.agent.register(now))
      world.receive(reply(world.request('REGISTER'), 401, { headers: [challenge('n1', ', stale=true')] }))
      expect(authorization(world)).toMatch(/nonce="n1".*nc=00000001/)
    }
  }),

  scenario('REGISTER carries instance-id, reg-id, .invalid host and the WSS token', () => {
    const random = agentConfig().random
    const { host: _, ...config } = agentConfig({ account: ACCOUNT, random })
    const world = createWorld(config)
    world.open()
    world.act((now) => world.agent.register(now))
    const request = world.request('REGISTER')
    expect(headerValue(request, 'Via')).toMatch(/^SIP\/2\.0\/WSS [a-z\d]+\.invalid;branch=z9hG4bK/)
    expect(headerValue(request, 'Contact')).toMatch(
      /^<sip:1001@[a-z\d]+\.invalid;transport=ws>;\+sip\.instance="<urn:uuid:[^>]+>";reg-id=1;expires=300$/,
    )
    expect(headerValue(request, 'Supported')).toMatch(/gruu, outbound, path/)
    expect(request.uri).toBe('sip:pbx.example')
  }),

  scenario('SHA-256-only challenge is answered', () => {
    const world = registering()
    const header = 'WWW-Authenticate: Digest realm="pbx", nonce="n1", qop="auth", algorithm=SHA-256'
    world.receive(reply(world.request('REGISTER'), 401, { headers: [header] }))
    expect(authorization(world)).toMatch(/algorithm=SHA-256.*response="[\da-f]{64}"|response="[\da-f]{64}"/)
  }),

  scenario('stale nonce: answered again, no event', () => {
    const world = registering()
    world.receive(reply(world.request('REGISTER'), 401, { headers: [challenge('n1')] }))
    world.receive(reply(world.request('REGISTER'), 401, { headers: [challenge('n2', ', stale=true')] }))
    expect(authorization(world)).toContain('nonce="n2"')
    expect(world.factsOf('register-failed')).toHaveLength(0)
    acceptRegister(world)
    world.fact('registered')
  }),

  scenario('old nonce refused at refresh: one more round trip', () => {
    const world = registering()
    world.receive(reply(world.request('REGISTER'), 401, { headers: [challenge('n1')] }))
    acceptRegister(world)
    world.sleep(225_000)
    world.receive(reply(world.request('REGISTER'), 401, { headers: [challenge('n2')] }))
    expect(authorization(world)).toContain('nonce="n2"')
    acceptRegister(world)
    expect(world.factsOf('registered')).toHaveLength(2)
    expect(world.factsOf('register-failed')).toHaveLength(0)
  }),

  scenario('wrong password: one answer, then rejected 401', () => {
    const world = registering()
    world.receive(reply(world.request('REGISTER'), 401, { headers: [challenge('n1')] }))
    world.receive(reply(world.request('REGISTER'), 401, { headers: [challenge('n2')] }))
    expect(world.requests('REGISTER')).toHaveLength(2)
    expect(world.fact('register-failed')).toMatchObject({ cause: 'rejected', status: 401 })
  }),

  scenario('never more than two answers to challenges', () => {
    const world = registering()
    for (const nonce of ['n1', 'n2', 'n3', 'n4'])
      world.receive(reply(world.request('REGISTER'), 401, { headers: [challenge(nonce, ', stale=true')] }))
    expect(world.requests('REGISTER')).toHaveLength(3)
    expect(world.fact('register-failed').status).toBe(401)
  }),

  scenario('new credentials are used by the next REGISTER', () => {
    const world = registering()
    world.receive(reply(world.request('REGISTER'), 401, { headers: [challenge('n1')] }))
    world.receive(reply(world.request('REGISTER'), 403))
    world.agent.setCredentials({ username: '99:1001', password: 'other' })
    world.act((now) => world.agent.register(now))
    expect(authorization(world)).toContain('username="99:1001"')
  }),

  scenario('407 is answered by Proxy-Authorization', () => {
    const world = registering()
    const header = challenge('n1').replace('WWW', 'Proxy')
    world.receive(reply(world.request('REGISTER'), 407, { headers: [header] }))
    expect(headerValue(world.request('REGISTER'), 'Proxy-Authorization')).toContain('nonce="n1"')
  }),

  scenario('socket lost during REGISTER: failed at once, registers again on the next flow', () => {
    const world = registering()
    world.close()
    expect(world.fact('register-failed')).toEqual({ type: 'register-failed', cause: 'flow-lost' })
    world.open('f2')
    world.act((now) => world.agent.register(now))
    expect(world.sent().at(-1)?.flow).toBe('f2')
    acceptRegister(world, 'f2')
    world.fact('registered')
    world.sleep(40_000)
    expect(world.factsOf('register-failed')).toHaveLength(1)
  }),

  scenario('no answer to REGISTER: timeout after 32 s', () => {
    const world = registering()
    world.sleep(31_999)
    expect(world.facts).toHaveLength(0)
    world.sleep(1)
    expect(world.fact('register-failed').cause).toBe('timeout')
  }),

  scenario('REGISTER 200 without Contact: registered', () => {
    const world = registering()
    world.receive(reply(world.request('REGISTER'), 200, { contact: false, headers: ['Expires: 120'] }))
    expect(world.fact('registered').expiresSeconds).toBe(120)
  }),

  scenario('REGISTER 200 with rewritten Contact: registered, its expires taken', () => {
    const world = registering()
    world.receive(reply(world.request('REGISTER'), 200, { contact: '<sip:1001@192.0.2.1:4711>;expires=60' }))
    expect(world.fact('registered').expiresSeconds).toBe(60)
  }),

  scenario('REGISTER 200 that grants no time: not registered, and not asked again at once', () => {
    for (const options of [
      { contact: '<sip:1001@host.invalid;transport=ws>;expires=0' },
      { contact: false, headers: ['Expires: 0'] },
    ] as const) {
      const world = registering()
      world.receive(reply(world.request('REGISTER'), 200, options))
      expect(world.factsOf('registered')).toHaveLength(0)
      expect(world.fact('register-failed')).toMatchObject({ cause: 'rejected', status: 200 })
      world.sleep(60_000)
      expect(world.requests('REGISTER')).toHaveLength(1)
    }
  }),

  scenario('REGISTER 200 that grants days is refreshed as if it granted what was asked or less', () => {
    const world = createWorld(agentConfig({ account: { ...ACCOUNT, refreshSeconds: 60 } }))
    world.open()
    world.act((now) => world.agent.register(now))
    const contact = '<sip:1001@host.invalid;transport=ws>;expires=99999999999'
    world.receive(reply(world.request('REGISTER'), 200, { contact }))
    world.sleep(60_000)
    expect(world.requests('REGISTER')).toHaveLength(2)
  }),

  scenario('our Contact among others is found by its instance', () => {
    const world = registering()
    const mine = headerValue(world.request('REGISTER'), 'Contact')?.replace('expires=300', 'expires=77')
    const contact = `<sip:1001@other.invalid>;expires=9, ${mine}`
    world.receive(reply(world.request('REGISTER'), 200, { contact }))
    expect(world.fact('registered').expiresSeconds).toBe(77)
  }),

  scenario('503 + Retry-After to REGISTER is told', () => {
    const world = registering()
    world.receive(reply(world.request('REGISTER'), 503, { headers: ['Retry-After: 20'] }))
    expect(world.fact('register-failed')).toMatchObject({ status: 503, retryAfterSeconds: 20 })
  }),

  scenario('423 with Min-Expires is tried again', () => {
    const world = registering()
    world.receive(reply(world.request('REGISTER'), 423, { headers: ['Min-Expires: 600'] }))
    expect(headerValue(world.request('REGISTER'), 'Expires')).toBe('600')
    acceptRegister(world)
    expect(world.fact('registered').expiresSeconds).toBe(600)
  }),

  scenario('423 without end is given up', () => {
    const world = registering()
    for (const least of [600, 700, 800, 900])
      world.receive(reply(world.request('REGISTER'), 423, { headers: [`Min-Expires: ${least}`] }))
    expect(world.requests('REGISTER')).toHaveLength(3)
    expect(world.fact('register-failed').status).toBe(423)
  }),

  scenario('un-REGISTER in one message (pagehide), authorised from the last challenge', () => {
    const world = registering()
    world.receive(reply(world.request('REGISTER'), 401, { headers: [challenge('n1')] }))
    acceptRegister(world)
    world.clear()
    world.act((now) => world.agent.unregister(now))
    const request = world.request('REGISTER')
    expect(headerValue(request, 'Expires')).toBe('0')
    expect(headerValue(request, 'Contact')).toContain('expires=0')
    expect(authorization(world)).toContain('nc=00000002')
    expect(world.sent()).toHaveLength(1)
    world.receive(reply(request, 200, { contact: false }))
    expect(world.facts.map(({ type }) => type)).toEqual(['unregistered'])
    world.sleep(400_000)
    expect(world.requests('REGISTER')).toHaveLength(1)
  }),

  scenario('un-REGISTER overtakes a REGISTER under way: its late 200 registers nobody', () => {
    const world = registering()
    const first = world.request('REGISTER')
    world.act((now) => world.agent.unregister(now))
    world.receive(reply(first, 200))
    expect(world.factsOf('registered')).toHaveLength(0)
  }),

  scenario('un-REGISTER without an answer, or without a flow, still ends', () => {
    const world = registeredWorld()
    world.act((now) => world.agent.unregister(now))
    world.sleep(32_000)
    expect(world.factsOf('unregistered')).toHaveLength(1)
    world.close()
    world.act((now) => world.agent.unregister(now))
    expect(world.factsOf('unregistered')).toHaveLength(2)
  }),

  scenario('GRUU of the registrar becomes the Contact of calls; Service-Route their Route', () => {
    const world = registering()
    const gruu = 'sip:1001@pbx.example;gr=urn:uuid:00000000-0000-4000-8000-00000000aaaa'
    const contact = `${headerValue(world.request('REGISTER'), 'Contact')};pub-gruu="${gruu}"`
    const headers = ['Service-Route: <sip:edge.example;lr>']
    world.receive(reply(world.request('REGISTER'), 200, { contact, headers }))
    expect(world.fact('registered').gruu).toBe(gruu)
    world.act((now) => world.agent.invite({ target: 'sip:1002@pbx.example', offer: 'v=0\r\n' }, now))
    const invite = world.request('INVITE')
    expect(headerValue(invite, 'Contact')).toBe(`<${gruu}>`)
    expect(headerValue(invite, 'Route')).toBe('<sip:edge.example;lr>')
    world.sleep(225_000)
    expect(headerValue(world.request('REGISTER'), 'Contact')).toContain('host.invalid')
  }),

  scenario(
    'CRLF ping: its pong is told once, one that nobody asked for is not; server ping is answered',
    () => {
      const world = registeredWorld()
      world.receive('\r\n')
      expect(world.factsOf('pong')).toHaveLength(0)
      world.act(() => world.agent.ping())
      expect(world.frames().at(-1)?.data).toBe('\r\n\r\n')
      world.receive('\r\n')
      world.receive('\r\n')
      expect(world.factsOf('pong')).toEqual([{ type: 'pong', flow: 'f1' }])
      world.receive('\r\n\r\n')
      expect(world.frames().at(-1)?.data).toBe('\r\n')
    },
  ),
]
