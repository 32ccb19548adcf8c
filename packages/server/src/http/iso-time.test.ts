import { expect, test } from 'vitest'
import { isoTime, msFromIso } from './iso-time.ts'

test('writes the time of Vietnam with its offset', () => {
  expect(isoTime(Date.parse('2026-11-22T18:30:00.250Z'))).toBe('2026-11-23T01:30:00.250+07:00')
})

test('reads days and times', () => {
  expect(msFromIso('2026-11-22')).toBe(Date.parse('2026-11-21T17:00:00Z'))
  expect(msFromIso('2026-11-22T01:02:03.123456+07:00')).toBe(Date.parse('2026-11-21T18:02:03.123Z'))
  expect(msFromIso(isoTime(1_000))).toBe(1_000)
})

test.each(['', 'yesterday', '2026-13-01', '2026-11-22T10:00:00', '22/11/2026', '2026-11-22 10:00', '0'])(
  'refuses %j',
  (text) => {
    expect(msFromIso(text)).toBeUndefined()
  },
)
