/** Numbers as people write them in Viet Nam, also half typed ones. */

/** How a national number without its leading 0 begins -> its groups. The first that fits; libphonenumber has the same five. */
const plan: readonly (readonly [RegExp, readonly number[]])[] = [
  [/^1(2[02]|[89])/, [4, 6]],
  [/^(1[26]|6)/, [2, 3, 2, 2]],
  [/^[135-9]/, [3, 3, 3]],
  [/^2[48]/, [2, 4, 4]],
  [/^2/, [3, 4, 3]],
]

/** Extensions and service codes stay as they are, and numbers of other countries; the digits and their order stay always. */
export function formatNumber(number: string): string {
  if (!/^\+?\d{6,}$/.test(number)) return number
  const country = /^(\+84|84(?=\d{9,10}$))/.exec(number)?.[0] ?? ''
  const trunk = country === '' && number.startsWith('0') ? '0' : ''
  const national = number.slice(country.length + trunk.length)
  const groups = number.startsWith('+') && country === '' ? undefined : groupsOf(national)
  if (!groups) return number
  return [country, ...split(trunk + national, groups, trunk.length)].filter(Boolean).join(' ')
}

/** undefined: no number of the country, or longer than one. */
function groupsOf(national: string): readonly number[] | undefined {
  const groups = plan.find(([start]) => start.test(national))?.[1]
  const longest = groups?.reduce((sum, size) => sum + size, 0) ?? 0
  return national.length <= longest ? groups : undefined
}

/** The 0 before a national number stands in its first group. */
function split(digits: string, groups: readonly number[], trunkLength: number): string[] {
  let at = 0
  return groups.map((size, index) => {
    const end = at + size + (index === 0 ? trunkLength : 0)
    const group = digits.slice(at, end)
    at = end
    return group
  })
}
