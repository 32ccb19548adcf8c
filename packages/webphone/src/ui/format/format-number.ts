/** Numbers as people write them. A chunk of its own, with the numbering plan of Viet Nam only. */
import { AsYouType } from 'libphonenumber-js/core'
import { metadata } from './vn-metadata.ts'

/** Extensions and service codes stay as they are; the result has the same digits in the same order. */
export function formatNumber(number: string): string {
  if (!/^\+?\d{6,}$/.test(number)) return number
  return new AsYouType('VN', metadata).input(number)
}
