import { describe, expect, it } from 'vitest'
import type { SipRequest } from './message.ts'
import { parseMessage } from './parse.ts'
import { serializeMessage } from './serialize.ts'

const REQUEST: SipRequest = {
  method: 'INFO',
  uri: 'sip:1002@pbx.example',
  headers: [
    { name: 'Via', value: 'SIP/2.0/WSS a.invalid;branch=z9hG4bK1' },
    { name: 'From', value: '"Nguyễn \\" An" <sip:1001@pbx.example>;tag=a' },
    { name: 'To', value: '<sip:1002@pbx.example>;tag=b' },
    { name: 'Call-ID', value: 'c1' },
    { name: 'CSeq', value: '2 INFO' },
  ],
  body: 'xin chào',
}

describe('serializeMessage', () => {
  it('counts Content-Length in UTF-8 bytes, whatever the headers say', () => {
    const headers = [
      { name: 'Content-Length', value: '5' },
      { name: 'l', value: '99' },
      { name: 'content-length', value: 'x' },
    ]
    expect(serializeMessage({ ...REQUEST, headers })).toBe(
      'INFO sip:1002@pbx.example SIP/2.0\r\nContent-Length: 9\r\n\r\nxin chào',
    )
  })

  it('writes a response, with the blank also before an empty reason (RFC 3261 7.2)', () => {
    expect(serializeMessage({ status: 200, reason: '', headers: [], body: '' })).toBe(
      'SIP/2.0 200 \r\nContent-Length: 0\r\n\r\n',
    )
  })

  it('gives back what was parsed', () => {
    const result = parseMessage(serializeMessage(REQUEST))
    const headers = [...REQUEST.headers, { name: 'Content-Length', value: '9' }]
    expect(result).toEqual({ ok: true, message: { ...REQUEST, headers } })
  })

  it.each<[string, Partial<SipRequest>]>([
    ['CRLF in a value', { headers: [{ name: 'Subject', value: 'a\r\nX: b' }] }],
    ['LF in a value', { headers: [{ name: 'Subject', value: 'a\nb' }] }],
    ['CR in a value', { headers: [{ name: 'Subject', value: 'a\rb' }] }],
    ['NUL in a value', { headers: [{ name: 'Subject', value: 'a\0b' }] }],
    ['a colon in a name', { headers: [{ name: 'Sub:ject', value: 'a' }] }],
    ['no name', { headers: [{ name: '', value: 'a' }] }],
    ['a blank in the method', { method: 'IN FO' }],
    ['a blank in the URI', { uri: 'sip:a@b SIP/2.0' }],
    ['a line end in the URI', { uri: 'sip:a@b\r\nX: b' }],
    ['no URI', { uri: '' }],
  ])('throws on %s', (_, part) => {
    expect(() => serializeMessage({ ...REQUEST, ...part })).toThrow(RangeError)
  })

  it.each([99, 700, Number.NaN, 200.5])('throws on status %d', (status) => {
    expect(() => serializeMessage({ status, reason: 'x', headers: [], body: '' })).toThrow(RangeError)
  })

  it('throws on a line end in the reason', () => {
    const response = { status: 200, reason: 'OK\r\nX: b', headers: [], body: '' }
    expect(() => serializeMessage(response)).toThrow(RangeError)
  })
})
