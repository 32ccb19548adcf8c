import { expect, it } from 'vitest'
import { canonicalName, headerValue, headerValues } from './headers.ts'

it.each([
  ['v', 'Via'],
  ['V', 'Via'],
  ['call-id', 'Call-ID'],
  ['CSEQ', 'CSeq'],
  ['r', 'Refer-To'],
  ['b', 'Referred-By'],
  ['x', 'Session-Expires'],
  ['RECORD-ROUTE', 'Record-Route'],
  ['X-Mine', 'X-Mine'],
  ['constructor', 'constructor'],
  ['__proto__', '__proto__'],
])('%s is %s', (written, canonical) => {
  expect(canonicalName(written)).toBe(canonical)
})

const MESSAGE = {
  headers: [
    { name: 'Contact', value: '"a, b" <sip:a,b@c>;q=1 , <sip:d@e>,,' },
    { name: 'X-Mine', value: '1' },
    { name: 'Contact', value: 'sip:f@g' },
    { name: 'Supported', value: '' },
    { name: 'WWW-Authenticate', value: 'Digest realm="a", nonce="b"' },
    { name: 'Date', value: 'Sat, 15 Oct 2005 04:44:56 GMT' },
  ],
}

it('finds the first field, in any case', () => {
  expect(headerValue(MESSAGE, 'm')).toBe('"a, b" <sip:a,b@c>;q=1 , <sip:d@e>,,')
  expect(headerValue(MESSAGE, 'x-mINE')).toBe('1')
  expect(headerValue(MESSAGE, 'X-Other')).toBeUndefined()
})

it('splits lists outside quotes and brackets, over all fields', () => {
  expect(headerValues(MESSAGE, 'contact')).toEqual(['"a, b" <sip:a,b@c>;q=1', '<sip:d@e>', 'sip:f@g'])
  expect(headerValues(MESSAGE, 'Supported')).toEqual([])
})

it('does not split what is no list', () => {
  expect(headerValues(MESSAGE, 'www-authenticate')).toEqual(['Digest realm="a", nonce="b"'])
  expect(headerValues(MESSAGE, 'Date')).toEqual(['Sat, 15 Oct 2005 04:44:56 GMT'])
})

it('takes an open quote to the end of the field', () => {
  expect(headerValues({ headers: [{ name: 'Contact', value: '<sip:a@b>, "c, <sip:d@e>' }] }, 'm')).toEqual([
    '<sip:a@b>',
    '"c, <sip:d@e>',
  ])
})
