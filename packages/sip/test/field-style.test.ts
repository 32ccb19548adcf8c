import { describe, expect, it } from 'vitest'
import { headerValue } from '../src/message/headers.ts'
import { isRequest } from '../src/message/message.ts'
import { parseNameAddr } from '../src/message/name-addr.ts'
import { parseMessage } from '../src/message/parse.ts'
import { parseUri } from '../src/message/uri.ts'

/** An INVITE as a well-behaved peer writes it; each row below puts one line of the field in its place. */
const PLAIN: Readonly<Record<string, string>> = {
  Via: 'SIP/2.0/WSS a.invalid;branch=z9hG4bK1',
  From: '"Alice" <sip:1001@pbx.example>;tag=a',
  To: '<sip:1002@pbx.example>',
  'Call-ID': 'c1',
  CSeq: '1 INVITE',
  Contact: '<sip:1001@a.invalid;transport=ws>',
}

function invite(name: string, value: string, uri = 'sip:1002@pbx.example'): string {
  const fields = Object.entries({ ...PLAIN, [name]: value }).map(([key, text]) => `${key}: ${text}`)
  return [`INVITE ${uri} SIP/2.0`, ...fields, 'Content-Length: 0', '', ''].join('\r\n')
}

/** What is sloppy, header, value, and what must be read from it: the display name, or the URI. */
const ADDRESSES: readonly (readonly [string, string, string, string])[] = [
  ['From is a bare tel: URI', 'From', 'tel:+84901234567;tag=a', 'tel:+84901234567'],
  [
    'From is a tel: URI in brackets',
    'From',
    '<tel:0901234567;phone-context=vn>;tag=a',
    'tel:0901234567;phone-context=vn',
  ],
  ['To is a tel: URI', 'To', 'tel:113', 'tel:113'],
  ['star and raw hash', 'To', '<sip:*98#@pbx.example>', 'sip:*98#@pbx.example'],
  ['raw hash without brackets', 'To', 'sip:#31#@pbx.example', 'sip:#31#@pbx.example'],
  ['raw UTF-8 in the user part', 'From', '<sip:nguyễn@pbx.example>;tag=a', 'sip:nguyễn@pbx.example'],
  ['raw UTF-8 in the host', 'From', '<sip:a@điệnthoại.vn>;tag=a', 'sip:a@điệnthoại.vn'],
  ['unquoted UTF-8 name', 'From', 'Nguyễn Văn An <sip:1@pbx>;tag=a', 'Nguyễn Văn An'],
  ['unquoted name with round brackets', 'From', 'Sales (Hanoi) <sip:1@pbx>;tag=a', 'Sales (Hanoi)'],
  ['unquoted name with square brackets', 'From', '[CRM] Bob <sip:1@pbx>;tag=a', '[CRM] Bob'],
  ['unquoted name with a dot and slash', 'From', 'Dr. A/B <sip:1@pbx>;tag=a', 'Dr. A/B'],
  ['unquoted name with an @', 'From', 'bob@home <sip:1@pbx>;tag=a', 'bob@home'],
  ['unquoted name with a semicolon', 'From', 'Night; day <sip:1@pbx>;tag=a', 'Night; day'],
  ['unquoted name with a colon', 'From', 'Line: 2 <sip:1@pbx>;tag=a', 'Line: 2'],
  ['unquoted name with an emoji', 'From', '📞 Help <sip:1@pbx>;tag=a', '📞 Help'],
  ['unquoted number as name', 'From', '+84 90 <sip:1@pbx>;tag=a', '+84 90'],
  ['a name that touches the bracket', 'From', 'Bob<sip:1@pbx>;tag=a', 'Bob'],
  ['an empty quoted name', 'From', '"" <sip:1@pbx>;tag=a', 'sip:1@pbx'],
  ['a comma in a quoted name', 'From', '"An, Nguyễn" <sip:1@pbx>;tag=a', 'An, Nguyễn'],
  ['markup in a quoted name', 'From', '"<b>x</b>" <sip:1@pbx>;tag=a', '<b>x</b>'],
  ['a RFC 2047 name', 'From', '"=?utf-8?B?QW4=?=" <sip:1@pbx>;tag=a', '=?utf-8?B?QW4=?='],
  ['no user part', 'From', '<sip:pbx.example>;tag=a', 'sip:pbx.example'],
  ['anonymous', 'From', '"Anonymous" <sip:anonymous@anonymous.invalid>;tag=a', 'Anonymous'],
  ['a trailing semicolon', 'From', '<sip:1@pbx>;tag=a;', 'sip:1@pbx'],
  ['blanks around the semicolon', 'From', '<sip:1@pbx> ; tag = a', 'sip:1@pbx'],
  ['no tag (RFC 2543)', 'From', '<sip:1@pbx>', 'sip:1@pbx'],
  ['a URI of upper case', 'From', '<SIP:1@PBX>;tag=a', 'SIP:1@PBX'],
  ['an underscore in the host', 'Contact', '<sip:1@my_host:5060>', 'sip:1@my_host:5060'],
  [
    'an IPv6 Contact',
    'Contact',
    '<sip:1@[2001:db8::1]:5060;transport=ws>',
    'sip:1@[2001:db8::1]:5060;transport=ws',
  ],
  ['a Contact without brackets', 'Contact', 'sip:1@a.invalid;expires=60', 'sip:1@a.invalid'],
  ['a Contact with an unquoted instance', 'Contact', '<sip:1@a>;+sip.instance=urn:uuid:1', 'sip:1@a'],
  ['Record-Route without brackets', 'Record-Route', 'sip:10.0.0.1;lr', 'sip:10.0.0.1'],
  ['Record-Route with lr=on', 'Record-Route', '<sip:10.0.0.1;lr=on>', 'sip:10.0.0.1;lr=on'],
]

/** Lines that must not cost the call, whatever is read from them. */
const HARMLESS: readonly (readonly [string, string, string])[] = [
  ['a raw hash in the Request-URI', 'X-Any', 'sip:*98#@pbx.example'],
  ['a tel: Request-URI', 'X-Any', 'tel:+84901234567'],
  ['a Via with underscores and a bare rport', 'Via', 'SIP/2.0/WS my_host;rport;branch=z9hG4bK1'],
  ['a Via of an unknown transport', 'Via', 'SIP/2.0/QUIC a;branch=z9hG4bK1'],
  ['a Call-ID with brackets and blanks', 'Call-ID', '<a b>@c'],
  ['an unbalanced quote in Subject', 'Subject', '5" tape'],
  ['an empty Supported', 'Supported', ''],
  ['an empty Content-Type', 'Content-Type', ''],
  ['a Date of another zone', 'Date', 'Fri, 01 Jan 2010 16:00:00 EST'],
  ['a broken Reason', 'Reason', '"'],
]

/** Odd, and refused on purpose: two readers could see two different callers. Refused means answered with 400. */
const REFUSED: readonly (readonly [string, string, string])[] = [
  ['a comma in an unquoted name', 'From', 'Bell, Al <sip:1@pbx>;tag=a'],
  ['two addresses in From', 'From', '<sip:1@pbx>, <sip:2@pbx>;tag=a'],
  ['a blank in the brackets', 'To', '< sip:1@pbx >'],
]

describe('sloppy, and read', () => {
  it.each(ADDRESSES)('%s', (_, name, value, expected) => {
    const result = parseMessage(invite(name, value))
    expect(result).toMatchObject({ ok: true })
    const address = result.ok ? parseNameAddr(headerValue(result.message, name) ?? '') : undefined
    expect(address?.displayName ?? address?.uri).toBe(expected)
  })

  it.each(HARMLESS)('%s', (_, name, value) => {
    const frame = name === 'X-Any' ? invite(name, '', value) : invite(name, value)
    const result = parseMessage(frame)
    expect(result).toMatchObject({ ok: true })
    if (name !== 'X-Any' || !result.ok || !isRequest(result.message)) return
    expect(result.message.uri).toBe(value)
    expect(parseUri(value)).toBeDefined()
  })
})

describe('refused, with something to answer', () => {
  it.each(REFUSED)('%s', (_, name, value) => {
    expect(parseMessage(invite(name, value))).toMatchObject({
      ok: false,
      status: 400,
      partial: { method: 'INVITE' },
    })
  })
})

it('prints the counts', () => {
  const read = [
    ...ADDRESSES.map(([, name, value]) => invite(name, value)),
    ...HARMLESS.map(([, name, value]) => (name === 'X-Any' ? invite(name, '', value) : invite(name, value))),
  ].filter((frame) => parseMessage(frame).ok).length
  const wanted = ADDRESSES.length + HARMLESS.length
  console.info(`field-style messages: ${read} of ${wanted} read, ${REFUSED.length} more answered with 400`)
  expect(read).toBe(wanted)
})
