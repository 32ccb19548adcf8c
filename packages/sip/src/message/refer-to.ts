import { parseNameAddr } from './name-addr.ts'
import { formatReplaces, parseReplaces } from './replaces.ts'
import type { Replaces } from './replaces.ts'
import { misfit } from './text.ts'
import { unescapeUser, uriScheme } from './uri.ts'

/** RFC 3515 2.1: whom to call, and which dialog that call shall take over (RFC 3891 4). */
export interface ReferTo {
  /** The URI without its headers. */
  readonly target: string
  readonly replaces?: Replaces | undefined
}

/** Undefined when there is no usable target. Headers other than Replaces are not acted on: they come from outside. */
export function parseReferTo(value: string): ReferTo | undefined {
  const address = parseNameAddr(value)
  if (!address) return undefined
  const { uri } = address
  const question = uri.indexOf('?', uri.indexOf('@') + 1)
  if (question < 0) return { target: uri }
  const field = uri
    .slice(question + 1)
    .split('&')
    .find((pair) => /^replaces=/i.test(pair))
  const replaces = field === undefined ? undefined : parseReplaces(unescapeUser(field.slice(9)))
  if (field !== undefined && !replaces) return undefined
  return { target: uri.slice(0, question), replaces }
}

/** Throws RangeError when the target is not a plain URI. */
export function formatReferTo({ target, replaces }: ReferTo): string {
  if (!uriScheme(target) || target.includes('?', target.indexOf('@') + 1)) throw misfit()
  return `<${target}${replaces ? '?Replaces=' + encodeURIComponent(formatReplaces(replaces)) : ''}>`
}
