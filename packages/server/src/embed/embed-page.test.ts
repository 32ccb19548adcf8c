import { SignJWT, UnsecuredJWT } from 'jose'
import { beforeEach, expect, test } from 'vitest'
import { openTestServer, postJson } from '../testing/test-server.ts'
import type { TestServer } from '../testing/test-server.ts'

let server: TestServer
beforeEach(async () => {
  server = await openTestServer()
})
const crm = 'https://crm.example'
const issue = async (body: unknown = { origins: [crm] }) => {
  const answer = await server.ask('/api/webphone/embed-token', postJson(body))
  return (answer.body as { embed_token: string }).embed_token
}
const page = (query: string) => server.ask(`/webphone-embed${query}`, { token: '' })
const redeem = (embed_token: unknown, headers: Record<string, string> = {}) =>
  server.ask('/api/webphone/embed-session', { ...postJson({ embed_token }), headers, token: '' })
const policyOf = (headers: Headers) => headers.get('Content-Security-Policy') ?? ''

test('the page may be framed by the origins of its token, and leaks it nowhere', async () => {
  const { status, headers, body } = await page(`?token=${await issue()}`)
  expect(status).toBe(200)
  expect(policyOf(headers)).toMatch(/frame-ancestors 'self' https:\/\/crm\.example$/)
  expect(policyOf(headers)).not.toContain('unsafe')
  expect(headers.get('X-Frame-Options')).toBeNull()
  expect(headers.get('Referrer-Policy')).toBe('no-referrer')
  expect(headers.get('Cache-Control')).toBe('no-store')
  expect(headers.get('Permissions-Policy')).toContain('microphone=(self)')
  expect(String(body)).not.toContain('eyJ')
  expect((await server.ask('/healthz')).headers.get('X-Frame-Options')).toBe('SAMEORIGIN')
})

test('a token without origins, or in the fragment, is for this server and the allowed origins', async () => {
  expect(policyOf((await page(`?token=${await issue({})}`)).headers)).toMatch(/frame-ancestors 'self'$/)
  expect(policyOf((await page('')).headers)).toMatch(/frame-ancestors 'self'$/)
  server = await openTestServer({ allowedOrigins: [crm] })
  expect(policyOf((await page('')).headers)).toMatch(/frame-ancestors 'self' https:\/\/crm\.example$/)
})

test('its files, in the order that takes the token out of the address first', async () => {
  const html = String((await page('')).body)
  expect(html.indexOf('take-token.js')).toBeGreaterThan(0)
  expect(html.indexOf('take-token.js')).toBeLessThan(html.indexOf('embed.js'))
  for (const name of ['take-token.js', 'embed.js', 'embed.css'])
    expect((await page(`/${name}`)).status).toBe(200)
})

test('a token is redeemed once, for a bearer that only phones', async () => {
  const token = await issue()
  const { status, body } = await redeem(token)
  expect(status).toBe(200)
  expect(body).toEqual({
    data: {
      token: expect.stringMatching(/^\d+\|/),
      expires_at: '2026-11-23T03:00:00.000+07:00',
      extension: '1001',
      origins: [crm],
    },
  })
  const bearer = (body as { data: { token: string } }).data.token
  expect((await server.ask('/api/webphone/sip-config', { token: bearer })).body).toMatchObject({
    data: { extension: '1001' },
  })
  expect((await server.ask('/api/pbx/cdr', { token: bearer })).status).toBe(403)
  const again = { method: 'POST', token: bearer }
  expect((await server.ask('/api/webphone/embed-token', again)).status).toBe(403)
  expect(await redeem(token)).toMatchObject({
    status: 401,
    body: { message: 'This embed token was used before.', code: 'embed_token_used' },
  })
  server.clock.advance(12 * 3_600_000)
  expect((await server.ask('/api/webphone/sip-config', { token: bearer })).status).toBe(401)
})

test('of many at once, one is let in', async () => {
  const token = await issue()
  const answers = await Promise.all(Array.from({ length: 10 }, () => redeem(token)))
  expect(answers.filter(({ status }) => status === 200).length).toBe(1)
})

test('an expired token is shown as such', async () => {
  const token = await issue({ ttl_seconds: 30 })
  server.clock.advance(31_000)
  expect(await redeem(token)).toMatchObject({
    status: 401,
    body: { message: 'This embed token has expired.', code: 'embed_token_expired' },
  })
  const shown = await page(`?token=${token}`)
  expect(shown.status).toBe(401)
  expect(shown.body).toContain('expired')
  expect(shown.body).toContain('data-code="embed_token_expired"')
  expect(policyOf(shown.headers)).toMatch(/^default-src 'none'; script-src 'self';.* frame-ancestors \*$/)
})

const key = (text: string) => new TextEncoder().encode(text)
const secret = 'embed secret that is long enough'
const claims = { acc: 1, ext: '1001', origins: ['https://evil.example'] }
const forge = (alg: string, signedWith: string, audience = 'zorio-webphone-embed') =>
  new SignJWT(claims)
    .setProtectedHeader({ alg })
    .setSubject('1')
    .setAudience(audience)
    .setJti('j')
    .setExpirationTime(2_000_000_000)
    .sign(key(signedWith))

test('forged tokens are refused, and their page is no phone', async () => {
  const good = await issue()
  const [head, payload, signature] = good.split('.')
  const changed = Buffer.from(JSON.stringify({ ...claims, sub: '1', exp: 2_000_000_000 })).toString(
    'base64url',
  )
  const tokens = [
    '',
    'x',
    `${head}.${changed}.${signature}`,
    `${head}.${payload}.`,
    new UnsecuredJWT({ ...claims, jti: 'j' })
      .setSubject('1')
      .setAudience('zorio-webphone-embed')
      .setExpirationTime(2_000_000_000)
      .encode(),
    await forge('HS256', 'another secret that is long enough'),
    await forge('HS512', `${secret}${secret}`.slice(0, 64)),
    await forge('HS512', secret.repeat(2)),
    await forge('HS256', secret, 'another audience'),
  ]
  for (const token of tokens) {
    expect([401, 422]).toContain((await redeem(token)).status)
    const shown = await page(`?token=${encodeURIComponent(token)}`)
    expect(shown.status).toBe(401)
    expect(shown.body).not.toContain('embed.js')
    expect(shown.body).toContain('data-code="embed_token_invalid"')
  }
})

test('only our own page redeems', async () => {
  const token = await issue()
  for (const origin of [crm, 'null', 'http://localhost:9999'])
    expect((await redeem(token, { Origin: origin })).status).toBe(403)
  expect((await redeem(token, { Origin: 'http://localhost:8080' })).status).toBe(200)
})

const claimsOf = (token: string) =>
  JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString()) as { frame: string }

test('the ticket of a token names who may frame, before the token is there; a forged one is refused in words', async () => {
  const { frame } = claimsOf(await issue())
  const { status, headers, body } = await page(`?frame=${frame}`)
  expect(status).toBe(200)
  expect(policyOf(headers)).toMatch(/frame-ancestors 'self' https:\/\/crm\.example$/)
  expect(body).toContain('embed.js')
  const [, signature] = frame.split('.')
  const evil = Buffer.from('https://evil.example').toString('base64url')
  for (const forged of ['', 'x', '.', `${evil}.${signature}`, `${evil}.`, frame.slice(0, -2)]) {
    const shown = await page(`?frame=${encodeURIComponent(forged)}`)
    expect(shown.status).toBe(401)
    expect(shown.body).toContain('data-code="embed_token_invalid"')
  }
})

test('a page of another origin is told so in words, where the browser says who asks', async () => {
  const { frame } = claimsOf(await issue())
  const framedBy = (referer: string, dest = 'iframe') =>
    server.ask(`/webphone-embed?frame=${frame}`, {
      token: '',
      headers: { Referer: referer, 'Sec-Fetch-Dest': dest },
    })
  const refused = await framedBy('https://evil.example/page')
  expect(refused.status).toBe(403)
  expect(refused.body).toContain('data-code="embed_origin_refused"')
  for (const good of [`${crm}/page`, 'http://localhost:8080/', 'no url'])
    expect((await framedBy(good)).status).toBe(200)
  expect((await framedBy('https://evil.example/', 'document')).status).toBe(200)
})

test('a token is not redeemed for a page of another origin, and not spent by the try', async () => {
  const embed_token = await issue()
  const redeemFor = (parent_origin: string) =>
    server.ask('/api/webphone/embed-session', { ...postJson({ embed_token, parent_origin }), token: '' })
  expect(await redeemFor('https://evil.example')).toMatchObject({
    status: 403,
    body: { code: 'embed_origin_refused' },
  })
  expect((await redeemFor(crm)).status).toBe(200)
})

test('origins of the account: the default of its tokens, and then the only ones', async () => {
  const put = (origins: unknown, token?: string) =>
    server.ask('/api/webphone/embed-origins', {
      ...postJson({ origins }),
      method: 'PUT',
      ...(token && { token }),
    })
  expect((await server.ask('/api/webphone/embed-origins')).body).toEqual({ data: { origins: [] } })
  expect((await put([crm, crm])).body).toEqual({ data: { origins: [crm] } })
  expect((await put(['crm.example'])).status).toBe(422)
  expect(policyOf((await page(`?token=${await issue({})}`)).headers)).toMatch(
    /'self' https:\/\/crm\.example$/,
  )
  const other = await server.ask(
    '/api/webphone/embed-token',
    postJson({ origins: ['https://other.example'] }),
  )
  expect(other.status).toBe(422)
  // Each account has its own list.
  const theirs = await server.ask('/api/webphone/embed-origins', { token: server.theirs.token })
  expect(theirs.body).toEqual({ data: { origins: [] } })
  expect((await put([])).body).toEqual({ data: { origins: [] } })
  expect(await issue({ origins: ['https://other.example'] })).toContain('.')
})
