import { unescapeQuoted } from './text.ts'

/** Names in lower case. A parameter without a value has the value ''. */
export type Params = ReadonlyMap<string, string>

/** `;` for header parameters, `,` for credentials. */
type Separator = ';' | ','

/** One parameter and the blanks around it: name, equals sign, content of the quotes, word. Or blanks up to the end. */
function paramPattern(separator: Separator): RegExp {
  const value = `"((?:[^"\\\\]|\\\\[^])*)"|([^ \\t",${separator}]*)`
  return new RegExp(
    `[ \\t]*(?:${separator}[ \\t]*([^ \\t"=${separator}]*)[ \\t]*(?:(=)[ \\t]*(?:${value}))?|$)`,
    'y',
  )
}

const PATTERNS = { ';': paramPattern(';'), ',': paramPattern(',') }

/**
 * Parses `;a=1;b` from `from` to the end. Undefined where it is broken: no separator, an open quote, or one name with
 * two values (RFC 3261 7.3.1 forbids it, and two readers might pick different ones). Empty parameters are skipped,
 * because some peers end a header with `;`. Quoted values lose their backslashes, but not those of credentials: digests
 * are computed over them (RFC 7616 3.4).
 */
export function parseParams(text: string, from: number, separator: Separator = ';'): Params | undefined {
  const params = new Map<string, string>()
  const pattern = PATTERNS[separator]
  pattern.lastIndex = from
  while (pattern.lastIndex < text.length) {
    const found = pattern.exec(text)
    if (!found) return undefined
    const [, written = '', equals, quoted, word = ''] = found
    const name = written.toLowerCase()
    const value = quoted === undefined ? word : separator === ';' ? unescapeQuoted(quoted) : quoted
    if (name ? (params.get(name) ?? value) !== value : equals) return undefined
    if (name) params.set(name, value)
  }
  return params
}
