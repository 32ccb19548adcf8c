import { expect, it } from 'vitest'
import all from 'libphonenumber-js/metadata.min.json' with { type: 'json' }
import { formatNumber } from './format-number.ts'
import { metadata } from './vn-metadata.ts'

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

it('is the numbering plan of the library that is installed', () => {
  expect(metadata.countries).toEqual({ VN: all.countries.VN })
  // Else: node scripts/vn-metadata.mjs
  expect(metadata.version).toBe(all.version)
})
