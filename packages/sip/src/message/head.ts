import type { HeaderField } from './message.ts'
import { canonicalName } from './headers.ts'
import { isBlank, isToken, sliceTrimmed } from './text.ts'

/** More lines than any real message has; each costs an object. */
export const MAX_HEADER_LINES = 200

export interface Head {
  readonly startLine: string
  readonly fields: readonly HeaderField[]
  /** Index of the first character of the body. */
  readonly bodyStart: number
  /** Set when reading stopped early: `fields` is then what stood before. */
  readonly fault?: string | undefined
}

/** End of the line from `from`: the index of its CR. -1 without a CRLF, and for a CR or LF that stands alone. */
function lineEnd(frame: string, from: number): number {
  const cr = frame.indexOf('\r', from)
  if (cr < 0) return -1
  const lf = frame.indexOf('\n', from)
  return lf === cr + 1 ? cr : -1
}

/** NUL may stand only behind a backslash (RFC 3261 25.1 `quoted-pair`). */
export function hasBareNul(text: string): boolean {
  return text.includes('\0') && /(?:^|[^\\])\0/.test(text)
}

function fieldFromLine(line: string): HeaderField | undefined {
  const colon = line.indexOf(':')
  const written = sliceTrimmed(line, 0, colon)
  const name = canonicalName(written)
  // A name that the table knows needs no check.
  if (colon < 1 || (name === written && !isToken(written)) || hasBareNul(line)) return undefined
  return { name, value: sliceTrimmed(line, colon + 1, line.length) }
}

/**
 * Splits the header section. One reading for every frame: lines end in CRLF only, a CR or LF that stands alone is a
 * fault (two servers might see different headers), folded lines are joined with one blank (RFC 3261 7.3.1).
 */
export function readHead(frame: string): Head {
  let at = 0
  // RFC 3261 7.5: CRLFs before the start line are ignored.
  while (frame.startsWith('\r\n', at)) at += 2
  const fields: HeaderField[] = []
  let end = lineEnd(frame, at)
  const startLine = frame.slice(at, end < 0 ? at : end)
  const stop = (fault: string): Head => ({ startLine, fields, bodyStart: frame.length, fault })
  if (hasBareNul(startLine)) return stop('bad start line')
  while (end >= 0) {
    at = end + 2
    end = lineEnd(frame, at)
    if (end === at) return { startLine, fields, bodyStart: at + 2 }
    if (end < 0) break
    let line = frame.slice(at, end)
    while (isBlank(frame.charCodeAt(end + 2))) {
      const next = lineEnd(frame, end + 2)
      if (next < 0) return stop('bad line end')
      line += ' ' + sliceTrimmed(frame, end + 2, next)
      end = next
    }
    const field = fieldFromLine(line)
    if (!field) return stop('bad header line')
    if (fields.length === MAX_HEADER_LINES) return stop('too many lines')
    fields.push(field)
  }
  return stop('bad line end')
}
