/** Signing in and out, and who a token belongs to. */
import type { SignedInUser } from '../http/api-env.ts'
import type { Scope } from './scope.ts'
import { everything } from './scope.ts'
import { createTokenSecret, isTokenSecret, parseToken } from './api-token.ts'
import { hashPassword, verifyPassword } from './password-hash.ts'
import type { TokenRow, UserRow, UserStore } from './user-store.ts'

export interface TokenLimits {
  /** Default: everything its user may. */
  readonly scopes?: readonly Scope[] | undefined
  /** Milliseconds since the epoch; default: until revoked. */
  readonly expiresAt?: number
}

export interface Login {
  /** undefined for an unknown user and for a wrong password, after the same time. */
  signIn(given: {
    username: string
    password: string
    deviceName: string
    scopes?: readonly Scope[] | undefined
  }): Promise<{ user: UserRow; token: string } | undefined>
  /** A token without a password, for the host program itself. */
  issueToken(userId: number, deviceName: string, limits?: TokenLimits): Promise<string>
  authenticate: (token: string) => Promise<SignedInUser | undefined>
  tokensOf(userId: number): Promise<TokenRow[]>
  /** False where the user has no such token. */
  revoke(userId: number, tokenId: number): Promise<boolean>
}

export function createLogin(users: UserStore, now: () => number): Login {
  // What the password of an unknown user is compared with, so that the answer takes as long as for a known one.
  const nobody = hashPassword('nobody')
  const issueToken: Login['issueToken'] = async (userId, deviceName, limits = {}) => {
    const { secret, secretHash } = createTokenSecret()
    const scopes = limits.scopes?.join(' ') ?? everything
    const expiresAt = limits.expiresAt ?? null
    const row = { userId, secretHash, deviceName, createdAt: now(), scopes, expiresAt }
    return `${await users.createToken(row)}|${secret}`
  }
  return {
    issueToken,
    async signIn({ username, password, deviceName, scopes }) {
      const user = await users.userByName(username)
      const isRight = await verifyPassword(password, user?.passwordHash ?? (await nobody))
      if (!user || !isRight) return undefined
      const token = await issueToken(user.id, deviceName, { scopes })
      // A password that was changed while this one was compared has revoked every token but this.
      if ((await users.userByName(username))?.passwordHash === user.passwordHash) return { user, token }
      await users.deleteToken(user.id, Number.parseInt(token))
      return undefined
    },
    async authenticate(token) {
      const parsed = parseToken(token)
      const user = parsed && (await users.userOfToken(parsed.id))
      if (!user || !isTokenSecret(parsed.secret, user.secretHash)) return undefined
      if (user.expiresAt !== null && user.expiresAt <= now()) return undefined
      const { id, accountId, username, fullName, extension } = user
      return { id, accountId, username, fullName, extension, tokenId: parsed.id, scopes: user.scopes }
    },
    tokensOf: users.tokensOf,
    revoke: users.deleteToken,
  }
}
