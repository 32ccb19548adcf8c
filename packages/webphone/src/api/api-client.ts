/** The back end over fetch. The token goes to the API's origin only, is never logged, and no redirect takes it away. */
import { FieldError } from './read-fields.ts'
import { isToken } from './api-base.ts'
import { readContact } from './read-contact.ts'
import { readJson } from './limited-body.ts'
import { readSipConfig } from './read-sip-config.ts'
import { ZorioWebphoneError } from '../errors.ts'
import type { ApiPort } from './api-port.ts'

export interface ApiClientOptions {
  readonly base: URL
  readonly token: string
  readonly tokenResolver?: (() => Promise<string>) | undefined
  readonly fetch: typeof fetch
}

const bootstrapMs = 15_000
const lookupMs = 10_000
const bootstrapBytes = 1_048_576
const lookupBytes = 65_536

export function createApiClient(options: ApiClientOptions): ApiPort {
  let { token } = options

  const get = (path: string, signal: AbortSignal) =>
    options.fetch(new URL(path, options.base), {
      headers: { Authorization: `Bearer ${token}`, Accept: 'application/json' },
      redirect: 'error',
      credentials: 'omit',
      referrerPolicy: 'no-referrer',
      cache: 'no-store',
      signal,
    })

  const resolveToken = async () => {
    if (!options.tokenResolver) return
    const fresh = await options.tokenResolver().catch((cause: unknown) => {
      throw new ZorioWebphoneError('token_rejected', 'tokenResolver failed.', { cause })
    })
    if (!isToken(fresh)) throw new ZorioWebphoneError('token_rejected', 'tokenResolver gave no usable token.')
    token = fresh
  }

  const fetchConfig = async (signal: AbortSignal, freshToken: boolean) => {
    if (freshToken) await resolveToken()
    let response = await get('api/webphone/sip-config', signal)
    if (response.status === 401 && options.tokenResolver && !freshToken) {
      await resolveToken()
      response = await get('api/webphone/sip-config', signal)
    }
    if (!response.ok) throw refused(response.status)
    return readSipConfig(await readJson(response, bootstrapBytes))
  }

  return {
    async fetchSipConfig({ signal, freshToken = false }) {
      const limit = withLimit(signal, bootstrapMs)
      try {
        return await Promise.race([fetchConfig(limit.signal, freshToken), limit.expired])
      } catch (error) {
        throw bootstrapError(error, limit.isExpired())
      } finally {
        limit.done()
      }
    },
    async lookupContact(number, { signal }) {
      const limit = withLimit(signal, lookupMs)
      try {
        const response = await get(`api/contacts/lookup?number=${encodeURIComponent(number)}`, limit.signal)
        return response.ok ? readContact(await readJson(response, lookupBytes)) : null
      } catch {
        return null
      } finally {
        limit.done()
      }
    },
  }
}

function refused(status: number): ZorioWebphoneError {
  const details = { status }
  if (status === 401)
    return new ZorioWebphoneError('token_rejected', 'The back end refused the token.', { details })
  return new ZorioWebphoneError('bootstrap_failed', `The back end answered ${status}.`, { details })
}

function bootstrapError(error: unknown, isExpired: boolean): ZorioWebphoneError {
  if (error instanceof ZorioWebphoneError) return error
  if (isExpired)
    return new ZorioWebphoneError('bootstrap_failed', 'The back end did not answer within 15 s.', {
      details: { timeout_ms: bootstrapMs },
    })
  if (error instanceof FieldError)
    return new ZorioWebphoneError('bootstrap_failed', `In the back end's answer ${error.message}.`, {
      details: { field: error.field },
    })
  return new ZorioWebphoneError('bootstrap_failed', 'The back end could not be reached or understood.', {
    cause: error,
  })
}

/** A limit over everything: the token resolver and a body that drips as well. */
function withLimit(outer: AbortSignal, ms: number) {
  const abort = new AbortController()
  const onAbort = () => abort.abort()
  if (outer.aborted) onAbort()
  outer.addEventListener('abort', onAbort, { once: true })
  let isExpired = false
  let expire: (error: unknown) => void = () => {}
  const expired = new Promise<never>((_resolve, reject) => (expire = reject))
  expired.catch(() => {})
  const timer = setTimeout(() => {
    isExpired = true
    abort.abort()
    expire(new Error('time is up'))
  }, ms)
  return {
    signal: abort.signal,
    expired,
    isExpired: () => isExpired,
    done: () => {
      clearTimeout(timer)
      outer.removeEventListener('abort', onAbort)
    },
  }
}
