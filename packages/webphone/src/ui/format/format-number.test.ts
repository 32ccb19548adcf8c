import { expect, it } from 'vitest'
import { formatNumber } from './format-number.ts'

it.each([
  ['0987654321', '0987 654 321'],
  ['+84987654321', '+84 987 654 321'],
  ['02838221234', '028 3822 1234'],
  ['1002', '1002'],
  ['*98#', '*98#'],
  ['', ''],
])('%s is shown as %s', (number, shown) => {
  expect(formatNumber(number)).toBe(shown)
  expect(shown.replaceAll(' ', '')).toBe(number)
})
