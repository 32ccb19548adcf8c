import { expect, test } from 'vitest'
import { nationalPhoneNumber, normalisePhoneNumber } from './phone-number.ts'

test.each([
  '0987654321',
  '84987654321',
  '+84987654321',
  '0084987654321',
  '+84 987 654 321',
  '(+84) 987-654-321',
  '+84 0987 654 321',
  '098.765.4321',
  ' 84987654321 ',
])('%j is 84987654321', (text) => {
  expect(normalisePhoneNumber(text)).toBe('84987654321')
})

test.each([
  ['02438251234', '842438251234'],
  ['1001', '1001'],
  ['113', '113'],
  ['18001234', '18001234'],
  ['+14155550100', '14155550100'],
  ['0014155550100', '14155550100'],
  ['84', '84'],
  ['8412', '8412'],
  ['0', '0'],
])('%j is %s', (text, number) => {
  expect(normalisePhoneNumber(text)).toBe(number)
})

test.each([
  '',
  ' ',
  '+',
  'anonymous',
  '09876x4321',
  '*100#',
  '++84987654321',
  '9'.repeat(21),
  '０９８７６５４３２１',
])('%j is no phone number', (text) => {
  expect(normalisePhoneNumber(text)).toBeUndefined()
})

test('the national way of writing is read back as the same number', () => {
  expect(nationalPhoneNumber('84987654321')).toBe('0987654321')
  expect(normalisePhoneNumber(nationalPhoneNumber('842438251234'))).toBe('842438251234')
  expect(nationalPhoneNumber('14155550100')).toBe('14155550100')
  expect(nationalPhoneNumber('1001')).toBe('1001')
})
