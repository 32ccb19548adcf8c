import { expect, test } from 'vitest'
import { createEphemeralCredentials, readEphemeralUsername } from './ephemeral-credentials.ts'

// Computed with: printf %s 1700000000:1001 | openssl dgst -sha1 -hmac 'a shared secret' -binary | base64
const vector = { username: '1700000000:1001', password: 'Zg03tFV3HcmPXAoghY6Oo34Qhn8=' }

test('the form that auth_ephemeral checks', () => {
  const options = { user: '1001', expiresAtSeconds: 1_700_000_000 }
  expect(createEphemeralCredentials('a shared secret', options)).toEqual(vector)
})

test('a registrar learns user and password until the last second', () => {
  const read = (now: number) => readEphemeralUsername('a shared secret', vector.username, now)
  expect(read(1_700_000_000)).toEqual({ user: '1001', password: vector.password })
  expect(read(1_700_000_001)).toBe('expired')
})

test('the domain may follow and is part of what is signed', () => {
  const read = readEphemeralUsername('a shared secret', '1700000000:1001@pbx.localhost', 0)
  expect(read).toMatchObject({ user: '1001' })
  expect(read).not.toMatchObject({ password: vector.password })
})

test.each([
  '',
  '1001',
  ':1001',
  '17:',
  '17:10 01',
  '-1:1001',
  '1e9:1001',
  '17:1001:1',
  '17:1001\r\nX: y',
  '9'.repeat(13) + ':1',
])('%j is no such user name', (username) => {
  expect(readEphemeralUsername('a shared secret', username, 0)).toBeUndefined()
})
