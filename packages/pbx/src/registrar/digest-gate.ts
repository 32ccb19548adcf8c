import { createHash, createHmac, randomBytes, timingSafeEqual } from 'node:crypto'
import {
  makeChallenge,
  parseAuthorization,
  verifyAuthorization,
  type DigestAlgorithm,
  type DigestHashes,
} from '@zorio/sip'
import type { PbxOptions } from '../pbx-port.ts'

/** Server side of SIP digest authentication (RFC 3261 22, RFC 7616, RFC 8760): SHA-256 preferred, MD5 accepted, `qop=auth` required. */
export interface DigestGate {
  /** Header values for 401 or 407, the preferred algorithm first. */
  challenge(flow: string, options?: { stale?: boolean }): string[]
  /** For a phone that has no flow yet; good on any, once. */
  firstChallenge(): string
  check(attempt: DigestAttempt): DigestVerdict
}

export interface DigestAttempt {
  /** Values of Authorization or Proxy-Authorization. */
  readonly credentials: readonly string[]
  readonly method: string
  /** Request-URI. */
  readonly uri: string
  readonly flow: string
}

export type DigestVerdict =
  | { readonly kind: 'ok'; readonly extension: string }
  /** No credentials for our realm. `stale`: right password, but a nonce that is old, foreign or used before. `wrong`: unknown user or wrong password. */
  | { readonly kind: 'missing' | 'stale' | 'wrong' | 'expired' }

export interface DigestGateOptions {
  readonly realm: string
  readonly credentialsOf: PbxOptions['credentialsOf']
  /** Milliseconds of a monotonic clock. */
  readonly now: () => number
}

const NONCE_LIFE_MS = 300_000
/** Quicker than the browser's own, which are made small. */
const hashes: DigestHashes = {
  MD5: (text) => createHash('md5').update(text).digest('hex'),
  'SHA-256': (text) => createHash('sha256').update(text).digest('hex'),
}
/** In order of preference (RFC 8760 2.3). JsSIP keeps the last header of a name and knows only MD5, so that order suits it too. */
const algorithms: readonly DigestAlgorithm[] = ['SHA-256', 'MD5']

export function createDigestGate({ realm, credentialsOf, now }: DigestGateOptions): DigestGate {
  const nonces = createNonces(now)

  return {
    challenge(flow, { stale = false } = {}) {
      const nonce = nonces.issue(flow)
      return algorithms.map((algorithm) => makeChallenge({ realm, nonce, algorithm, isStale: stale }))
    },

    firstChallenge: () => makeChallenge({ realm, nonce: nonces.issue(''), algorithm: 'SHA-256' }),

    check({ credentials, method, uri, flow }) {
      const given = credentials.map(parseAuthorization).find((fields) => fields?.realm === realm)
      if (given === undefined) return { kind: 'missing' }
      const known = credentialsOf(given.username)
      const user = known === 'expired' ? undefined : known
      // The same work for a user that does not exist, so that time does not tell names apart.
      const password = user?.password ?? 'no such user'
      const isRight = verifyAuthorization({ authorization: given, password, method, hashes })
      if (known === 'expired') return { kind: 'expired' }
      if (user === undefined || !isRight || given.qop === undefined || given.uri !== uri) {
        return { kind: 'wrong' }
      }
      return nonces.use(given.nonce, flow, Number.parseInt(given.qop.nc, 16))
        ? { kind: 'ok', extension: user.extension }
        : { kind: 'stale' }
    },
  }
}

/** Nonces carry their own proof, bound to the flow; only the highest count of those in use is remembered. */
function createNonces(now: () => number) {
  const secret = randomBytes(32)
  const counts = new Map<string, { count: number; until: number }>()
  const proof = (stamp: string, flow: string) =>
    createHmac('sha256', secret).update(`${stamp}/${flow}`).digest('hex').slice(0, 32)

  const forgetOld = () => {
    for (const [nonce, { until }] of counts) {
      if (until > now()) break
      counts.delete(nonce)
    }
  }

  return {
    issue(flow: string): string {
      const stamp = `${Math.round(now()).toString(36)}.${randomBytes(8).toString('hex')}`
      return `${stamp}.${proof(stamp, flow)}`
    },
    /** False for a nonce that is not ours, of another flow (one of no flow serves any: its count alone stops a replay), too old, or whose count did not rise (a replay). */
    use(nonce: string, flow: string, count: number): boolean {
      const [time = '', salt = '', given = ''] = nonce.split('.')
      const until = Number.parseInt(time, 36) + NONCE_LIFE_MS
      const isOurs = [flow, ''].some((bound) => isEqual(given, proof(`${time}.${salt}`, bound)))
      if (!isOurs || !(until > now())) return false
      forgetOld()
      if (!(count > (counts.get(nonce)?.count ?? 0))) return false
      counts.set(nonce, { count, until })
      return true
    },
  }
}

function isEqual(left: string, right: string): boolean {
  return left.length === right.length && timingSafeEqual(Buffer.from(left), Buffer.from(right))
}
