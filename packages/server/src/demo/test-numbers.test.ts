import { testNumbers as served } from '@zorio/pbx'
import { expect, test } from 'vitest'
import { testNumbers } from './test-numbers.ts'

test.each(testNumbers)('$number ($label) can be dialled, and has words', ({ number, label, effect }) => {
  expect(number).toMatch(/^\d{4}$/)
  expect(label).not.toMatch(/^\d/)
  expect(effect.length).toBeGreaterThan(3)
})

test('every number of the PBX is shown once', () => {
  expect(testNumbers.length).toBe(served.length)
  expect(new Set(testNumbers.map(({ number }) => number)).size).toBe(served.length)
})
