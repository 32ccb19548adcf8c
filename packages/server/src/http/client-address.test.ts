import { expect, test } from 'vitest'
import { isLoopbackAddress, isLoopbackHost } from './client-address.ts'

test.each(['127.0.0.1', '127.9.9.9', '::1', '::ffff:127.0.0.1'])('%s is this machine', (address) => {
  expect(isLoopbackAddress(address)).toBe(true)
})

test.each(['10.0.0.1', '::ffff:10.0.0.1', '1127.0.0.1', '127.0.0.1.evil.example', ''])(
  '%j is not',
  (address) => {
    expect(isLoopbackAddress(address)).toBe(false)
  },
)

test.each(['localhost', 'app.localhost', '127.0.0.1', '[::1]'])('%s names this machine', (host) => {
  expect(isLoopbackHost(host)).toBe(true)
})

test.each(['evil.example', 'localhost.evil.example', '127.0.0.1.nip.io', '192.168.1.2', 'notlocalhost'])(
  '%s does not',
  (host) => {
    expect(isLoopbackHost(host)).toBe(false)
  },
)
