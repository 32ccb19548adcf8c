import { headerValues, type HeaderField, type SipRequest } from '@zorio/sip'
import type { PbxOptions } from '../pbx-port.ts'
import { createDigestGate } from './digest-gate.ts'

/** A final answer to a request. */
export interface SipReply {
  readonly status: number
  readonly reason?: string
  readonly headers?: readonly HeaderField[]
}

export interface AuthenticatorOptions {
  readonly pbx: Pick<PbxOptions, 'domain' | 'credentialsOf' | 'log'>
  readonly now: () => number
  /** Too many wrong passwords on one flow. */
  readonly onAbuse: (flow: string) => void
}

export interface Authenticator {
  /** The extension that the request proves, or how to answer it. `proxy`: 407 and its headers in place of 401. */
  authenticate(request: SipRequest, flow: string, proxy: boolean): { readonly extension: string } | SipReply
  firstChallenge(): string
  /** The flow is gone. */
  forget(flow: string): void
}

const MAX_FAILURES = 10

export function createAuthenticator({ pbx, now, onAbuse }: AuthenticatorOptions): Authenticator {
  const gate = createDigestGate({ realm: pbx.domain, credentialsOf: pbx.credentialsOf, now })
  const failures = new Map<string, number>()

  return {
    authenticate(request, flow, proxy) {
      const credentials = headerValues(request, proxy ? 'Proxy-Authorization' : 'Authorization')
      const verdict = gate.check({ credentials, method: request.method, uri: request.uri, flow })
      if (verdict.kind === 'ok') return verdict
      if (verdict.kind === 'missing' || verdict.kind === 'stale') {
        return challenge(gate.challenge(flow, { stale: verdict.kind === 'stale' }), proxy)
      }
      const count = (failures.get(flow) ?? 0) + 1
      failures.set(flow, count)
      pbx.log?.('warn', 'credentials refused', { flow, why: verdict.kind })
      if (count >= MAX_FAILURES) onAbuse(flow)
      // RFC 3261 22.4: a request that failed once is not challenged again for ever.
      return { status: 403, reason: verdict.kind === 'expired' ? 'Credentials Expired' : 'Forbidden' }
    },
    firstChallenge: gate.firstChallenge,
    forget: (flow) => failures.delete(flow),
  }
}

function challenge(values: readonly string[], proxy: boolean): SipReply {
  const name = proxy ? 'Proxy-Authenticate' : 'WWW-Authenticate'
  return { status: proxy ? 407 : 401, headers: values.map((value) => ({ name, value })) }
}
