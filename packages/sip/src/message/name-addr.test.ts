import { describe, expect, it } from 'vitest'
import { formatNameAddr, parseNameAddr } from './name-addr.ts'

const shape = (text: string) => {
  const address = parseNameAddr(text)
  return address && [address.displayName, address.uri, Object.fromEntries(address.params)]
}

describe('parseNameAddr', () => {
  it.each<[string, string | undefined, string, Record<string, string>]>([
    ['<sip:a@b>', undefined, 'sip:a@b', {}],
    ['sip:a@b', undefined, 'sip:a@b', {}],
    ['sip:a@b;tag=1', undefined, 'sip:a@b', { tag: '1' }],
    ['sip:a@b ; tag = 1', undefined, 'sip:a@b', { tag: '1' }],
    ['sip:a@b;x="<c>"', undefined, 'sip:a@b', { x: '<c>' }],
    ['tel:+1234;tag=9', undefined, 'tel:+1234', { tag: '9' }],
    ['<tel:+1234;phone-context=x>;tag=9', undefined, 'tel:+1234;phone-context=x', { tag: '9' }],
    ['"A \\"B\\" \\\\" <sip:a@b;lr>;TAG=x;ob', 'A "B" \\', 'sip:a@b;lr', { tag: 'x', ob: '' }],
    ['""<sip:a@b>', undefined, 'sip:a@b', {}],
    ['"<sip:x@y>" <sip:a@b>', '<sip:x@y>', 'sip:a@b', {}],
    ['Alice Smith <sip:a@b>', 'Alice Smith', 'sip:a@b', {}],
    ['Nguyễn An <sip:a@b>', 'Nguyễn An', 'sip:a@b', {}],
    ['Sales (Hanoi) [2] <sip:a@b>', 'Sales (Hanoi) [2]', 'sip:a@b', {}],
    ['Support: night; day <sip:a@b>', 'Support: night; day', 'sip:a@b', {}],
    ["O'Neil @ home <sip:a@b>", "O'Neil @ home", 'sip:a@b', {}],
    ['\ufeff大停電\u00a0<sip:a@b>', '\ufeff大停電\u00a0', 'sip:a@b', {}],
    ['<sip:a@b>;tag=1;', undefined, 'sip:a@b', { tag: '1' }],
    ['<sip:a@b>;;tag=1', undefined, 'sip:a@b', { tag: '1' }],
    ['<sip:a@b>;tag=', undefined, 'sip:a@b', { tag: '' }],
    ['<sip:a@b>;r=[::1]', undefined, 'sip:a@b', { r: '[::1]' }],
    ['<sip:a@b>;+sip.instance="<urn:uuid:1>"', undefined, 'sip:a@b', { '+sip.instance': '<urn:uuid:1>' }],
    ['<sip:a@b>;tag=1;tag=1', undefined, 'sip:a@b', { tag: '1' }],
    ['<isbn:1>', undefined, 'isbn:1', {}],
  ])('%s', (text, displayName, uri, params) => {
    expect(shape(text)).toEqual([displayName, uri, params])
  })

  it.each([
    '',
    '<>',
    '<sip:a@b',
    'sip:a@b>',
    '1001',
    '<1001>',
    '"A <sip:a@b>',
    '"A" sip:a@b',
    '"A" x <sip:a@b>',
    'A "B" <sip:a@b>',
    'Bell, Al <sip:a@b>',
    '< sip:a@b>',
    '<sip:a@b >',
    '<sip:a b@c>',
    'sip:a@b?x=y',
    'sip:a@b,sip:c@d',
    'sip:a@b c',
    '<sip:a@b> c',
    '<sip:a@b>c',
    '<sip:a@b>;=1',
    '<sip:a@b>;x="1',
    '<sip:a@b>;x=1"2"',
    '<sip:a@b>;tag=1;tag=2',
    '<sip:a@b>;tag=1,x',
    '<sip:a@b><sip:c@d>',
  ])('refuses %j', (text) => {
    expect(parseNameAddr(text)).toBeUndefined()
  })
})

describe('formatNameAddr', () => {
  it('quotes the name', () => {
    expect(formatNameAddr({ uri: 'sip:a@b', displayName: 'A "B" \\' })).toBe('"A \\"B\\" \\\\" <sip:a@b>')
    expect(formatNameAddr({ uri: 'sip:a@b', displayName: '' })).toBe('<sip:a@b>')
  })

  it.each(['sip:a@b>;x', 'sip:a@b\r\nX: y', '', 'a@b', 'sip:a b'])('refuses %j as a URI', (uri) => {
    expect(() => formatNameAddr({ uri })).toThrow(RangeError)
  })
})
