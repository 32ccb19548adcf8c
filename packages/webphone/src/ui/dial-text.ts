/** What may be typed or pasted as a number, and what becomes of it. */

const vanity = '22233344455566677778889999'

/** Digits as they are, letters as their keys (vanity numbers), separators and `tel:` dropped. */
export function normaliseDialText(text: string): string {
  const bare = text.trim().replace(/^tel:/i, '').split(';')[0] ?? ''
  const digits = bare.toUpperCase().replace(/[A-Z]/g, (letter) => vanity[letter.charCodeAt(0) - 65] ?? '')
  return digits
    .replace(/[^0-9+*#]/g, '')
    .replace(/(?!^)\+/g, '')
    .slice(0, 32)
}

/** A search rather than a number: more than a vanity number's letters, or letters outside the key pad. */
export function isSearchText(text: string): boolean {
  return /\p{L}/u.test(text) && !/\d/.test(text) && !/^tel:/i.test(text.trim())
}

export const dialKeys: readonly { readonly key: string; readonly letters: string }[] = [
  { key: '1', letters: '' },
  { key: '2', letters: 'ABC' },
  { key: '3', letters: 'DEF' },
  { key: '4', letters: 'GHI' },
  { key: '5', letters: 'JKL' },
  { key: '6', letters: 'MNO' },
  { key: '7', letters: 'PQRS' },
  { key: '8', letters: 'TUV' },
  { key: '9', letters: 'WXYZ' },
  { key: '*', letters: '' },
  { key: '0', letters: '+' },
  { key: '#', letters: '' },
]
