import { digestResponse, parseAlgorithm, parseDigestParams, quoteRaw } from './digest.ts'
import type { DigestAlgorithm, DigestHashes } from './digest.ts'

/** The server's half of digest. In a file of its own: the browser never loads it. */

export interface ChallengeOptions {
  readonly realm: string
  readonly nonce: string
  /** Default MD5. */
  readonly algorithm?: DigestAlgorithm
  readonly opaque?: string
  /** The answer was right for an old nonce: the phone may try again without asking its user. Default false. */
  readonly isStale?: boolean
}

/** Value of WWW-Authenticate or Proxy-Authenticate, qop auth always. Throws RangeError when a text would break out of its quotes. */
export function makeChallenge({ realm, nonce, algorithm, opaque, isStale }: ChallengeOptions): string {
  return (
    `Digest realm=${quoteRaw(realm)}, nonce=${quoteRaw(nonce)}, algorithm=${algorithm ?? 'MD5'}, qop="auth"` +
    (opaque === undefined ? '' : `, opaque=${quoteRaw(opaque)}`) +
    (isStale ? ', stale=true' : '')
  )
}

/** Credentials of a request, as on the wire (backslashes of quoted values included). */
export interface Authorization {
  readonly username: string
  readonly realm: string
  readonly nonce: string
  readonly uri: string
  readonly response: string
  readonly algorithm: DigestAlgorithm
  readonly opaque?: string
  /** Absent in the RFC 2069 form. */
  readonly qop?: { readonly nc: string; readonly cnonce: string }
}

/** Undefined when it is no complete Digest answer that we can check. */
export function parseAuthorization(value: string): Authorization | undefined {
  const params = parseDigestParams(value)
  if (!params) return undefined
  const text = (name: string): string => params.get(name) ?? ''
  const algorithm = parseAlgorithm(params.get('algorithm'))
  const [username, nonce, uri, response] = ['username', 'nonce', 'uri', 'response'].map(text)
  const opaque = params.get('opaque')
  const [nc, cnonce] = [text('nc'), text('cnonce')]
  if (!algorithm || !username || !nonce || !uri || !response || !params.has('realm')) return undefined
  const usesQop = params.has('qop')
  if (usesQop && (text('qop').toLowerCase() !== 'auth' || !/^[\da-f]{8}$/i.test(nc) || !cnonce))
    return undefined
  return {
    username,
    realm: text('realm'),
    nonce,
    uri,
    response,
    algorithm,
    ...(opaque !== undefined && { opaque }),
    ...(usesQop && { qop: { nc, cnonce } }),
  }
}

/** Its time depends on the lengths alone. */
function isSameText(left: string, right: string): boolean {
  let difference = left.length ^ right.length
  for (let at = 0; at < right.length; at++) difference |= left.charCodeAt(at) ^ right.charCodeAt(at)
  return difference === 0
}

export interface VerifyOptions {
  readonly authorization: Authorization
  readonly password: string
  /** Of the request that carried the credentials. */
  readonly method: string
  /** Default: those of this package, made small for a browser. A server has faster ones. */
  readonly hashes?: DigestHashes
}

/**
 * True when the response was made with this password. The caller checks that the nonce is one of its own and fresh,
 * that `nc` rises, and that `uri` and `realm` are the expected ones.
 */
export function verifyAuthorization({ authorization, password, method, hashes }: VerifyOptions): boolean {
  const expected = digestResponse({ ...authorization, password, method }, hashes)
  return isSameText(authorization.response.toLowerCase(), expected)
}
