import { expect, it } from 'vitest'
import { formatReferTo, parseReferTo } from './refer-to.ts'
import { formatReplaces, parseReplaces } from './replaces.ts'

it.each([
  ['<sip:1003@pbx>', { target: 'sip:1003@pbx' }],
  ['sip:1003@pbx', { target: 'sip:1003@pbx' }],
  ['"Ann" <sip:1003@pbx;method=INVITE?Subject=x>', { target: 'sip:1003@pbx;method=INVITE' }],
  [
    '<sip:1003@pbx?Subject=x&replaces=c1%40h%3Bto-tag%3Da%3Bfrom-tag%3Db>',
    { target: 'sip:1003@pbx', replaces: { callId: 'c1@h', toTag: 'a', fromTag: 'b' } },
  ],
  ['<tel:+84901234567>', { target: 'tel:+84901234567' }],
])('%s', (value, expected) => {
  expect(parseReferTo(value)).toEqual(expected)
})

it.each(['', '1003', '<sip:1003@pbx', '<sip:1003@pbx?Replaces=c1%3Bto-tag%3Da>', '<sip:a@b?Replaces=%ff>'])(
  'refuses %j',
  (value) => {
    expect(parseReferTo(value)).toBeUndefined()
  },
)

it('writes an attended target that reads back', () => {
  const refer = { target: 'sip:1003@pbx;gr=x', replaces: { callId: 'c&?1@h', toTag: 'a', fromTag: 'b' } }
  expect(formatReferTo(refer)).toBe('<sip:1003@pbx;gr=x?Replaces=c%26%3F1%40h%3Bto-tag%3Da%3Bfrom-tag%3Db>')
  expect(parseReferTo(formatReferTo(refer))).toEqual(refer)
})

it.each(['', '1003', 'sip:a@b>', 'sip:a@b?Replaces=x', 'sip:a@b\r\nX: y'])(
  'refuses to write %j',
  (target) => {
    expect(() => formatReferTo({ target })).toThrow(RangeError)
  },
)

it('reads and writes Replaces (RFC 3891 6.1)', () => {
  const value = '425928@bobster.example.org;to-tag=7743;from-tag=6472;early-only'
  const replaces = parseReplaces(value)
  expect(replaces).toEqual({
    callId: '425928@bobster.example.org',
    toTag: '7743',
    fromTag: '6472',
    earlyOnly: true,
  })
  expect(replaces && formatReplaces(replaces)).toBe(value)
})

it.each([
  '',
  'c1',
  'c1;to-tag=a',
  'c1;from-tag=a',
  ';to-tag=a;from-tag=b',
  'c1;to-tag=a;to-tag=b;from-tag=c',
])('refuses Replaces %j', (value) => {
  expect(parseReplaces(value)).toBeUndefined()
})

it('refuses to write a Replaces that would break out', () => {
  expect(() => formatReplaces({ callId: 'a;b', toTag: 'a', fromTag: 'b' })).toThrow(RangeError)
  expect(() => formatReplaces({ callId: 'a', toTag: 'a;early-only', fromTag: 'b' })).toThrow(RangeError)
})
