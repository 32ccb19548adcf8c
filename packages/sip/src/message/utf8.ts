/** UTF-8 sizes and bytes of JavaScript strings, without TextEncoder: the core runs where no web API is. */

/** Bytes the UTF-16 unit at `at` adds. A surrogate pair is 4 bytes (2 + 2); a lone surrogate is sent as U+FFFD. */
function unitBytes(text: string, at: number): number {
  const code = text.charCodeAt(at)
  if (code < 0x80) return 1
  if (code < 0x800) return 2
  if (code < 0xd800 || code > 0xdfff) return 3
  const isHigh = code < 0xdc00
  const other = text.charCodeAt(isHigh ? at + 1 : at - 1)
  return isHigh ? (other >= 0xdc00 && other <= 0xdfff ? 2 : 3) : other >= 0xd800 && other < 0xdc00 ? 2 : 3
}

export function utf8Length(text: string): number {
  let bytes = 0
  for (let at = 0; at < text.length; at++) bytes += unitBytes(text, at)
  return bytes
}

/**
 * The first `bytes` bytes of `text.slice(from)`; undefined when it is shorter. A character cut in two is left out:
 * that happens only where bytes that are not UTF-8 had become U+FFFD before they came here.
 */
export function utf8Slice(text: string, from: number, bytes: number): string | undefined {
  let at = from
  // Most bodies are ASCII, where a unit is a byte.
  const end = Math.min(from + bytes, text.length)
  while (at < end && text.charCodeAt(at) < 0x80) at++
  let left = bytes - (at - from)
  while (left > 0) {
    if (at >= text.length) return undefined
    const size = (text.codePointAt(at) ?? 0) > 0xffff ? 4 : unitBytes(text, at)
    if (size > left) break
    left -= size
    at += size === 4 ? 2 : 1
  }
  return text.slice(from, at)
}

export function utf8Bytes(text: string): number[] {
  const bytes: number[] = []
  for (const character of text) {
    let code = character.codePointAt(0) ?? 0
    if (code >= 0xd800 && code <= 0xdfff) code = 0xfffd
    if (code < 0x80) bytes.push(code)
    else if (code < 0x800) bytes.push(0xc0 | (code >> 6), 0x80 | (code & 63))
    else if (code < 0x10000) bytes.push(0xe0 | (code >> 12), 0x80 | ((code >> 6) & 63), 0x80 | (code & 63))
    else
      bytes.push(
        0xf0 | (code >> 18),
        0x80 | ((code >> 12) & 63),
        0x80 | ((code >> 6) & 63),
        0x80 | (code & 63),
      )
  }
  return bytes
}
