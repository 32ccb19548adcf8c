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

export function skipBlanks(text: string, from: number): number {
  let at = from
  while (isBlank(text.charCodeAt(at))) at++
  return at
}

/** `text.slice(from, to)` without blanks at either end. */
export function sliceTrimmed(text: string, from: number, to: number): string {
  let start = from
  let end = to
  while (start < end && isBlank(text.charCodeAt(start))) start++
  while (end > start && isBlank(text.charCodeAt(end - 1))) end--
  return text.slice(start, end)
}

/** Index of the quote that closes the quoted-string opened at `open`, or -1. */
export function closingQuote(text: string, open: number): number {
  for (let at = open + 1; at < text.length; at++) {
    const code = text.charCodeAt(at)
    if (code === 92) at++
    else if (code === 34) return at
  }
  return -1
}

/** Content of a quoted-string to plain text (RFC 3261 25.1 `quoted-pair`). */
export function unescapeQuoted(content: string): string {
  return content.includes('\\') ? content.replace(/\\([^])/g, '$1') : content
}

/** Plain text to a quoted-string. CR and LF cannot be quoted; the serializer refuses them. */
export function quote(text: string): string {
  return `"${text.replace(/["\\\0]/g, '\\$&')}"`
}

/** Splits a comma list outside quoted strings and angle brackets (RFC 3261 7.3.1). Empty elements are dropped. */
export function splitList(text: string): string[] {
  if (!text.includes(',')) return text ? [text] : []
  const parts: string[] = []
  let start = 0
  let inAngle = false
  for (let at = 0; at <= text.length; at++) {
    const code = text.charCodeAt(at)
    if (code === 34 && !inAngle) {
      at = closingQuote(text, at)
      if (at < 0) at = text.length
    } else if (code === 60) inAngle = true
    else if (code === 62) inAngle = false
    if (at >= text.length || (code === 44 && !inAngle)) {
      const part = sliceTrimmed(text, start, at)
      if (part) parts.push(part)
      start = at + 1
    }
  }
  return parts
}
