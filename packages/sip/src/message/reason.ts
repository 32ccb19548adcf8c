import { headerValues } from './headers.ts'
import type { SipMessage } from './message.ts'
import { parseParams } from './params.ts'
import { isToken, misfit, quote } from './text.ts'

/** RFC 3326. `text` has its quotes removed. */
export interface ReasonField {
  /** `Q.850`, `SIP`, … as written. */
  readonly protocol: string
  readonly cause?: number | undefined
  readonly text?: string | undefined
}

export function parseReason(value: string): ReasonField | undefined {
  const semicolon = value.indexOf(';')
  const protocol = (semicolon < 0 ? value : value.slice(0, semicolon)).trim()
  const params = parseParams(value, semicolon < 0 ? value.length : semicolon)
  if (!isToken(protocol) || !params) return undefined
  const cause = params.get('cause') ?? ''
  return { protocol, cause: /^\d{1,4}$/.test(cause) ? Number(cause) : undefined, text: params.get('text') }
}

/** Every readable Reason of a message, in wire order; broken ones are passed over, the call ends all the same. */
export function readReasons(message: Pick<SipMessage, 'headers'>): ReasonField[] {
  return headerValues(message, 'Reason').flatMap((value) => parseReason(value) ?? [])
}

export function formatReason({ protocol, cause, text }: ReasonField): string {
  if (!isToken(protocol)) throw misfit()
  return (
    protocol +
    (cause === undefined ? '' : `;cause=${cause}`) +
    (text === undefined ? '' : `;text=${quote(text)}`)
  )
}
