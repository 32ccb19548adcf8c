import { describe, expect, it } from 'vitest'
import { headerValue, headerValues } from './headers.ts'
import { isRequest } from './message.ts'
import type { SipMessage } from './message.ts'
import { MAX_FRAME_LENGTH, parseMessage } from './parse.ts'

const VIA = 'Via: SIP/2.0/WSS a.invalid;branch=z9hG4bK1'
const FROM = 'From: <sip:1001@pbx.example>;tag=a'
const TO = 'To: <sip:1002@pbx.example>'
const CORE = [VIA, FROM, TO, 'Call-ID: c1', 'CSeq: 1 INVITE']

function frame(lines: readonly string[], body = '', start = 'INVITE sip:1002@pbx.example SIP/2.0'): string {
  return [start, ...lines, '', body].join('\r\n')
}

function parsed(text: string): SipMessage {
  const result = parseMessage(text)
  if (!result.ok) throw new Error(result.detail)
  return result.message
}

describe('reads', () => {
  it('a request', () => {
    const message = parsed(frame([...CORE, 'Content-Length: 3'], 'abc'))
    expect(message).toMatchObject({ method: 'INVITE', uri: 'sip:1002@pbx.example', body: 'abc' })
    expect(message.headers).toHaveLength(6)
  })

  it('a response, also without the blank before an empty reason', () => {
    expect(parsed(frame(CORE, '', 'SIP/2.0 180 Ringing'))).toMatchObject({ status: 180, reason: 'Ringing' })
    expect(parsed(frame(CORE, '', 'SIP/2.0 180'))).toMatchObject({ status: 180, reason: '' })
  })

  it('compact and oddly spelled names as the usual ones', () => {
    const message = parsed(
      frame([
        'v: SIP/2.0/WSS a.invalid',
        'f:<sip:a@b>;tag=1',
        't : <sip:c@d>',
        'i:\tx',
        'cSEQ: 1 INVITE',
        'MAX-forwards: 7',
      ]),
    )
    expect(message.headers.map((field) => field.name)).toEqual([
      'Via',
      'From',
      'To',
      'Call-ID',
      'CSeq',
      'Max-Forwards',
    ])
    expect(headerValue(message, 'i')).toBe('x')
  })

  it('folded lines as one, joined with one blank', () => {
    const message = parsed(frame([...CORE, 'Subject: one', ' \t two', '\tthree']))
    expect(headerValue(message, 'Subject')).toBe('one two three')
  })

  it('what follows blank lines before the start (RFC 3261 7.5)', () => {
    expect(parsed(`\r\n\r\n${frame(CORE)}`)).toMatchObject({ method: 'INVITE' })
  })

  it('the same field twice with the same value as one', () => {
    expect(parsed(frame([...CORE, 'Call-ID: c1', 'Content-Length: 1', 'l: 1'], 'a')).body).toBe('a')
  })
})

describe('the body', () => {
  it.each([
    ['without Content-Length is the rest', [], 'tout à fait', 'tout à fait'],
    ['is cut behind Content-Length', ['Content-Length: 2'], 'abcdef', 'ab'],
    ['is counted in UTF-8 bytes', ['Content-Length: 8'], 'à€\u{1f4de}x', undefined],
    ['may end with a character of four bytes', ['Content-Length: 9'], 'à€\u{1f4de}x', 'à€\u{1f4de}'],
    ['keeps a lone surrogate as three bytes', ['Content-Length: 3'], '\ud800x', '\ud800'],
    ['keeps bare line ends and NUL', ['Content-Length: 5'], 'a\nb\r\0', 'a\nb\r\0'],
  ] as const)('%s', (_, fields, body, expected) => {
    // Eight bytes end inside the four of the telephone: that character is left out.
    expect(parsed(frame([...CORE, ...fields], body)).body).toBe(expected ?? 'à€')
  })
})

const without = (name: string) => CORE.filter((line) => !line.startsWith(name))

describe('refuses with 400, and a request that can be answered', () => {
  it.each([
    ['two Call-IDs', [...CORE, 'i: c2'], 'conflicting Call-ID'],
    ['two CSeqs', [...CORE, 'CSeq: 2 INVITE'], 'conflicting CSeq'],
    ['two Froms', [...CORE, 'f: <sip:x@y>'], 'conflicting From'],
    ['two Tos', [...CORE, 't: <sip:x@y>'], 'conflicting To'],
    ['two Max-Forwards', [...CORE, 'Max-Forwards: 1', 'Max-Forwards: 2'], 'conflicting Max-Forwards'],
    ['two lengths', [...CORE, 'Content-Length: 0', 'l: 1'], 'conflicting Content-Length'],
    ['two media types', [...CORE, 'c: a/b', 'c: a/c'], 'conflicting Content-Type'],
    ['a length beyond the frame', [...CORE, 'l: 1'], 'bad Content-Length'],
    ['a length with a sign', [...CORE, 'l: +0'], 'bad Content-Length'],
    ['an empty length', [...CORE, 'l:'], 'bad Content-Length'],
    ['another method in CSeq', [...without('CSeq'), 'CSeq: 1 ACK'], 'bad CSeq'],
    ['the method in another case', [...without('CSeq'), 'CSeq: 1 invite'], 'bad CSeq'],
    ['2^31 in CSeq', [...without('CSeq'), 'CSeq: 2147483648 INVITE'], 'bad CSeq'],
    ['256 hops', [...CORE, 'Max-Forwards: 256'], 'bad Max-Forwards'],
    ['an open quote', [...without('From'), 'From: "Al <sip:a@b>;tag=1'], 'bad From'],
    ['two tags', [...without('From'), 'From: <sip:a@b>;tag=1;tag=2'], 'bad From'],
    ['blanks in the brackets', [...without('To'), 'To: < sip:a@b >'], 'bad To'],
    ['a broken second Via', [...CORE, 'Via: SIP/2.0'], 'bad Via'],
    ['a broken Contact', [...CORE, 'm: <sip:a@b'], 'bad Contact'],
    ['a broken route', [...CORE, 'Record-Route: <lr>'], 'bad Record-Route'],
    ['a line without colon', [...CORE, 'hello'], 'bad header line'],
    ['a blank in a name', [...CORE, 'a b: c'], 'bad header line'],
    ['NUL in a value', [...CORE, 'Subject: a\0b'], 'bad header line'],
    ['a lone LF', [...CORE, 'Subject: a\nRoute: <sip:x@y>'], 'bad line end'],
    ['a lone CR', [...CORE, 'Subject: a\rb'], 'bad line end'],
  ])('%s', (_, lines, detail) => {
    const result = parseMessage(frame(lines))
    expect(result).toMatchObject({ ok: false, status: 400, detail, partial: { method: 'INVITE' } })
  })

  it('a header section that never ends', () => {
    const result = parseMessage(`INVITE sip:a@b SIP/2.0\r\n${CORE.join('\r\n')}\r\n`)
    expect(result).toMatchObject({ ok: false, detail: 'bad line end', partial: { uri: 'sip:a@b' } })
  })
})

describe('refuses', () => {
  it.each([
    ['', 400],
    ['\r\n\r\n', 400],
    ['\0', 400],
    ['SIP/2.0 099 Low\r\n\r\n', 400],
    ['SIP/2.0 700 High\r\n\r\n', 400],
    ['SIP/2.0 20 Short\r\n\r\n', 400],
    ['SIP/3.0 200 OK\r\n\r\n', 400],
    ['INVITE sip:a@b SIP/2.0', 400],
    ['INVITE sip:a@b\r\n\r\n', 400],
    ['INV@TE sip:a@b SIP/2.0\r\n\r\n', 400],
    ['INVITE sip:a@b HTTP/1.1\r\n\r\n', 400],
    ['INVITE sip:a@b SIP/7.0\r\n\r\n', 505],
  ])('%j', (text, status) => {
    expect(parseMessage(text)).toMatchObject({ ok: false, status })
  })

  it('a response without giving anything to answer', () => {
    expect(parseMessage(frame(without('To'), '', 'SIP/2.0 200 OK'))).toEqual({
      ok: false,
      status: 400,
      detail: 'no To',
    })
  })

  it('another version with 505 and a request to answer', () => {
    const result = parseMessage(frame(CORE, '', 'INVITE sip:a@b SIP/3.0'))
    expect(result).toMatchObject({ ok: false, status: 505, partial: { method: 'INVITE', uri: 'sip:a@b' } })
  })

  it.each(['Via', 'From', 'To', 'Call-ID', 'CSeq'])('a request without %s, unanswerable', (name) => {
    const result = parseMessage(frame(without(name)))
    expect(result).toMatchObject({ ok: false, status: 400 })
    expect(result.ok || result.partial).toBeUndefined()
  })

  it('more than 64 KiB before it is read', () => {
    const head = frame(CORE)
    expect(parseMessage(head + 'x'.repeat(MAX_FRAME_LENGTH - head.length)).ok).toBe(true)
    expect(parseMessage(head + 'x'.repeat(MAX_FRAME_LENGTH - head.length + 1))).toEqual({
      ok: false,
      status: 513,
      detail: 'frame over 64 KiB',
    })
  })

  it('more than 200 header lines', () => {
    const extra = (count: number) => frame([...CORE, ...Array.from({ length: count }, () => 'X-A: 1')])
    expect(parseMessage(extra(195)).ok).toBe(true)
    expect(parseMessage(extra(196))).toMatchObject({ ok: false, detail: 'too many lines' })
  })
})

it('keeps several Via lines in order, and splits lists only on request', () => {
  const message = parsed(frame(['Via: SIP/2.0/WS b;branch=0', ...CORE, 'Via: SIP/2.0/WS c, SIP/2.0/WS d']))
  expect(isRequest(message)).toBe(true)
  expect(message.headers.filter((field) => field.name === 'Via')).toHaveLength(3)
  expect(headerValues(message, 'v').map((via) => via.split(/[ ;]/)[1])).toEqual(['b', 'a.invalid', 'c', 'd'])
})
