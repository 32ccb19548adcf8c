import { expect, it } from 'vitest'
import { isSearchText, normaliseDialText } from './dial-text.ts'

it.each([
  ['0987 654.321', '0987654321'],
  ['(+84) 98-765', '+8498765'],
  ['tel:+84987654321;ext=2', '+84987654321'],
  ['1800-FLOWERS', '18003569377'],
  ['*98#', '*98#'],
  ['09+87', '0987'],
  ['  ', ''],
  ['１２', ''],
  ['0'.repeat(60), '0'.repeat(32)],
  ['<script>1</script>', '727478172747 8'.replace(' ', '')],
])('%s is dialled as %s', (text, number) => {
  expect(normaliseDialText(text)).toBe(number)
})

it.each([
  ['Nguyễn', true],
  ['an', true],
  ['1800-FLOWERS', false],
  ['tel:abc', false],
  ['098', false],
])('%s is a search: %s', (text, isSearch) => {
  expect(isSearchText(text)).toBe(isSearch)
})
