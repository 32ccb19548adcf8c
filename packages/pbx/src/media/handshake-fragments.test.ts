import { expect, test } from 'vitest'
import { createReassembly } from './handshake-fragments.ts'

const piece = (offset: number, own: number, { sequence = 0, length = 100 } = {}) => ({
  ...{ message_seq: sequence, length, fragment_offset: offset, fragment_length: own },
})
const first = piece(0, 60)
const second = piece(60, 40)

test('what is whole passes at once', () => {
  const whole = piece(0, 100)
  expect(createReassembly()([whole])).toEqual([whole])
})

test('pieces wait for each other, in whatever order they come', () => {
  for (const order of [
    [first, second],
    [second, first],
  ]) {
    const join = createReassembly()
    expect(join(order.slice(0, 1))).toEqual([])
    expect(join(order.slice(1))).toEqual([first, second])
  }
})

test('the last piece twice is no message; the first one of a copy completes it', () => {
  const join = createReassembly()
  expect(join([second])).toEqual([])
  expect(join([second])).toEqual([])
  expect(join([first])).toEqual([first, second])
  // The next copy is a message of its own.
  expect(join([second])).toEqual([])
})

test('pieces that were cut elsewhere in a copy fit together', () => {
  const join = createReassembly()
  const [a, b] = [piece(0, 50), piece(40, 60)]
  expect(join([a])).toEqual([])
  expect(join([b])).toEqual([a, b])
})

test('messages are not mixed, and a length that changes begins anew', () => {
  const join = createReassembly()
  expect(join([first])).toEqual([])
  expect(join([piece(60, 40, { sequence: 1 })])).toEqual([])
  expect(join([piece(60, 20, { length: 80 })])).toEqual([])
  expect(join([piece(0, 60, { length: 80 })])).toHaveLength(2)
})

test('a flood of beginnings is forgotten', () => {
  const join = createReassembly()
  for (let sequence = 0; sequence < 1000; sequence += 1)
    expect(join([piece(0, 60, { sequence })])).toEqual([])
  expect(join([piece(60, 40, { sequence: 1 })])).toEqual([])
})
