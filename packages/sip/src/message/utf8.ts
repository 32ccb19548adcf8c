/** UTF-8 sizes and bytes of JavaScript strings, without TextEncoder: the core runs where no web API is. */

/** Bytes of a character. A lone surrogate is sent as U+FFFD, which has three as well. */
function byteCount(code: number): number {
  return code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4
}

export function utf8Length(text: string): number {
  return utf8Bytes(text).length
}

/**
 * The first `bytes` bytes of `text.slice(from)`; undefined when it is shorter. A character cut in two is left out:
 * that happens only where bytes that are not UTF-8 had become U+FFFD before they came here.
 */
export function utf8Slice(text: string, from: number, bytes: number): string | undefined {
  let at = from
  for (let left = bytes; left > 0;) {
    const code = text.codePointAt(at)
    if (code === undefined) return undefined
    left -= byteCount(code)
    if (left < 0) break
    at += code > 0xffff ? 2 : 1
  }
  return text.slice(from, at)
}

export function utf8Bytes(text: string): number[] {
  const bytes: number[] = []
  for (const character of text) {
    let code = character.codePointAt(0) ?? 0
    if (code >= 0xd800 && code <= 0xdfff) code = 0xfffd
    const count = byteCount(code)
    // The first byte begins with as many ones as there are bytes (RFC 3629 3).
    bytes.push(count === 1 ? code : ((0xf00 >> count) & 0xff) | (code >> (6 * (count - 1))))
    for (let shift = 6 * (count - 2); shift >= 0; shift -= 6) bytes.push(0x80 | ((code >> shift) & 63))
  }
  return bytes
}
