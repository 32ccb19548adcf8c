import { describe, expect, it } from 'vitest'
import { escapeUser, formatUri, parseUri, sameUri, unescapeUser, uriScheme } from './uri.ts'

const params = (entries: Record<string, string> = {}) => new Map(Object.entries(entries))

describe('parseUri', () => {
  it.each([
    ['sip:pbx.example', { scheme: 'sip', host: 'pbx.example', params: params(), headers: '' }],
    [
      'SIPS:1001:secret@[2001:db8::1]:5061;transport=ws;lr?a=b&c=d',
      {
        scheme: 'sips',
        user: '1001',
        password: 'secret',
        host: '[2001:db8::1]',
        port: 5061,
        params: params({ transport: 'ws', lr: '' }),
        headers: 'a=b&c=d',
      },
    ],
    [
      'tel:+84901234567;phone-context=vn',
      {
        scheme: 'tel',
        user: '+84901234567',
        host: '',
        params: params({ 'phone-context': 'vn' }),
        headers: '',
      },
    ],
    ['sip:*98#@pbx', { scheme: 'sip', user: '*98#', host: 'pbx', params: params(), headers: '' }],
    ['sip:nguyễn@pbx', { scheme: 'sip', user: 'nguyễn', host: 'pbx', params: params(), headers: '' }],
    ['sip:a;b=c?d@pbx', { scheme: 'sip', user: 'a;b=c?d', host: 'pbx', params: params(), headers: '' }],
    ['sip:my_host', { scheme: 'sip', host: 'my_host', params: params(), headers: '' }],
  ])('%s', (text, expected) => {
    expect(parseUri(text)).toEqual(expected)
  })

  it.each([
    '',
    'sip:',
    'sip:@pbx',
    'sip:a@',
    'sip:a@b@c',
    'sip:a b@c',
    'sip:a@b:99999',
    'sip:a@b:x',
    'sip:a@b;x=1;x=2',
    'sip:a@b;=1',
    'sip:a@b c',
    'sip:a@b>',
    'sip:a@b\r\n',
    'sip:a@[::1',
    'tel:',
    'tel:;a=b',
    'http://pbx',
    '1001',
  ])('refuses %j', (text) => {
    expect(parseUri(text)).toBeUndefined()
  })
})

it.each([
  ['sip:a@b', 'sip'],
  ['SOAP.beep://x', 'soap.beep'],
  ['nobody:knows', 'nobody'],
  ['1a:b', undefined],
  ['abc', undefined],
])('the scheme of %s is %s', (text, scheme) => {
  expect(uriScheme(text)).toBe(scheme)
})

describe('formatUri', () => {
  it.each(['sip:1001@pbx.example:5060;transport=ws;lr?a=b', 'sips:a:b@[::1]', 'tel:+1;ext=2', 'sip:pbx'])(
    'gives back %s',
    (text) => {
      const uri = parseUri(text)
      expect(uri && formatUri(uri)).toBe(text)
    },
  )

  it.each([
    { user: 'a@evil.example' },
    { user: 'a\r\nb' },
    { user: 'a:b' },
    { host: 'b;x' },
    { host: 'b?c=d' },
    { params: params({ x: '1;y=2' }) },
    { params: params({ x: '1?y' }) },
    { params: params({ 'x=1': '' }) },
    { params: params({ x: '1>' }) },
  ])('refuses %j', (part) => {
    expect(() => formatUri({ scheme: 'sip', user: 'a', host: 'b', params: params(), ...part })).toThrow(
      RangeError,
    )
  })
})

describe('sameUri (RFC 3261 19.1.4)', () => {
  it.each([
    ['sip:%61lice@atlanta.com;transport=TCP', 'sip:alice@AtLanTa.CoM;Transport=tcp'],
    ['sip:carol@chicago.com', 'sip:carol@chicago.com;newparam=5'],
    ['sip:carol@chicago.com;newparam=5', 'sip:carol@chicago.com;security=on'],
    ['isbn:1', 'isbn:1'],
  ])('%s = %s', (left, right) => {
    expect(sameUri(left, right)).toBe(true)
    expect(sameUri(right, left)).toBe(true)
  })

  it.each([
    ['SIP:ALICE@AtLanTa.CoM', 'sip:alice@AtLanTa.CoM'],
    ['sip:bob@biloxi.com', 'sip:bob@biloxi.com:5060'],
    ['sip:bob@biloxi.com', 'sip:bob@biloxi.com;transport=udp'],
    ['sip:carol@chicago.com;security=on', 'sip:carol@chicago.com;security=off'],
    ['sip:carol@chicago.com', 'sip:carol@chicago.com?Subject=next'],
    ['sip:bob@biloxi.com', 'sips:bob@biloxi.com'],
    ['sip:biloxi.com', 'sip:bob@biloxi.com'],
    ['sip:a:b@c', 'sip:a@c'],
    ['isbn:1', 'isbn:2'],
  ])('%s is not %s', (left, right) => {
    expect(sameUri(left, right)).toBe(false)
    expect(sameUri(right, left)).toBe(false)
  })
})

it.each([
  ['*98#', '*98%23'],
  ['a@b', 'a%40b'],
  ['x:y', 'x%3Ay'],
  ['50%', '50%25'],
  ['Nguyễn 📞', 'Nguy%E1%BB%85n%20%F0%9F%93%9E'],
  ['\ud800\r\n', '%EF%BF%BD%0D%0A'],
  ['+84-90.12', '+84-90.12'],
])('%j as a user part is %s', (text, escaped) => {
  expect(escapeUser(text)).toBe(escaped)
})

it('unescapes, and leaves broken escapes alone', () => {
  expect(unescapeUser('%2A98%23')).toBe('*98#')
  expect(unescapeUser('50%')).toBe('50%')
  expect(unescapeUser('%ff')).toBe('%ff')
})
