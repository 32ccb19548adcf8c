/** The status line that a NOTIFY of a REFER carries (RFC 3420, RFC 3515 2.4.5). */
export interface Sipfrag {
  readonly status: number
  readonly reason: string
}

/** Undefined when the body does not begin with a status line. */
export function parseSipfrag(body: string): Sipfrag | undefined {
  const found = /^SIP\/2\.0 ([1-6]\d\d)(?: ([^\r\n]*))?(?=[\r\n]|$)/i.exec(body)
  return found ? { status: Number(found[1]), reason: found[2] ?? '' } : undefined
}

export function formatSipfrag({ status, reason }: Sipfrag): string {
  return `SIP/2.0 ${status} ${reason.replace(/[\r\n\0]+/g, ' ')}\r\n`
}
