import { expect, test } from 'vitest'
import { createReadAddress, isNetwork } from './trusted-proxies.ts'

test.each([
  ['nobody is believed', [], '10.0.0.1', '1.2.3.4', '10.0.0.1'],
  ['the proxy is believed', ['10.0.0.1'], '10.0.0.1', '1.2.3.4', '1.2.3.4'],
  ['a stranger is not', ['10.0.0.1'], '10.0.0.2', '1.2.3.4', '10.0.0.2'],
  [
    'what a client made up stands left of its address',
    ['10.0.0.1'],
    '10.0.0.1',
    '9.9.9.9, 1.2.3.4',
    '1.2.3.4',
  ],
  ['two proxies', ['10.0.0.0/8'], '10.0.0.1', '9.9.9.9, 1.2.3.4, 10.7.7.7', '1.2.3.4'],
  ['a proxy itself asks', ['10.0.0.1'], '10.0.0.1', undefined, '10.0.0.1'],
  ['only proxies in the list', ['10.0.0.0/8'], '10.0.0.1', '10.0.0.3', '10.0.0.3'],
  ['words in the list', ['10.0.0.1'], '10.0.0.1', 'unknown', '10.0.0.1'],
  ['IPv4 in the clothes of IPv6', ['127.0.0.1'], '::ffff:127.0.0.1', '::ffff:1.2.3.4', '1.2.3.4'],
  ['IPv6', ['::1', 'fd00::/8'], '::1', '2001:db8::7, fd12::1', '2001:db8::7'],
  ['no connection', ['10.0.0.1'], undefined, '1.2.3.4', undefined],
] as const)('%s', (_, proxies, peer, forwardedFor, address) => {
  expect(createReadAddress(proxies)(peer, forwardedFor)).toBe(address)
})

test.each(['10.0.0.7', '10.0.0.0/8', '0.0.0.0/0', '::1', 'fd00::/8'])('%s is a network', (text) => {
  expect(isNetwork(text)).toBe(true)
})

test.each(['', 'proxy.example', '10.0.0.0/33', '10.0.0.0/', '10.0.0.0/8/8', '10.0.0', '::/129', '/8'])(
  '%j is none',
  (text) => {
    expect(isNetwork(text)).toBe(false)
  },
)
