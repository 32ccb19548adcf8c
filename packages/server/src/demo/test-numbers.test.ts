import { testNumbers as served } from '@zorio/pbx'
import { expect, test } from 'vitest'
import { testNumbers as shown } from './test-numbers.ts'

const matches = (pattern: string, number: string) =>
  new RegExp(`^${pattern.replaceAll('N', '\\d')}$`).test(number)

test.each(shown.map(({ number }) => number))('the PBX serves %s', (number) => {
  expect(served.some((line) => matches(line.number, number))).toBe(true)
})

test.each(served.map(({ number }) => number))('the page has a button for %s', (pattern) => {
  expect(shown.some(({ number }) => matches(pattern, number))).toBe(true)
})
