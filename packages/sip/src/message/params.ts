import { closingQuote, isBlank, isToken, quote, skipBlanks, unescapeQuoted } from './text.ts'

/** Names in lower case. A parameter without a value has the value ''. */
export type Params = ReadonlyMap<string, string>

export interface ParamGrammar {
  /** `;` for header parameters, `,` for credentials. */
  readonly separator: ';' | ','
  /** Leave the backslashes of quoted values in (digests are computed over them, RFC 7616 3.4). Default false. */
  readonly keepEscapes?: boolean
}

export const HEADER_PARAMS: ParamGrammar = { separator: ';' }

const EQUALS = 61
const COMMA = 44

/** A word ends at a blank, a quote, the separator and one more character. */
function endOfWord(text: string, from: number, separator: number, other: number): number {
  let at = from
  for (; at < text.length; at++) {
    const code = text.charCodeAt(at)
    if (code === separator || code === other || code === 34 || isBlank(code)) break
  }
  return at
}

/**
 * Parses `;a=1;b` from `from` to the end. Undefined where it is broken: no separator, an open quote, or one name with
 * two values (RFC 3261 7.3.1 forbids it, and two readers might pick different ones). Empty parameters are skipped,
 * because some peers end a header with `;`.
 */
export function parseParams(text: string, from: number, grammar: ParamGrammar): Params | undefined {
  const params = new Map<string, string>()
  const separator = grammar.separator.charCodeAt(0)
  let at = skipBlanks(text, from)
  while (at < text.length) {
    if (text.charCodeAt(at) !== separator) return undefined
    at = skipBlanks(text, at + 1)
    const nameEnd = endOfWord(text, at, separator, EQUALS)
    const name = text.slice(at, nameEnd).toLowerCase()
    at = skipBlanks(text, nameEnd)
    let value = ''
    if (text[at] === '=') {
      at = skipBlanks(text, at + 1)
      const isQuoted = text[at] === '"'
      const end = isQuoted ? closingQuote(text, at) : endOfWord(text, at, separator, COMMA)
      if (end < 0 || !name) return undefined
      value = isQuoted ? text.slice(at + 1, end) : text.slice(at, end)
      if (isQuoted && !grammar.keepEscapes) value = unescapeQuoted(value)
      at = skipBlanks(text, isQuoted ? end + 1 : end)
    }
    if (!name) continue
    if ((params.get(name) ?? value) !== value) return undefined
    params.set(name, value)
  }
  return params
}

/** `;name=value` for each; quoted where the value is neither a token nor a host. */
export function formatParams(params: Params): string {
  let text = ''
  for (const [name, value] of params) {
    if (!isToken(name)) throw new RangeError(`not a parameter name: ${JSON.stringify(name)}`)
    const isPlain = isToken(value) || /^\[[\da-fA-F:.]+\]$/.test(value)
    text += value === '' ? `;${name}` : `;${name}=${isPlain ? value : quote(value)}`
  }
  return text
}
