/** Small scanners shared by the header parsers. All are linear and allocate nothing but their result. */

const TOKEN = /^[\w\-.!%*+`'~]+$/

/** RFC 3261 25.1 `token`. */
export function isToken(text: string): boolean {
  return TOKEN.test(text)
}

/** LWS after unfolding: SP and HTAB only. `trim()` would also take a BOM or NBSP, which belong to the value. */
export function isBlank(code: number): boolean {
  return code === 32 || code === 9
}

/** `text.slice(from, to)` without blanks at either end. */
export function sliceTrimmed(text: string, from: number, to: number): string {
  let start = from
  let end = to
  while (start < end && isBlank(text.charCodeAt(start))) start++
  while (end > start && isBlank(text.charCodeAt(end - 1))) end--
  return text.slice(start, end)
}

/** Content of a quoted-string to plain text (RFC 3261 25.1 `quoted-pair`). */
export function unescapeQuoted(content: string): string {
  return content.includes('\\') ? content.replace(/\\([^])/g, '$1') : content
}

/** Plain text to a quoted-string. CR and LF cannot be quoted; the serializer refuses them. */
export function quote(text: string): string {
  return `"${text.replace(/["\\\0]/g, '\\$&')}"`
}

/** An element of a comma list: quoted strings and angle brackets hide commas, also those that stay open. */
const ELEMENT = /(?:[^,"<]+|"(?:[^"\\]|\\[^])*"?|<[^>]*>?)+/g

/** Splits a comma list outside quoted strings and angle brackets (RFC 3261 7.3.1). Empty elements are dropped. */
export function splitList(text: string): string[] {
  if (!text.includes(',')) return text ? [text] : []
  return (text.match(ELEMENT) ?? []).flatMap((part) => sliceTrimmed(part, 0, part.length) || [])
}

/** For text that would not stay in its place (header injection). Names none of it: it may be a secret. */
export function misfit(): RangeError {
  return new RangeError('would break the message')
}
