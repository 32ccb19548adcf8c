import { describe, expect, it } from 'vitest'
import { answerChallenge, chooseChallenge, parseChallenge } from './digest.ts'
import type { Challenge, DigestAnswer } from './digest.ts'

function challenge(value: string): Challenge {
  const found = parseChallenge(value)
  if (!found) throw new Error(`refused: ${value}`)
  return found
}

/** The example that RFC 7616 3.9.1 works out. */
const EXAMPLE =
  'Digest realm="http-auth@example.org", qop="auth, auth-int", algorithm=ALG, ' +
  'nonce="7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v", opaque="FQhe/qaU925kfnzjCev0ciny7QMkPqMAFRtzCUYo5tdS"'
const MUFASA = {
  credentials: { username: 'Mufasa', password: 'Circle of Life' },
  method: 'GET',
  uri: '/dir/index.html',
  nonceCount: 1,
  cnonce: 'f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ',
}
const BASE: Omit<DigestAnswer, 'challenge'> = {
  credentials: { username: '1001', password: 'secret' },
  method: 'REGISTER',
  uri: 'sip:pbx.example',
  nonceCount: 1,
  cnonce: 'c',
}

describe('answerChallenge', () => {
  it.each([
    ['MD5', '8ca523f5e9506fed4657c9700eebdbec'],
    ['SHA-256', '753927fa0e85d155564e2e272a28d1802ca10daf4496794697cf8db5856cb6c1'],
  ])('computes the %s example of RFC 7616', (algorithm, response) => {
    const answer = answerChallenge({ ...MUFASA, challenge: challenge(EXAMPLE.replace('ALG', algorithm)) })
    expect(answer).toContain(`response="${response}"`)
    expect(answer).toContain('opaque="FQhe/qaU925kfnzjCev0ciny7QMkPqMAFRtzCUYo5tdS"')
    expect(answer).toContain(`algorithm=${algorithm},`)
  })

  it('computes the example of RFC 2617 without qop', () => {
    const text = 'Digest realm="testrealm@host.com", nonce="dcd98b7102dd2f0e8b11d0f600bfb0c093"'
    const credentials = { username: 'Mufasa', password: 'Circle Of Life' }
    const answer = answerChallenge({ ...MUFASA, credentials, challenge: challenge(text) })
    expect(answer).toContain('response="670fd8c2df070c60b045671b8b24ff02"')
    expect(answer).not.toMatch(/qop|nc=|cnonce/)
  })

  it('counts nc in eight hex digits and names each field once', () => {
    const answer = answerChallenge({
      ...BASE,
      nonceCount: 27,
      challenge: challenge('Digest realm="r", nonce="n", qop="auth"'),
    })
    expect(answer).toMatch(
      /^Digest username="1001", realm="r", nonce="n", uri="sip:pbx.example", response="[\da-f]{32}", cnonce="c", algorithm=MD5, qop=auth, nc=0000001b$/,
    )
  })

  it('sends the realm back as it came, backslashes included, and hashes it in that form', () => {
    const answer = answerChallenge({ ...BASE, challenge: challenge('Digest realm="a\\"b\\\\", nonce="n"') })
    expect(answer).toContain('realm="a\\"b\\\\", nonce="n"')
  })

  it('escapes quotes in the user name', () => {
    const credentials = { username: 'a", x="\\', password: 'p' }
    const answer = answerChallenge({
      ...BASE,
      credentials,
      challenge: challenge('Digest realm="r", nonce="n"'),
    })
    expect(answer).toContain('username="a\\", x=\\"\\\\", realm="r"')
  })

  it.each<[string, Partial<DigestAnswer>]>([
    ['the user name', { credentials: { username: 'a\r\nX: b', password: '' } }],
    ['the URI', { uri: 'sip:a", b="c' }],
    ['the realm', { challenge: { ...challenge('Digest realm="r", nonce="n"'), realm: 'r", x="' } }],
    ['the nonce', { challenge: { ...challenge('Digest realm="r", nonce="n"'), nonce: 'n\r\nX: y' } }],
    ['a trailing backslash', { challenge: { ...challenge('Digest realm="r", nonce="n"'), nonce: 'n\\' } }],
  ])('throws where %s would break out of its quotes', (_, part) => {
    const whole = { ...BASE, challenge: challenge('Digest realm="r", nonce="n"'), ...part }
    expect(() => answerChallenge(whole)).toThrow(RangeError)
  })
})

describe('parseChallenge', () => {
  it('reads every field, in any case and with blanks', () => {
    expect(
      parseChallenge(
        'digest  REALM = "r, \\"s\\"" ,Nonce="n",stale=TRUE , algorithm=sha-256, qop=auth,opaque=""',
      ),
    ).toEqual({
      realm: 'r, \\"s\\"',
      nonce: 'n',
      opaque: '',
      algorithm: 'SHA-256',
      hasQopAuth: true,
      isStale: true,
    })
  })

  it.each([
    '',
    'Basic realm="r"',
    'Digest',
    'Digest realm="r"',
    'Digest nonce="n"',
    'Digest realm="r", nonce="n", algorithm=MD5-sess',
    'Digest realm="r", nonce="n", algorithm=SHA-512-256',
    'Digest realm="r", nonce="n", qop="auth-int"',
    'Digest realm="r", nonce="n',
    'Digest realm="r" nonce="n"',
    'Digest realm="r", nonce="n", realm="s"',
    'Digest realm=r, nonce=n\\',
    'Digest realm="r", nonce=n, opaque=\\',
    'Digest realm="r\0", nonce="n"',
  ])('refuses %j', (value) => {
    expect(parseChallenge(value)).toBeUndefined()
  })
})

describe('chooseChallenge', () => {
  const [plain, auth, sha] = [
    'Digest realm="r", nonce="1"',
    'Digest realm="r", nonce="2", qop="auth"',
    'Digest realm="r", nonce="3", algorithm=SHA-256, qop="auth"',
  ]

  it.each([
    [[plain, auth, sha], '3'],
    [[sha, auth, plain], '3'],
    [[plain, auth], '2'],
    [[plain, 'Basic realm="x"'], '1'],
    [[auth, auth.replace('2', '4')], '2'],
    [['Digest realm="r", nonce="9", algorithm=SHA-512-256', auth], '2'],
    [['Basic realm="x"'], undefined],
    [[], undefined],
  ])('of %j takes nonce %s', (values, nonce) => {
    expect(chooseChallenge(values.map(parseChallenge))?.nonce).toBe(nonce)
  })
})
