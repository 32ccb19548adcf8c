/** The back end over fetch. The token goes to the API's origin only, is never logged, and no redirect takes it away. */
import { isToken } from './api-base.ts'
import { readContact } from './read-contact.ts'
import { readJson } from './limited-body.ts'
import { readSipConfig } from './read-sip-config.ts'
import { within } from '../base/within.ts'
import { ZorioWebphoneError } from '../errors.ts'
import type { ApiPort } from './api-port.ts'

export interface ApiClientOptions {
  readonly base: URL
  readonly token: string
  readonly tokenResolver?: (() => Promise<string>) | undefined
  readonly fetch: typeof fetch
}

/** One second less than the 15 s in which `connect()` settles: reading, telling and a slow page have to fit in, too. */
const bootstrapMs = 14_000
const lookupMs = 10_000
const bootstrapBytes = 1_048_576
const lookupBytes = 65_536

export function createApiClient(options: ApiClientOptions): ApiPort {
  const { tokenResolver } = options
  let { token } = options

  const get = (path: string, signal: AbortSignal, more: RequestInit = {}) =>
    options.fetch(new URL(path, options.base), {
      ...more,
      headers: { Authorization: `Bearer ${token}`, Accept: 'application/json' },
      redirect: 'error',
      credentials: 'omit',
      referrerPolicy: 'no-referrer',
      cache: 'no-store',
      signal,
    })

  const resolveToken = async () => {
    if (!tokenResolver) return
    // It asks a server, as a rule: that it fails in an outage says nothing about who is signed in.
    const fresh = await Promise.resolve()
      .then(tokenResolver)
      .catch((cause: unknown) => {
        throw bootstrapFailed('tokenResolver failed.', { cause })
      })
    if (!isToken(fresh)) throw new ZorioWebphoneError('token_rejected', 'tokenResolver gave no usable token.')
    token = fresh
  }

  const fetchConfig = async (signal: AbortSignal, freshToken: boolean) => {
    if (freshToken) await resolveToken()
    let response = await get('api/webphone/sip-config', signal)
    if (response.status === 401 && tokenResolver && !freshToken) {
      await resolveToken()
      response = await get('api/webphone/sip-config', signal)
    }
    if (!response.ok) throw refused(response.status)
    return readSipConfig(await readJson(response, bootstrapBytes))
  }

  const fetchContact = async (number: string, signal: AbortSignal) => {
    const response = await get(`api/contacts/lookup?number=${encodeURIComponent(number)}`, signal)
    return response.ok ? readContact(await readJson(response, lookupBytes)) : null
  }

  const ask = async (path: string, signal: AbortSignal, more: RequestInit) => {
    const response = await get(path, signal, more)
    return response.ok ? readJson(response, lookupBytes) : undefined
  }

  return {
    fetchSipConfig: ({ signal, freshToken = false }) =>
      limited(bootstrapMs, signal, (inner) => fetchConfig(inner, freshToken)).catch((cause: unknown) => {
        if (cause instanceof ZorioWebphoneError) throw cause
        throw bootstrapFailed('The back end could not be reached or understood.', { cause })
      }),
    lookupContact: (number, { signal }) =>
      limited(lookupMs, signal, (inner) => fetchContact(number, inner)).catch(() => null),
    ask: (path, { signal, ...more }) =>
      limited(lookupMs, signal, (inner) => ask(path, inner, more)).catch(() => undefined),
  }
}

function bootstrapFailed(
  message: string,
  options: { details?: Record<string, unknown>; cause?: unknown },
): ZorioWebphoneError {
  return new ZorioWebphoneError('bootstrap_failed', message, options)
}

function refused(status: number): ZorioWebphoneError {
  const details = { status }
  return status === 401
    ? new ZorioWebphoneError('token_rejected', 'The back end refused the token.', { details })
    : bootstrapFailed(`The back end answered ${status}.`, { details })
}

/** A limit over everything: the token resolver and a body that drips as well. What still runs at the end is given up. */
async function limited<T>(
  ms: number,
  outer: AbortSignal,
  act: (inner: AbortSignal) => Promise<T>,
): Promise<T> {
  const abort = new AbortController()
  const onAbort = () => abort.abort()
  if (outer.aborted) onAbort()
  outer.addEventListener('abort', onAbort)
  try {
    return await within(ms, act(abort.signal), () => {
      const details = { timeout_ms: ms }
      throw bootstrapFailed(`The back end did not answer within ${ms / 1000} s.`, { details })
    })
  } finally {
    onAbort()
    outer.removeEventListener('abort', onAbort)
  }
}
