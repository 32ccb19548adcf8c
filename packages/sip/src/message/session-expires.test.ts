import { expect, it } from 'vitest'
import { formatSessionExpires, parseDeltaSeconds, parseSessionExpires } from './session-expires.ts'

it.each([
  ['1800', { seconds: 1800 }],
  ['1800;refresher=uac', { seconds: 1800, refresher: 'uac' }],
  ['90 ; Refresher=UAS', { seconds: 90, refresher: 'uas' }],
  ['90;refresher=me', { seconds: 90 }],
  ['99999999999999999999', { seconds: 2_147_483_647 }],
])('%s', (value, expected) => {
  expect(parseSessionExpires(value)).toEqual(expected)
})

it.each(['', 'abc', '-1', '18x', ';refresher=uac', '90;x="'])('refuses %j', (value) => {
  expect(parseSessionExpires(value)).toBeUndefined()
})

it('writes what it reads', () => {
  expect(formatSessionExpires({ seconds: 1800, refresher: 'uas' })).toBe('1800;refresher=uas')
  expect(formatSessionExpires({ seconds: 90 })).toBe('90')
})

it.each([
  ['18000;duration=3600', 18_000],
  ['120 (I am in a meeting)', 120],
  ['949302838503028349304023988', 2_147_483_647],
  ['soon', undefined],
])('delta seconds of %s', (value, seconds) => {
  expect(parseDeltaSeconds(value)).toBe(seconds)
})
