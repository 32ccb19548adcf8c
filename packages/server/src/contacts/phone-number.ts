/**
 * One form for each phone number: digits with the country code (`84987654321`), as the REST conventions write it.
 * 0987654321, 84987654321, +84 987 654 321 and 0084987654321 are the same. Short numbers (extensions, emergency and
 * service numbers) stay as they are.
 */
const vietnam = '84'
/** Vietnamese subscriber numbers without the leading 0: 9 digits mobile, up to 10 for fixed lines. */
const nationalDigits = /^[1-9]\d{8,9}$/

/** undefined for what is no phone number, e.g. `anonymous` or the empty string. */
export function normalisePhoneNumber(text: string): string | undefined {
  const compact = text.trim().replace(/[\s().-]/g, '')
  const match = /^(\+|00)?(\d{1,20})$/.exec(compact)
  if (!match?.[2]) return undefined
  const isInternational = match[1] !== undefined
  const digits = match[2]
  // Also the common slip of keeping the 0 behind the country code: +84 0987 654 321.
  const afterCountry = digits.startsWith(vietnam) ? digits.slice(2).replace(/^0/, '') : undefined
  if (afterCountry !== undefined && nationalDigits.test(afterCountry)) return vietnam + afterCountry
  if (isInternational) return digits
  const afterTrunk = digits.startsWith('0') ? digits.slice(1) : undefined
  return afterTrunk !== undefined && nationalDigits.test(afterTrunk) ? vietnam + afterTrunk : digits
}

/** As people of Vietnam write it: `0987654321`; other numbers unchanged. */
export function nationalPhoneNumber(normalised: string): string {
  const national = normalised.startsWith(vietnam) ? normalised.slice(2) : ''
  return nationalDigits.test(national) ? `0${national}` : normalised
}
