import { parseParams } from './params.ts'
import type { Params } from './params.ts'

/** One Via value (RFC 3261 20.42). */
export interface Via {
  /** `WSS`, `UDP`, … in upper case. */
  readonly transport: string
  readonly host: string
  readonly port?: number | undefined
  /** `branch`, `received`, `rport`, … */
  readonly params: Params
}

/** LWS may stand around each slash and colon (RFC 4475 3.1.1.1). The version is not checked: 505 must be answerable. */
const SENT_PROTOCOL =
  /^[\w\-.!%*+`'~]+[ \t]*\/[ \t]*[\w\-.!%*+`'~]+[ \t]*\/[ \t]*([\w\-.!%*+`'~]+)[ \t]+(\[[\da-fA-F:.]+\]|[\w.-]+)(?:[ \t]*:[ \t]*(\d{1,5}))?(?=[ \t;]|$)/

export function parseVia(text: string): Via | undefined {
  const found = SENT_PROTOCOL.exec(text)
  if (!found) return undefined
  const [all, transport = '', host = '', port] = found
  const params = parseParams(text, all.length)
  if (!params || Number(port ?? 0) > 65_535) return undefined
  return { transport: transport.toUpperCase(), host, port: port ? Number(port) : undefined, params }
}
