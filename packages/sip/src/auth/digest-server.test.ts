import { describe, expect, it } from 'vitest'
import { answerChallenge, parseChallenge } from './digest.ts'
import { makeChallenge, parseAuthorization, verifyAuthorization } from './digest-server.ts'
import type { ChallengeOptions } from './digest-server.ts'

function answerTo(options: ChallengeOptions, password = 'mật khẩu', username = '1764000000:1001'): string {
  const challenge = parseChallenge(makeChallenge(options))
  if (!challenge) throw new Error('own challenge refused')
  const credentials = { username, password }
  return answerChallenge({
    challenge,
    credentials,
    method: 'REGISTER',
    uri: 'sip:pbx',
    nonceCount: 2,
    cnonce: 'c',
  })
}

function isRight(value: string, password = 'mật khẩu', method = 'REGISTER'): boolean | undefined {
  const authorization = parseAuthorization(value)
  return authorization && verifyAuthorization({ authorization, password, method })
}

describe('verifyAuthorization', () => {
  it.each(['MD5', 'SHA-256'] as const)('takes a right %s answer and no other', (algorithm) => {
    const value = answerTo({ realm: 'pbx', nonce: 'n', algorithm, opaque: 'o' })
    expect(isRight(value)).toBe(true)
    expect(isRight(value.replace('response="', 'response="0'))).toBe(false)
    expect(isRight(value.replace(/response="[^"]+"/, 'response="x"'))).toBe(false)
    expect(isRight(value, 'other')).toBe(false)
    expect(isRight(value, 'mật khẩu', 'INVITE')).toBe(false)
    expect(isRight(value.replace('nc=00000002', 'nc=00000003'))).toBe(false)
    expect(isRight(value.replace('uri="sip:pbx"', 'uri="sip:other"'))).toBe(false)
  })

  it('takes the form without qop and an upper-case response', () => {
    const value = answerTo({ realm: 'pbx', nonce: 'n' })
    const authorization = parseAuthorization(value)
    expect(authorization?.qop).toEqual({ nc: '00000002', cnonce: 'c' })
    const old = answerChallenge({
      challenge: { realm: 'r', nonce: 'n', algorithm: 'MD5', hasQopAuth: false, isStale: false },
      credentials: { username: 'u', password: 'p' },
      method: 'INVITE',
      uri: 'sip:x',
      nonceCount: 1,
      cnonce: '',
    })
    const upper = old.replace(/response="([^"]+)"/, (_, hex: string) => `response="${hex.toUpperCase()}"`)
    expect(parseAuthorization(upper)).not.toHaveProperty('qop')
    expect(isRight(upper, 'p', 'INVITE')).toBe(true)
  })

  it('takes a user name with quotes in it', () => {
    expect(isRight(answerTo({ realm: 'pbx', nonce: 'n' }, 'p', 'a"b\\'), 'p')).toBe(true)
  })
})

describe('parseAuthorization', () => {
  const good = answerTo({ realm: 'pbx', nonce: 'n', opaque: 'o' })

  it('reads every field', () => {
    expect(parseAuthorization(good)).toMatchObject({
      username: '1764000000:1001',
      realm: 'pbx',
      nonce: 'n',
      uri: 'sip:pbx',
      algorithm: 'MD5',
      opaque: 'o',
    })
  })

  it.each([
    '',
    'NoOneKnowsThisScheme opaque-data=here',
    'Digest',
    good.replace('Digest', 'Basic'),
    good.replace(/username="[^"]*", /, ''),
    good.replace('qop=auth', 'qop=auth-int'),
    good.replace('nc=00000002', 'nc=2'),
    good.replace(/, cnonce="c"/, ''),
    good.replace('algorithm=MD5', 'algorithm=MD5-sess'),
    `${good}, nonce="m"`,
    `${good}, x="`,
  ])('refuses %j', (value) => {
    expect(parseAuthorization(value)).toBeUndefined()
  })
})

it('makes a challenge that says stale', () => {
  expect(makeChallenge({ realm: 'pbx', nonce: 'n', isStale: true })).toBe(
    'Digest realm="pbx", nonce="n", algorithm=MD5, qop="auth", stale=true',
  )
  expect(() => makeChallenge({ realm: 'a"b', nonce: 'n' })).toThrow(RangeError)
})
