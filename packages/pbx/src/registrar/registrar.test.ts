import { answerChallenge, chooseChallenge, headerValues, parseChallenge, type SipRequest } from '@zorio/sip'
import { afterEach, expect, test, vi } from 'vitest'
import type { SipReply } from './authenticator.ts'
import { createRegistrar } from './registrar.ts'

const DOMAIN = 'pbx.test'
const opened: ReturnType<typeof createRegistrar>[] = []
afterEach(() => {
  vi.useRealTimers()
  for (const registrar of opened.splice(0)) registrar.close()
})

function setUp() {
  let clock = 1_000_000
  const moved: string[] = []
  const states: string[] = []
  const abused: string[] = []
  const registrar = createRegistrar({
    now: () => clock,
    pbx: {
      domain: DOMAIN,
      hasExtension: () => true,
      credentialsOf(username) {
        if (username === '1:1001') return 'expired'
        return username === '1001' ? { password: 'right', extension: '1001' } : undefined
      },
      onRegistration: ({ extension, state }) => states.push(`${extension} ${state}`),
    },
    onBound: ({ key, flow }) => moved.push(`${key} ${flow}`),
    onAbuse: (flow) => abused.push(flow),
  })
  opened.push(registrar)
  return { registrar, moved, states, abused, pass: (ms: number) => (clock += ms) }
}

interface Wish {
  user?: string
  username?: string
  password?: string
  contact?: string
  headers?: { name: string; value: string }[]
  authorization?: string
  from?: string
}

function request(wish: Wish): SipRequest {
  const aor = `<sip:${wish.user ?? '1001'}@${DOMAIN}>`
  const contact =
    wish.contact ?? '<sip:x@y.invalid;transport=ws>;+sip.instance="<urn:uuid:a>";reg-id=1;expires=300'
  return {
    method: 'REGISTER',
    uri: `sip:${DOMAIN}`,
    body: '',
    headers: [
      { name: 'To', value: aor },
      { name: 'From', value: `${wish.from ?? aor};tag=1` },
      { name: 'Contact', value: contact },
      ...(wish.headers ?? []),
      ...(wish.authorization === undefined ? [] : [{ name: 'Authorization', value: wish.authorization }]),
    ],
  }
}

function authorization(reply: SipReply, wish: Wish, count = 1): string {
  const values = (reply.headers ?? [])
    .filter(({ name }) => name === 'WWW-Authenticate')
    .map(({ value }) => value)
  const challenge = chooseChallenge(values.map(parseChallenge))
  if (challenge === undefined) throw new Error('no challenge')
  return answerChallenge({
    challenge,
    credentials: { username: wish.username ?? '1001', password: wish.password ?? 'right' },
    ...{ method: 'REGISTER', uri: `sip:${DOMAIN}`, nonceCount: count, cnonce: 'abc' },
  })
}

function signIn(registrar: ReturnType<typeof createRegistrar>, wish: Wish = {}, flow = 'f1'): SipReply {
  const challenged = registrar.register(request(wish), flow)
  return registrar.register(request({ ...wish, authorization: authorization(challenged, wish) }), flow)
}

test('challenges with SHA-256 first and MD5 second, then registers', () => {
  const { registrar, states } = setUp()
  const challenged = registrar.register(request({}), 'f1')
  expect(challenged.status).toBe(401)
  expect(challenged.headers?.map(({ value }) => /algorithm=([\w-]+)/.exec(value)?.[1])).toEqual([
    'SHA-256',
    'MD5',
  ])
  const reply = signIn(registrar, { headers: [{ name: 'Supported', value: 'outbound, gruu' }] })
  expect(reply.status).toBe(200)
  const contact = headerValues({ headers: reply.headers ?? [] }, 'Contact')[0] ?? ''
  expect(contact).toContain(';expires=300')
  expect(contact).toContain(`pub-gruu="sip:1001@${DOMAIN};gr=urn:uuid:a"`)
  expect(reply.headers).toContainEqual({ name: 'Require', value: 'outbound' })
  expect(registrar.all()).toEqual([{ extension: '1001', contacts: 1 }])
  expect(states).toEqual(['1001 registered'])
})

test('a captured Authorization is worth nothing: neither again nor on another flow', () => {
  const { registrar } = setUp()
  const challenged = registrar.register(request({}), 'f1')
  const wish = { authorization: authorization(challenged, {}) }
  expect(registrar.register(request(wish), 'f1').status).toBe(200)
  const replayed = registrar.register(request(wish), 'f1')
  expect(replayed.status).toBe(401)
  expect(replayed.headers?.[0]?.value).toContain('stale=true')
  expect(registrar.register(request(wish), 'f2').status).toBe(401)
  // The same nonce with a higher count is an ordinary refresh.
  expect(registrar.register(request({ authorization: authorization(challenged, {}, 2) }), 'f1').status).toBe(
    200,
  )
})

test('a first challenge is answered on any flow, once', () => {
  const { registrar, pass } = setUp()
  const given = { status: 401, headers: [{ name: 'WWW-Authenticate', value: registrar.firstChallenge() }] }
  const wish = { authorization: authorization(given, {}) }
  expect(registrar.register(request(wish), 'f1').status).toBe(200)
  for (const flow of ['f1', 'f2']) {
    const replayed = registrar.register(request(wish), flow)
    expect([replayed.status, replayed.headers?.[0]?.value]).toEqual([
      401,
      expect.stringContaining('stale=true'),
    ])
  }
  const late = { ...given, headers: [{ name: 'WWW-Authenticate', value: registrar.firstChallenge() }] }
  pass(301_000)
  expect(registrar.register(request({ authorization: authorization(late, {}) }), 'f3').status).toBe(401)
})

test('an old nonce is stale, not wrong', () => {
  const { registrar, pass } = setUp()
  const challenged = registrar.register(request({}), 'f1')
  pass(301_000)
  const reply = registrar.register(request({ authorization: authorization(challenged, {}) }), 'f1')
  expect(reply.status).toBe(401)
  expect(reply.headers?.[0]?.value).toContain('stale=true')
})

test('unknown user and wrong password get the same answer', () => {
  const { registrar, abused } = setUp()
  const unknown = signIn(registrar, { username: 'nobody' })
  const wrong = signIn(registrar, { password: 'wrong' })
  expect(unknown).toEqual({ status: 403, reason: 'Forbidden' })
  expect(wrong).toEqual(unknown)
  for (let attempt = 0; attempt < 8; attempt += 1) signIn(registrar, { password: 'wrong' })
  expect(abused).toEqual(['f1'])
})

test('expired credentials are refused with a reason that says so', () => {
  const { registrar } = setUp()
  expect(signIn(registrar, { username: '1:1001' })).toEqual({ status: 403, reason: 'Credentials Expired' })
})

test.each<[string, Wish]>([
  ['another extension', { user: '1002' }],
  ['another From', { from: `<sip:1002@${DOMAIN}>` }],
])('nobody registers %s with his own credentials', (_name, wish) => {
  const { registrar } = setUp()
  expect(signIn(registrar, wish).status).toBe(403)
  expect(registrar.all()).toEqual([])
})

test('a life below 30 s is refused with 423, one above an hour is cut', () => {
  const { registrar } = setUp()
  const brief = signIn(registrar, { contact: '<sip:x@y.invalid>;expires=10' })
  expect(brief).toMatchObject({ status: 423, headers: [{ name: 'Min-Expires', value: '30' }] })
  const long = signIn(registrar, { contact: '<sip:x@y.invalid>;expires=99999' })
  expect(long.headers?.[0]?.value).toBe('<sip:x@y.invalid>;expires=3600')
})

test('the same instance on a new flow replaces its contact; another instance stands beside it', () => {
  const { registrar, moved } = setUp()
  signIn(registrar)
  signIn(registrar, {}, 'f2')
  signIn(registrar, { contact: '<sip:z@y.invalid>;+sip.instance="<urn:uuid:b>";reg-id=1' }, 'f3')
  expect(registrar.contactsOf('1001').map(({ flow }) => flow)).toEqual(['f2', 'f3'])
  expect(moved).toEqual(['urn:uuid:a;1 f1', 'urn:uuid:a;1 f2', 'urn:uuid:b;1 f3'])
  // The late close of the old socket takes nothing away.
  expect(registrar.dropFlow('f1')).toEqual([])
  expect(registrar.contactsOf('1001')).toHaveLength(2)
})

test.each(['<a\\", x=\\"b>', '<a\\\0b>', '<a;b>', `<${'a'.repeat(300)}>`, ''])(
  'the instance %j is none, and stands in no answer to the other phones of the extension',
  (instance) => {
    const { registrar } = setUp()
    const headers = [{ name: 'Supported', value: 'gruu' }]
    signIn(registrar, { contact: `<sip:z@y.invalid>;+sip.instance="${instance}";reg-id=1`, headers }, 'f3')
    const { headers: told = [] } = signIn(registrar, { headers })
    const contacts = told.filter(({ name }) => name === 'Contact').map(({ value }) => value)
    expect(contacts).toEqual([
      '<sip:z@y.invalid>;expires=300',
      '<sip:x@y.invalid;transport=ws>;expires=300;+sip.instance="<urn:uuid:a>";pub-gruu="sip:1001@pbx.test;gr=urn:uuid:a"',
    ])
  },
)

test('un-REGISTER, loss of the flow and expiry each end a registration', () => {
  vi.useFakeTimers()
  const { registrar, states, pass } = setUp()
  signIn(registrar)
  signIn(registrar, { contact: '<sip:x@y.invalid>;+sip.instance="<urn:uuid:a>";reg-id=1;expires=0' })
  signIn(registrar)
  signIn(registrar, { contact: '*', headers: [{ name: 'Expires', value: '0' }] })
  signIn(registrar)
  registrar.dropFlow('f1')
  signIn(registrar)
  pass(300_001)
  vi.advanceTimersByTime(1001)
  expect(registrar.all()).toEqual([])
  expect(states.filter((state) => !state.endsWith(' registered'))).toEqual([
    '1001 unregistered',
    '1001 unregistered',
    '1001 expired',
    '1001 expired',
  ])
})

test('at most ten contacts pile up', () => {
  const { registrar } = setUp()
  for (let index = 0; index < 15; index += 1)
    signIn(registrar, { contact: `<sip:c${String(index)}@y.invalid>` })
  expect(registrar.contactsOf('1001').map(({ contactUri }) => contactUri)[0]).toBe('sip:c5@y.invalid')
  expect(registrar.contactsOf('1001')).toHaveLength(10)
})
