import type { lookup } from 'node:dns'
import { expect, test } from 'vitest'
import { guardedLookup, isAllowedAddress, problemOfUrl } from './receiver-address.ts'

const production = { allowLoopback: false }
const demo = { allowLoopback: true }

test.each([
  ...['127.0.0.1', '127.9.9.9', '0.0.0.0', '10.1.2.3', '172.16.0.1', '172.31.255.255', '192.168.1.1'],
  ...['169.254.169.254', '100.64.0.1', '198.18.0.1', '224.0.0.1', '255.255.255.255', '::1', '::'],
  ...['fe80::1', 'fc00::1', 'fd12::1', 'ff02::1', '::ffff:127.0.0.1', '::ffff:10.0.0.1', '::ffff:7f00:1'],
  ...['64:ff9b::7f00:1', '2002:7f00:1::', 'localhost', '', '1.2.3'],
])('%s is no receiver', (address) => {
  expect(isAllowedAddress(address, production)).toBe(false)
})

test.each(['8.8.8.8', '172.32.0.1', '100.128.0.1', '1.1.1.1', '2606:4700::1111'])('%s is one', (address) => {
  expect(isAllowedAddress(address, production)).toBe(true)
})

test('the demo allows loopback and no more', () => {
  for (const address of ['127.0.0.1', '::1']) expect(isAllowedAddress(address, demo)).toBe(true)
  for (const address of ['10.0.0.1', '169.254.169.254', '0.0.0.0'])
    expect(isAllowedAddress(address, demo)).toBe(false)
})

test.each([
  'ftp://crm.example/',
  'file:///etc/passwd',
  'javascript:alert(1)',
  'crm.example/hook',
  'https://user:pw@crm.example/',
  'http://127.0.0.1/',
  'http://2130706433/',
  'http://0x7f.1/',
  'http://[::1]/',
  'http://[::ffff:169.254.169.254]/',
  'http://localhost:3000/',
  'http://a.localhost/',
  'http://169.254.169.254/latest/meta-data',
])('%s is refused', (url) => {
  expect(problemOfUrl(url, production)).toMatch(/^Must/)
})

test('good URLs', () => {
  expect(problemOfUrl('https://crm.example/hooks?x=1', production)).toBeUndefined()
  expect(problemOfUrl('http://localhost:3000/hook', demo)).toBeUndefined()
})

const resolving = (...addresses: string[]) =>
  ((_name: string, _options: unknown, done: (error: null, found: unknown[]) => void) =>
    done(
      null,
      addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 })),
    )) as unknown as typeof lookup

const look = (addresses: string[], all = false) =>
  new Promise((resolve) => {
    guardedLookup(production, resolving(...addresses))('crm.example', { all }, (error, address) =>
      resolve(error?.message ?? address),
    )
  })

test('a name is judged by the address that is connected to', async () => {
  expect(await look(['93.184.215.14'])).toBe('93.184.215.14')
  expect(await look(['10.0.0.1'])).toBe('the address is not allowed')
  expect(await look(['10.0.0.1', '93.184.215.14'])).toBe('93.184.215.14')
  expect(await look(['10.0.0.1', '93.184.215.14'], true)).toEqual([{ address: '93.184.215.14', family: 4 }])
})
