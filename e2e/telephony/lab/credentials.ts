// The same time-limited credentials that the server hands out: EXPIRES:USER and base64(HMAC-SHA1(secret, username)).
import { createHmac } from 'node:crypto'

export interface Credentials {
  readonly username: string
  readonly password: string
}

export function credentialsFor(
  user: string,
  { secret, ttlSeconds = 3600 }: { secret: string; ttlSeconds?: number },
): Credentials {
  const username = `${Math.floor(Date.now() / 1000) + ttlSeconds}:${user}`
  return { username, password: createHmac('sha1', secret).update(username).digest('base64') }
}
