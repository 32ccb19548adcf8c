/**
 * Time-limited credentials from a shared secret: the user name carries its end, the password proves it. One form for
 * SIP (Kamailio's auth_ephemeral) and for TURN (draft-uberti-behave-turn-rest), so nothing needs to be stored.
 */
import { createHmac } from 'node:crypto'

export interface EphemeralCredentials {
  /** `EXPIRES:USER`, EXPIRES in seconds since the epoch. */
  readonly username: string
  /** base64(HMAC-SHA1(secret, username)). */
  readonly password: string
}

export function createEphemeralCredentials(
  secret: string,
  options: { user: string; expiresAtSeconds: number },
): EphemeralCredentials {
  const username = `${options.expiresAtSeconds}:${options.user}`
  return { username, password: passwordOf(secret, username) }
}

/**
 * What a registrar must know of a user name that a phone sent: the password it has to prove, and for whom. `expired`
 * for one whose time is over, undefined for a name that is not of this form.
 */
export function readEphemeralUsername(
  secret: string,
  username: string,
  nowSeconds: number,
): { user: string; password: string } | 'expired' | undefined {
  // Computed for every name, so that the time of the answer tells nothing.
  const password = passwordOf(secret, username)
  const match = /^(\d{1,12}):([\w.+-]{1,64})(@[\w.:[\]-]{1,255})?$/.exec(username)
  if (!match?.[2]) return undefined
  return Number(match[1]) < nowSeconds ? 'expired' : { user: match[2], password }
}

function passwordOf(secret: string, username: string): string {
  return createHmac('sha1', secret).update(username).digest('base64')
}
