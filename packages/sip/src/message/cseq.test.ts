import { expect, it } from 'vitest'
import { formatCSeq, parseCSeq } from './cseq.ts'

it.each([
  ['1 INVITE', 1, 'INVITE'],
  ['0009   INVITE', 9, 'INVITE'],
  ['0 OPTIONS', 0, 'OPTIONS'],
  ['2147483647\tBYE', 2_147_483_647, 'BYE'],
])('%j', (text, number, method) => {
  expect(parseCSeq(text)).toEqual({ number, method })
})

it.each([
  '',
  '1',
  'INVITE',
  '2147483648 BYE',
  '36893488147419103232 BYE',
  '-1 BYE',
  '1 B YE',
  '1.5 BYE',
  '1BYE',
])('refuses %j', (text) => {
  expect(parseCSeq(text)).toBeUndefined()
})

it('formats', () => {
  expect(formatCSeq({ number: 7, method: 'ACK' })).toBe('7 ACK')
})
