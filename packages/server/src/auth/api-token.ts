/** Bearer tokens `ID|RANDOM`. Only a SHA-256 of RANDOM is stored: it is random enough to need no slow hash. */
import { createHash, randomBytes, timingSafeEqual } from 'node:crypto'

export function createTokenSecret(): { secret: string; secretHash: string } {
  const secret = randomBytes(30).toString('base64url')
  return { secret, secretHash: sha256(secret) }
}

export function parseToken(token: string): { id: number; secret: string } | undefined {
  // A longer id is none: PostgreSQL refuses what does not fit an INTEGER.
  const match = /^(\d{1,9})\|([\w-]{20,100})$/.exec(token)
  return match?.[1] && match[2] ? { id: Number(match[1]), secret: match[2] } : undefined
}

export function isTokenSecret(secret: string, secretHash: string): boolean {
  const given = Buffer.from(sha256(secret))
  const expected = Buffer.from(secretHash)
  return given.length === expected.length && timingSafeEqual(given, expected)
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex')
}
