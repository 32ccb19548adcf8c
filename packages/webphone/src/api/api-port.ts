/** The back end, as the engine needs it. Adapter: `api-client.ts` (fetch). Rejects with `ZorioWebphoneError` only. */
import type { ContactBody, SipConfigBody } from '@zorio/contract'

export interface ApiPort {
  /** `GET /api/webphone/sip-config`; one retry with a fresh token on 401 where a tokenResolver is given. `token_rejected` or `bootstrap_failed`. */
  fetchSipConfig(options: { signal: AbortSignal; freshToken?: boolean }): Promise<SipConfigBody>
  /** null for an unknown number, and for every failure. */
  lookupContact(number: string, options: { signal: AbortSignal }): Promise<ContactBody | null>
  /** Any other path of the back end; resolves to the JSON of its answer, or to undefined for every failure. */
  ask(path: string, options: AskOptions): Promise<unknown>
}

export interface AskOptions {
  readonly signal: AbortSignal
  /** Default GET. */
  readonly method?: 'GET' | 'POST'
  readonly body?: string
  /** Goes out although the page ends. */
  readonly keepalive?: boolean
}
