import fc from 'fast-check'
import { AsYouType } from 'libphonenumber-js'
import { expect, it } from 'vitest'
import { formatNumber } from './format-number.ts'

it.each([
  ['0987654321', '0987 654 321'],
  ['+84987654321', '+84 987 654 321'],
  ['84987654321', '84 987 654 321'],
  ['02838221234', '028 3822 1234'],
  ['0203', '0203'],
  ['02033822', '0203 3822'],
  ['19001234', '1900 1234'],
  ['098765432109', '098765432109'],
  ['+14155552671', '+14155552671'],
  ['1002', '1002'],
  ['*98#', '*98#'],
  ['', ''],
])('%s is shown as %s', (number, shown) => {
  expect(formatNumber(number)).toBe(shown)
  expect(shown.replaceAll(' ', '')).toBe(number)
})

const longestOf = (start: string): number => (/^[12]/.test(start) ? 10 : 9)

/** Whole numbers of the plan, and every beginning of one that is long enough to be grouped. */
const numbers = fc
  .tuple(
    fc.constantFrom('0', '+84', ''),
    fc.constantFrom('1900', '1800', '120', '122', '24', '28', '203', '251', '3', '5', '7', '8', '9', '69'),
    fc.stringMatching(/^\d{9}$/),
    fc.integer({ min: 6, max: 10 }),
  )
  .map(
    ([before, start, rest, length]) => before + (start + rest).slice(0, Math.min(length, longestOf(start))),
  )
  // Bare 84 is read as the country here, as the REST API writes it; the library waits for more digits.
  .filter((number) => !number.startsWith('84'))

it('groups as libphonenumber does', () => {
  fc.assert(
    fc.property(numbers, (number) => {
      const theirs = new AsYouType('VN').input(number)
      expect(formatNumber(number)).toBe(theirs)
    }),
    { numRuns: 2000 },
  )
})
