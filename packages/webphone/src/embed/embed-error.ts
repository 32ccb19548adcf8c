/** What can go wrong between a host page and the framed phone; each code has a row in docs/embed.md (checked both ways). */
import type { WireError } from './protocol.ts'
import type { ZorioWebphoneError } from '../errors.ts'

export const embedRemedies = {
  embed_options: 'Check the options passed to embedPhone(): mount, apiBase and token.',
  embed_blocked:
    "The browser did not load the phone's page: this page's Content-Security-Policy must name it in frame-src.",
  embed_no_answer:
    'The phone page did not answer. Is apiBase right, does frame-src allow it, and are the origins of the token those of this page (frame-ancestors)?',
  embed_timeout: 'The phone did not come up in time; check the network and try again.',
  embed_version: 'Host helper and server speak different protocol versions; update @zorio/webphone.',
  embed_token_missing: 'Give a token: POST /api/webphone/embed-token on your server, then pass embed_token.',
  embed_token_invalid:
    'The token is not one of this server; ask POST /api/webphone/embed-token for a new one.',
  embed_token_expired: 'Embed tokens live five minutes; ask for one when the phone is shown, not before.',
  embed_token_used:
    'Each embed token is good once; pass a function as token, so that a reload gets a new one.',
  embed_origin_refused:
    'The token was made for other origins; name the origin of this page in "origins" when you ask for it.',
  embed_microphone_forbidden:
    'This page may not give the microphone away: send the Permissions-Policy header of details.header, and give the iframe allow="microphone".',
  embed_failed: 'The framed phone could not connect; details.phone_code says why.',
  embed_lost:
    'The framed page was reloaded or taken away; the phone comes back by itself where token is a function.',
  embed_destroyed: 'destroy() was called; embed again for a new phone.',
} as const

export type EmbedErrorCode = keyof typeof embedRemedies

export const isEmbedErrorCode = (code: string): code is EmbedErrorCode => Object.hasOwn(embedRemedies, code)

/** Rejected by `embedPhone()`, and by methods of a phone whose frame is gone. */
export class EmbedError extends Error {
  override readonly name = 'EmbedError'
  readonly code: EmbedErrorCode
  readonly remedy: string
  /** Without secrets. */
  readonly details?: Readonly<Record<string, unknown>>

  constructor(code: EmbedErrorCode, message?: string, details?: Readonly<Record<string, unknown>>) {
    super(message ?? embedRemedies[code])
    this.code = code
    this.remedy = embedRemedies[code]
    if (details) this.details = details
  }
}

/** An error of the framed phone, as it was there. Codes of a newer phone pass through. */
export function errorFromWire({ code, message, remedy, retryable, details }: WireError): ZorioWebphoneError {
  const error = new Error(message)
  return Object.assign(error, {
    name: 'ZorioWebphoneError' as const,
    code: code as ZorioWebphoneError['code'],
    remedy,
    retryable,
    ...(details && { details: { ...details } }),
  })
}

export function wireFromError(caught: unknown): WireError {
  const known: Partial<Record<string, unknown>> =
    typeof caught === 'object' && caught !== null ? { ...caught } : {}
  const { code, remedy, retryable, details } = known
  return {
    code: typeof code === 'string' ? code : 'internal',
    message: caught instanceof Error ? caught.message : String(caught),
    remedy: typeof remedy === 'string' ? remedy : '',
    retryable: retryable === true,
    ...(typeof details === 'object' && details !== null ? { details: plain(details) } : {}),
  }
}

/** What structured cloning takes, whatever somebody put into the details. */
function plain(details: object): Record<string, unknown> {
  try {
    const copy: unknown = JSON.parse(JSON.stringify(details))
    return { ...(copy as object) }
  } catch {
    return {}
  }
}
