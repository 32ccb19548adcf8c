import { expect, it } from 'vitest'
import { formatReason, parseReason, readReasons } from './reason.ts'

it.each([
  ['Q.850;cause=16;text="NORMAL_CLEARING"', { protocol: 'Q.850', cause: 16, text: 'NORMAL_CLEARING' }],
  ['SIP ;cause=200 ;text="Call \\"done\\""', { protocol: 'SIP', cause: 200, text: 'Call "done"' }],
  ['Preemption', { protocol: 'Preemption' }],
  ['Q.850;cause=abc', { protocol: 'Q.850' }],
  ['Q.850;cause=99999', { protocol: 'Q.850' }],
  ['Q.850;text=bare', { protocol: 'Q.850', text: 'bare' }],
])('%s', (value, reason) => {
  expect(parseReason(value)).toEqual(reason)
})

it.each(['', ';cause=16', 'Q 850', 'Q.850;text="open'])('refuses %j', (value) => {
  expect(parseReason(value)).toBeUndefined()
})

it('reads all of a message and passes over broken ones', () => {
  const headers = [
    { name: 'Reason', value: 'SIP;cause=486;text="Busy, here", Q.850;cause=17' },
    { name: 'Reason', value: '???' },
    { name: 'reason', value: 'X;cause=1' },
  ]
  expect(readReasons({ headers }).map((reason) => reason.cause)).toEqual([486, 17, 1])
})

it('formats what it parses', () => {
  const text = 'Q.850;cause=16;text="say \\"bye\\""'
  const reason = parseReason(text)
  expect(reason && formatReason(reason)).toBe(text)
  expect(() => formatReason({ protocol: 'Q;850' })).toThrow(RangeError)
})
