/** UTF-8 sizes and bytes of JavaScript strings. */

/**
 * Not DOM: it stands in browsers, workers and Node alike. Made when it is needed, because the module may be loaded where
 * nothing stands. A lone surrogate becomes U+FFFD.
 */
declare const TextEncoder: new () => {
  encode(text: string): Uint8Array
  encodeInto(text: string, into: Uint8Array): { readonly read: number; readonly written: number }
}

export function utf8Bytes(text: string): Uint8Array {
  return new TextEncoder().encode(text)
}

/**
 * The first `bytes` bytes of `text.slice(from)`; undefined when it is shorter. A character cut in two is left out:
 * that happens only where bytes that are not UTF-8 had become U+FFFD before they came here.
 */
export function utf8Slice(text: string, from: number, bytes: number): string | undefined {
  if (bytes === 0) return ''
  const rest = text.slice(from)
  // A UTF-16 unit has three bytes at most; a false promise must not reserve memory.
  if (bytes > rest.length * 3) return undefined
  const { read, written } = new TextEncoder().encodeInto(rest, new Uint8Array(bytes))
  return read < rest.length || written === bytes ? rest.slice(0, read) : undefined
}
