/** Short-lived tokens for the URL of the embed page (HS256), so that the long-lived bearer never stands in a URL. */
import { randomUUID } from 'node:crypto'
import { SignJWT, errors, jwtVerify } from 'jose'
import { z } from 'zod'
import { makeFrameTicket } from './frame-ticket.ts'

const audience = 'zorio-webphone-embed'

export interface EmbedGrant {
  readonly userId: number
  readonly accountId: number
  readonly extension: string
  /** Origins that may frame the page. */
  readonly origins: readonly string[]
  readonly issuedAtMs: number
  readonly ttlSeconds: number
}

export async function signEmbedToken(
  secret: string,
  grant: EmbedGrant,
): Promise<{ token: string; expiresAtMs: number }> {
  const issuedAt = Math.floor(grant.issuedAtMs / 1000)
  const expiresAt = issuedAt + grant.ttlSeconds
  const { accountId: acc, extension: ext, origins } = grant
  // `frame` is read by the host page, which puts it into the URL of the frame.
  const frame = makeFrameTicket(secret, origins)
  const token = await new SignJWT({ acc, ext, origins: [...origins], frame })
    .setProtectedHeader({ alg: 'HS256', typ: 'JWT' })
    .setSubject(String(grant.userId))
    .setAudience(audience)
    // What makes a token usable once: whoever redeems it remembers the jti until `exp`.
    .setJti(randomUUID())
    .setIssuedAt(issuedAt)
    .setExpirationTime(expiresAt)
    .sign(new TextEncoder().encode(secret))
  return { token, expiresAtMs: expiresAt * 1000 }
}

export interface VerifiedEmbedToken extends Omit<EmbedGrant, 'issuedAtMs' | 'ttlSeconds'> {
  readonly jti: string
  readonly expiresAtMs: number
}

const claims = z.object({
  sub: z.string().regex(/^\d{1,15}$/),
  acc: z.int(),
  ext: z.string(),
  origins: z.array(z.string()),
  jti: z.string().min(1),
  exp: z.int(),
})

/** Says nothing of whether the token was used before. */
export async function verifyEmbedToken(
  secret: string,
  token: string,
  nowMs: number,
): Promise<VerifiedEmbedToken | 'expired' | 'invalid'> {
  try {
    const { payload } = await jwtVerify(token, new TextEncoder().encode(secret), {
      // Pinned: a token may not choose how it is checked (RFC 8725 3.1).
      algorithms: ['HS256'],
      audience,
      currentDate: new Date(nowMs),
    })
    const { sub, acc, ext, origins, jti, exp } = claims.parse(payload)
    const grant = { userId: Number(sub), accountId: acc, extension: ext, origins }
    return { ...grant, jti, expiresAtMs: exp * 1000 }
  } catch (error) {
    return error instanceof errors.JWTExpired ? 'expired' : 'invalid'
  }
}
