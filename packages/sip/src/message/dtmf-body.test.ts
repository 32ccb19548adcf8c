import { expect, it } from 'vitest'
import { DTMF_RELAY, formatDtmfRelay, parseDtmfBody } from './dtmf-body.ts'

const DTMF = 'application/dtmf'

it.each([
  [DTMF_RELAY, 'Signal=5\r\nDuration=160\r\n', { digit: '5', durationMs: 160 }],
  [DTMF_RELAY, 'Signal= #\nDuration= 250', { digit: '#', durationMs: 250 }],
  [DTMF_RELAY, 'signal=d', { digit: 'D' }],
  [DTMF_RELAY, 'Duration=100\r\nSignal=*\r\n', { digit: '*', durationMs: 100 }],
  [DTMF_RELAY, 'Signal=10\r\nDuration=100', { digit: '*', durationMs: 100 }],
  [DTMF_RELAY, 'Signal=11', { digit: '#' }],
  [DTMF_RELAY, 'Signal=15', { digit: 'D' }],
  [DTMF_RELAY, 'Signal=1\r\nDuration=999999999', { digit: '1', durationMs: 60_000 }],
  ['Application/DTMF-Relay; charset=utf-8', 'Signal=1', { digit: '1' }],
  [DTMF, '7', { digit: '7' }],
  [DTMF, ' 11\r\n', { digit: '#' }],
  [DTMF, 'Signal=3\r\nDuration=80', { digit: '3', durationMs: 80 }],
])('%s %j', (type, body, press) => {
  expect(parseDtmfBody(type, body)).toEqual(press)
})

it.each([
  [DTMF_RELAY, ''],
  [DTMF_RELAY, '5'],
  [DTMF_RELAY, 'Signal='],
  [DTMF_RELAY, 'Signal=E'],
  [DTMF_RELAY, 'Signal=16'],
  [DTMF_RELAY, 'Signal=!'],
  [DTMF_RELAY, 'Signal=12345'],
  [DTMF, '123'],
  [DTMF, ''],
  ['text/plain', 'Signal=5'],
  ['', 'Signal=5'],
])('refuses %s %j', (type, body) => {
  expect(parseDtmfBody(type, body)).toBeUndefined()
})

it('writes what it reads', () => {
  expect(formatDtmfRelay({ digit: '#', durationMs: 200 })).toBe('Signal=#\r\nDuration=200\r\n')
  expect(parseDtmfBody(DTMF_RELAY, formatDtmfRelay({ digit: 'A' }))).toEqual({ digit: 'A', durationMs: 100 })
  expect(() => formatDtmfRelay({ digit: '12' })).toThrow(RangeError)
})
