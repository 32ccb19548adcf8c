import { parseParams } from './params.ts'

/** RFC 4028 4. */
export interface SessionExpires {
  readonly seconds: number
  readonly refresher?: 'uac' | 'uas' | undefined
}

/**
 * Leading delta-seconds of Expires, Min-SE, Min-Expires or Retry-After (`18;duration=5`, `120 (busy)`); undefined when
 * there are none. Held at 2^31-1 (RFC 3261 20.19 allows 2^32-1, but no timer here should).
 */
export function parseDeltaSeconds(text: string): number | undefined {
  const digits = /^[ \t]*(\d+)(?=[ \t;(]|$)/.exec(text)?.[1]
  return digits === undefined ? undefined : Math.min(Number(digits), 2 ** 31 - 1)
}

export function parseSessionExpires(text: string): SessionExpires | undefined {
  const seconds = parseDeltaSeconds(text)
  const semicolon = text.indexOf(';')
  const params = parseParams(text, semicolon < 0 ? text.length : semicolon)
  if (seconds === undefined || !params) return undefined
  const refresher = params.get('refresher')?.toLowerCase()
  return refresher === 'uac' || refresher === 'uas' ? { seconds, refresher } : { seconds }
}

export function formatSessionExpires({ seconds, refresher }: SessionExpires): string {
  return refresher ? `${seconds};refresher=${refresher}` : String(seconds)
}
