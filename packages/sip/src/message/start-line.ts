import { isToken } from './text.ts'

/** Of a request `method` and `uri`, of a response `status` and `reason`; the others are absent. */
export interface StartLine {
  readonly method?: string
  readonly uri?: string
  readonly status?: number
  readonly reason?: string
  /** What is wrong; `method` is then '' where none could be made out. */
  readonly fault?: string | undefined
}

export const UNKNOWN_VERSION = 'version not supported'

const STATUS_LINE = /^SIP\/2\.0 ([1-6]\d\d)(?: ([^]*))?$/i
const REQUEST_LINE = /^\S+ ([^\s<>"]+) SIP\/(\d+\.\d+)$/i

/** RFC 3261 7.1 and 7.2: exactly one blank between the parts, none at the end. */
export function parseStartLine(line: string): StartLine {
  // Some servers leave out the blank before an empty reason.
  const [, status, reason = ''] = STATUS_LINE.exec(line) ?? []
  if (status) return { status: Number(status), reason }
  const [word = ''] = line.split(' ', 1)
  const method = isToken(word) ? word : ''
  const [, uri = '', version] = REQUEST_LINE.exec(line) ?? []
  let fault
  if (!method || !version) fault = 'bad start line'
  else if (version !== '2.0') fault = UNKNOWN_VERSION
  // RFC 3261 19.1.1: header fields may not stand in a Request-URI (a `?` in the user part may).
  else if (/^sips?:/i.test(uri) && uri.includes('?', uri.indexOf('@') + 1)) fault = 'bad Request-URI'
  return { method, uri, fault }
}
