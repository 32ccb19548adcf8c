import { expect, it } from 'vitest'
import { caretAfter, countBefore } from './number-input.ts'

it.each([
  ['0987654321', 4, '0987 654 321', 4],
  ['09876', 5, '0987 6', 6],
  ['0987 654 321', 8, '0987 654 321', 8],
  ['+84 98', 6, '+84 98', 6],
  ['', 0, '', 0],
  ['1234', 0, '12 34', 0],
])('%s with the caret at %i keeps its place in %s', (typed, caret, shown, expected) => {
  expect(caretAfter(shown, countBefore(typed, caret))).toBe(expected)
})
