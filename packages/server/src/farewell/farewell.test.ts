import { expect, test } from 'vitest'
import { readFarewell } from './farewell.ts'
import { byeOf } from './testing/bye.ts'

const owner = { extension: '1001', domain: 'pbx.test' }
const read = (bye: string) => readFarewell(bye, owner)

test('the BYE of an own call is sent as it was given, but for what does not belong into it', () => {
  const bye = byeOf({ more: ['Proxy-Authorization: Digest username="x"', 'Supported: timer'] })
  expect(read(bye)).toEqual({ callId: 'call-1', extension: '1001', frame: byeOf() })
})

test.each([
  ['no SIP', 'hello'],
  ['another method', byeOf().replaceAll('BYE', 'INVITE')],
  ['outside a dialog', byeOf({ toTag: '' })],
  ['without a tag of its own', byeOf({ fromTag: '' })],
  ['of another extension', byeOf({ from: 'sip:1002@pbx.test' })],
  ['of another domain', byeOf({ from: 'sip:1001@elsewhere.test' })],
  [
    'with a second Via, for the answer to go elsewhere',
    byeOf({ more: ['Via: SIP/2.0/WSS evil.test;branch=z9hG4bKx'] }),
  ],
  ['longer than any BYE', byeOf({ more: [`Reason: ${'x'.repeat(9000)}`] })],
  ['a line end in the address', byeOf({ uri: 'sip:1002@x\r\nEvil: 1' })],
])('%s: not believed', (_, bye) => expect(read(bye)).toBeUndefined())

test('a body and a second message go nowhere', () => {
  expect(read(`${byeOf()}${byeOf({ callId: 'other' })}`)?.frame).toBe(byeOf())
  const bye = byeOf().replace('Content-Length: 0\r\n\r\n', 'Content-Length: 3\r\n\r\nabc')
  expect(read(bye)?.frame).toBe(byeOf())
})
