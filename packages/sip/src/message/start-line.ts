import { isToken } from './text.ts'

/** Of a request `method` and `uri`, of a response `status` and `reason`; the others are absent. */
export interface StartLine {
  readonly method?: string
  readonly uri?: string
  readonly status?: number
  readonly reason?: string
  /** What is wrong; `method` and `uri` are then what could be made out. */
  readonly fault?: string | undefined
}

export const UNKNOWN_VERSION = 'version not supported'

/** RFC 3261 7.1 and 7.2: exactly one blank between the parts, none at the end. */
export function parseStartLine(line: string): StartLine {
  // Some servers leave out the blank before an empty reason.
  const [isResponse, status, reason = ''] = /^SIP\/(?:2\.0 ([1-6]\d\d)(?: ([^]*))?$)?/i.exec(line) ?? []
  if (status) return { status: Number(status), reason }
  const [method = '', ...words] = line.split(' ')
  if (isResponse || !isToken(method)) return { fault: 'bad start line' }
  const uri = words.find(Boolean) ?? ''
  return { method, uri, fault: requestFault(uri, words) }
}

function requestFault(uri: string, words: readonly string[]): string | undefined {
  const [written, version = ''] = words
  if (!uri || written !== uri || words.length !== 2 || /[\s<>"]/.test(uri)) return 'bad start line'
  if (!/^SIP\/\d+\.\d+$/i.test(version)) return 'bad version'
  if (!version.endsWith('/2.0')) return UNKNOWN_VERSION
  // RFC 3261 19.1.1: header fields may not stand in a Request-URI (a `?` in the user part may).
  const hasHeaders = /^sips?:/i.test(uri) && uri.includes('?', uri.indexOf('@') + 1)
  return hasHeaders ? 'bad Request-URI' : undefined
}
