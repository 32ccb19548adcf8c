// What the proxy refuses, and that it harms nobody else by it.
import { credentialsFor } from '../lab/credentials.ts'
import { domain, sipSecret } from '../lab/paths.ts'
import { openRegistered } from '../lab/phones.ts'
import { ask, exchange, listen } from '../lab/raw-sip.ts'
import { expect, test } from '../lab/test.ts'

const of = (extension: string) => credentialsFor(extension, { secret: sipSecret })
const register = (extension: string, ip?: string) => ({
  method: 'REGISTER',
  user: extension,
  credentials: of(extension),
  ...(ip ? { ip } : {}),
})

for (const [name, headers] of [
  ['a scanner', ['User-Agent: friendly-scanner']],
  ['another scanner', ['User-Agent: sipvicious']],
] as const) {
  test(`${name} gets no answer at all`, async () => {
    expect(await ask({ method: 'OPTIONS', user: '1001', headers })).toMatchObject({ status: 0 })
  })
}

test('keep-alive OPTIONS are answered without credentials', async () => {
  expect(await ask({ method: 'OPTIONS', user: '1001' })).toMatchObject({ status: 200 })
})

for (const [name, bytes, status] of [
  [
    'no Call-ID',
    `REGISTER sip:${domain} SIP/2.0\r\nVia: SIP/2.0/UDP 127.0.0.50;rport;branch=z9hG4bKx\r\nFrom: <sip:1@x>;tag=1\r\nTo: <sip:1@x>\r\nCSeq: 1 REGISTER\r\nContent-Length: 0\r\n\r\n`,
    [400, undefined],
  ],
  ['not SIP', 'GET / HTTP/1.1\r\nHost: x\r\n\r\n', [undefined]],
  [
    'CSeq of another method',
    `OPTIONS sip:${domain} SIP/2.0\r\nVia: SIP/2.0/UDP 127.0.0.50;rport;branch=z9hG4bKy\r\nFrom: <sip:1@x>;tag=1\r\nTo: <sip:1@x>\r\nCall-ID: y\r\nCSeq: 1 INVITE\r\nMax-Forwards: 70\r\nContent-Length: 0\r\n\r\n`,
    [400],
  ],
] as const) {
  test(`malformed: ${name}`, async () => {
    expect(status).toContainEqual((await exchange(bytes, { waitMs: 600 }))?.status)
  })
}

test('too large, too long, too many hops', async () => {
  const filler = Array.from({ length: 200 }, (_, index) => `X-Filler-${index}: ${'x'.repeat(90)}`)
  expect(await ask({ method: 'OPTIONS', user: '1001', headers: filler })).toMatchObject({ status: 513 })
  expect(await ask({ method: 'OPTIONS', user: 'u'.repeat(600) })).toMatchObject({ status: 400 })
})

for (const [name, request, status] of [
  ["a colleague's extension", { ...register('1001'), credentials: of('1002') }, 403],
  [
    "a call in a colleague's name",
    { method: 'MESSAGE', user: '1001', target: 'sip:1002@pbx.test', credentials: of('1002') },
    403,
  ],
  [
    'a foreign domain',
    { method: 'MESSAGE', user: '1001', target: 'sip:1002@elsewhere.example', credentials: of('1001') },
    403,
  ],
  [
    'a premium number',
    { method: 'MESSAGE', user: '1001', target: 'sip:9001900123456@pbx.test', credentials: of('1001') },
    403,
  ],
  [
    'a route of its own',
    {
      method: 'MESSAGE',
      user: '1001',
      target: 'sip:1099@pbx.test',
      headers: ['Route: <sip:127.0.0.99;lr>'],
      credentials: of('1001'),
    },
    480,
  ],
] as const) {
  test(`refused: ${name}`, async () => {
    expect(await ask(request)).toMatchObject({ status })
  })
}

test('twenty wrong passwords lock that credential at that address, and nobody else', async () => {
  const good = of('1004')
  const wrong = { ...register('1004'), credentials: { ...good, password: 'guess' } }
  for (let attempt = 0; attempt < 20; attempt++) expect(await ask(wrong)).toMatchObject({ status: 401 })
  expect(await ask({ ...wrong, credentials: good })).toMatchObject({ status: 403 })
  expect(await ask({ ...wrong, credentials: good, ip: '127.0.0.51' })).toMatchObject({ status: 200 })
  expect(await ask(register('1005'))).toMatchObject({ status: 200 })
})

test('a user who floods is slowed down, with a time to wait; his neighbour is not', async () => {
  const statuses = new Set<number>()
  for (let count = 0; count < 40; count++) {
    const { status, text } = await ask(register('1006'))
    statuses.add(status)
    if (status === 503) expect(text).toMatch(/Retry-After: \d+/)
  }
  expect(statuses).toEqual(new Set([200, 503]))
  expect(await ask(register('1007'))).toMatchObject({ status: 200 })
})

test('an asserted identity that a phone makes up does not arrive', async ({ browser }) => {
  const phone = await openRegistered(browser, { extension: '1008' })
  void ask({
    method: 'INVITE',
    user: '1009',
    target: `sip:1008@${domain}`,
    headers: ['P-Asserted-Identity: "The Boss" <sip:1000@pbx.test>'],
    credentials: of('1009'),
  })
  const { payload } = await phone.next('incoming_call')
  expect(payload.call).toMatchObject({ number: '1009' })
  expect(payload.call?.['displayName']).not.toBe('The Boss')
})

test('a call is asked back from a desk phone where that is registered, and from no other address', async () => {
  const desk = { ip: '127.0.0.60', port: 5075 }
  expect(await ask({ ...register('4390'), ...desk })).toMatchObject({ status: 200 })
  const [atDesk, atStranger] = await Promise.all([listen(desk.ip, desk.port), listen('127.0.0.61', 5075)])
  const invite = (target: string, headers: readonly string[]) =>
    ask({ method: 'INVITE', user: '4391', target, headers, credentials: of('4391') })
  const replaces = ['Replaces: call-1;to-tag=a;from-tag=b', 'Require: replaces']
  const alias = ';alias=127.0.0.61~5075~1'
  // The desk phone of this test rings for ever.
  await invite(`sip:4390@127.0.0.61:5075${alias}`, replaces)
  expect(atDesk.heard()).toMatch(/^INVITE sip:4390@/)
  expect(atDesk.heard()).toContain('Replaces: call-1;to-tag=a;from-tag=b')
  expect(await invite(`sip:4399@127.0.0.61:5075${alias}`, replaces)).toMatchObject({ status: 403 })
  expect(await invite(`sip:4390@127.0.0.61:5075${alias}`, [])).toMatchObject({ status: 403 })
  expect(atStranger.heard()).toBe('')
  await Promise.all([atDesk.close(), atStranger.close()])
})
