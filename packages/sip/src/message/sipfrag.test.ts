import { expect, it } from 'vitest'
import { formatSipfrag, parseSipfrag } from './sipfrag.ts'

it.each([
  ['SIP/2.0 100 Trying\r\n', { status: 100, reason: 'Trying' }],
  ['SIP/2.0 603 Declined\r\nReason: Q.850;cause=21\r\n\r\n', { status: 603, reason: 'Declined' }],
  ['SIP/2.0 200', { status: 200, reason: '' }],
  ['sip/2.0 180 Đang đổ chuông\n', { status: 180, reason: 'Đang đổ chuông' }],
])('%j', (body, expected) => {
  expect(parseSipfrag(body)).toEqual(expected)
})

it.each(['', 'SIP/2.0 700 No', 'INVITE sip:a@b SIP/2.0', 'SIP/3.0 200 OK', 'SIP/2.0 2000 OK'])(
  'refuses %j',
  (body) => {
    expect(parseSipfrag(body)).toBeUndefined()
  },
)

it('writes one line, whatever the reason', () => {
  expect(formatSipfrag({ status: 200, reason: 'OK' })).toBe('SIP/2.0 200 OK\r\n')
  expect(formatSipfrag({ status: 200, reason: 'a\r\nb' })).toBe('SIP/2.0 200 a b\r\n')
})
