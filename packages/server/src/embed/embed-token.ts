/** Short-lived tokens for the URL of the embed page (HS256), so that the long-lived bearer never stands in a URL. */
import { randomUUID } from 'node:crypto'
import { SignJWT } from 'jose'

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
  const token = await new SignJWT({ acc: grant.accountId, ext: grant.extension, origins: [...grant.origins] })
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
