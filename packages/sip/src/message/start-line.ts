import { isToken } from './text.ts'

export type StartLine =
  { readonly method: string; readonly uri: string } | { readonly status: number; readonly reason: string }

/** `fault` is the status to answer; `method` and `uri` are then what could be made out. */
export type StartLineResult =
  | { readonly line: StartLine }
  | { readonly fault: 400 | 505; readonly detail: string; readonly method?: string; readonly uri?: string }

function parseStatusLine(line: string): StartLineResult {
  // Some servers leave out the blank before an empty reason.
  const found = /^SIP\/2\.0 ([1-6]\d\d)(?: ([^]*))?$/i.exec(line)
  if (!found) return { fault: 400, detail: 'bad status line' }
  return { line: { status: Number(found[1]), reason: found[2] ?? '' } }
}

/** RFC 3261 7.1 and 7.2: exactly one blank between the parts, none at the end. */
export function parseStartLine(line: string): StartLineResult {
  if (/^SIP\//i.test(line)) return parseStatusLine(line)
  const first = line.indexOf(' ')
  const last = line.lastIndexOf(' ')
  const method = line.slice(0, first)
  if (first < 1 || !isToken(method)) return { fault: 400, detail: 'bad request line' }
  const uri = line.slice(first + 1, last)
  const version = line.slice(last + 1)
  if (first === last || !uri || /[\s<>"]/.test(uri)) {
    const word = line.slice(first).trim().split(' ')[0] ?? ''
    return { fault: 400, detail: 'bad request line', method, uri: word }
  }
  if (version.toUpperCase() === 'SIP/2.0') return checkRequestUri(method, uri)
  return /^SIP\/\d+\.\d+$/i.test(version)
    ? { fault: 505, detail: 'version not supported', method, uri }
    : { fault: 400, detail: 'bad version', method, uri }
}

/** RFC 3261 19.1.1: header fields may not stand in a Request-URI (a `?` in the user part may). */
function checkRequestUri(method: string, uri: string): StartLineResult {
  if (/^sips?:/i.test(uri) && uri.includes('?', uri.indexOf('@') + 1))
    return { fault: 400, detail: 'headers in the Request-URI', method, uri }
  return { line: { method, uri } }
}
