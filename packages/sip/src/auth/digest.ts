import { parseParams } from '../message/params.ts'
import type { Params } from '../message/params.ts'
import { misfit } from '../message/text.ts'
import { md5 } from './md5.ts'
import { sha256 } from './sha256.ts'

/** RFC 8760 2.3. The session variants and SHA-512-256 are not served. */
export type DigestAlgorithm = 'MD5' | 'SHA-256'

/**
 * A Digest challenge that can be answered. Texts stand as between the quotes on the wire, backslashes included: the
 * hash is taken over them in that form (RFC 7616 3.4) and they go back unchanged.
 */
export interface Challenge {
  readonly realm: string
  readonly nonce: string
  readonly opaque?: string | undefined
  readonly algorithm: DigestAlgorithm
  /** False: no qop was offered, the RFC 2069 form. */
  readonly hasQopAuth: boolean
  /** The password was right, only the nonce was old. */
  readonly isStale: boolean
}

/** Lower-case hex of the UTF-8 bytes. */
export type DigestHashes = Readonly<Record<DigestAlgorithm, (text: string) => string>>

export const HASHES: DigestHashes = {
  MD5: md5,
  'SHA-256': sha256,
}

export function parseAlgorithm(text = 'MD5'): DigestAlgorithm | undefined {
  const name = text.toUpperCase()
  return name === 'MD5' || name === 'SHA-256' ? name : undefined
}

/** The parameters behind `Digest`, or undefined for another scheme or broken text. */
export function parseDigestParams(value: string): Params | undefined {
  const scheme = /^[ \t]*Digest[ \t]+/i.exec(value)
  return scheme ? parseParams(`,${value.slice(scheme[0].length)}`, 0, ',') : undefined
}

/** Undefined for what cannot be answered: another scheme, an unknown algorithm, only `auth-int`, no realm or nonce. */
export function parseChallenge(value: string): Challenge | undefined {
  const params = parseDigestParams(value)
  const text = (name: string): string | undefined => params?.get(name)
  const algorithm = parseAlgorithm(text('algorithm'))
  const realm = text('realm')
  const nonce = text('nonce')
  const qop = text('qop')
  const hasQopAuth = /(?:^|,)\s*auth\s*(?:,|$)/i.test(qop ?? '')
  if (!algorithm || realm === undefined || nonce === undefined || (qop && !hasQopAuth)) return undefined
  // An unquoted word or a NUL that could not go back in quotes.
  if (![realm, nonce, text('opaque') ?? ''].every(isRaw)) return undefined
  const isStale = text('stale')?.toLowerCase() === 'true'
  return { realm, nonce, opaque: text('opaque'), algorithm, hasQopAuth, isStale }
}

/** The strongest: SHA-256 before MD5, then qop auth before none, then the first. Takes what `parseChallenge` gave. */
export function chooseChallenge(challenges: readonly (Challenge | undefined)[]): Challenge | undefined {
  const strength = (challenge: Challenge): number =>
    Number(challenge.algorithm === 'SHA-256') * 2 + Number(challenge.hasQopAuth)
  return challenges.reduce(
    (best, each) => (each && (!best || strength(each) > strength(best)) ? each : best),
    undefined,
  )
}

const isRaw = (text: string): boolean => /^(?:[^"\\\r\n\0]|\\[^\r\n])*$/.test(text)

/** A quoted-string of text that is already escaped. Throws RangeError when it would end early (RFC 3261 25.1). */
export function quoteRaw(raw: string): string {
  if (!isRaw(raw)) throw misfit()
  return `"${raw}"`
}

export interface DigestInput {
  readonly algorithm: DigestAlgorithm
  readonly username: string
  readonly realm: string
  readonly password: string
  readonly method: string
  readonly uri: string
  readonly nonce: string
  /** With qop auth: eight hex digits and the client's nonce. */
  readonly qop?: { readonly nc: string; readonly cnonce: string } | undefined
}

/** RFC 7616 3.4.1, RFC 2617 3.2.2.1 without qop. */
export function digestResponse(input: DigestInput, hashes = HASHES): string {
  const hash = hashes[input.algorithm]
  const secret = hash(`${input.username}:${input.realm}:${input.password}`)
  const request = hash(`${input.method}:${input.uri}`)
  const middle = input.qop ? `${input.nonce}:${input.qop.nc}:${input.qop.cnonce}:auth` : input.nonce
  return hash(`${secret}:${middle}:${request}`)
}

export interface DigestAnswer {
  readonly challenge: Challenge
  readonly credentials: { readonly username: string; readonly password: string }
  readonly method: string
  /** The Request-URI of the request that will carry the answer. */
  readonly uri: string
  /** 1 for the first use of the nonce, then rising (RFC 7616 3.4: a repeat is a replay). Unused without qop. */
  readonly nonceCount: number
  readonly cnonce: string
}

/**
 * Value of Authorization (401) or Proxy-Authorization (407). Throws RangeError when the user name, URI or cnonce cannot
 * stand in quotes.
 */
export function answerChallenge(answer: DigestAnswer): string {
  const { challenge, credentials, uri, nonceCount, cnonce } = answer
  const { realm, nonce, opaque, algorithm } = challenge
  const username = credentials.username.replace(/["\\]/g, '\\$&')
  const nc = nonceCount.toString(16).padStart(8, '0')
  const qop = challenge.hasQopAuth ? { nc, cnonce } : undefined
  const response = digestResponse({ ...challenge, ...credentials, ...answer, username, qop })
  const texts = {
    username,
    realm,
    nonce,
    uri,
    response,
    ...(opaque !== undefined && { opaque }),
    ...(qop && { cnonce }),
  }
  const quoted = Object.entries(texts).map(([name, text]) => `${name}=${quoteRaw(text)}`)
  return `Digest ${quoted.join(', ')}, algorithm=${algorithm}${qop ? `, qop=auth, nc=${nc}` : ''}`
}
