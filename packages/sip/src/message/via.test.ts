import { expect, it } from 'vitest'
import { parseVia } from './via.ts'

it.each([
  ['SIP/2.0/WSS a.invalid;branch=z9', 'WSS', 'a.invalid', undefined, { branch: 'z9' }],
  ['SIP/2.0/udp 10.0.0.1:5060;rport', 'UDP', '10.0.0.1', 5060, { rport: '' }],
  ['SIP / 2.0 / TCP   [::1] : 5060 ; received = [::2]', 'TCP', '[::1]', 5060, { received: '[::2]' }],
  ['SIP/7.0/UDP c.example.com', 'UDP', 'c.example.com', undefined, {}],
])('%s', (text, transport, host, port, params) => {
  const via = parseVia(text)
  expect(via).toMatchObject({ transport, host })
  expect(via?.port).toBe(port)
  expect(Object.fromEntries(via?.params ?? [])).toEqual(params)
})

it.each([
  '',
  'SIP/2.0',
  'SIP/2.0/UDP',
  'SIP/2.0/UDP ;branch=1',
  'SIP/2.0/UDP a b',
  'SIP/2.0/UDP a:99999',
  'SIP/2.0/UDP a;b=1;b=2',
  'SIP/2.0/UDPa',
])('refuses %j', (text) => {
  expect(parseVia(text)).toBeUndefined()
})
