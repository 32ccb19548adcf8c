/** Signing in and out, and who a token belongs to. */
import type { SignedInUser } from '../http/api-env.ts'
import { createTokenSecret, isTokenSecret, parseToken } from './api-token.ts'
import { hashPassword, verifyPassword } from './password-hash.ts'
import type { UserRow, UserStore } from './user-store.ts'

export interface Login {
  /** undefined for an unknown user and for a wrong password, after the same time. */
  signIn(given: {
    username: string
    password: string
    deviceName: string
  }): Promise<{ user: UserRow; token: string } | undefined>
  /** A token without a password, for the host program itself. */
  issueToken(userId: number, deviceName: string): Promise<string>
  authenticate: (token: string) => Promise<SignedInUser | undefined>
  signOut(tokenId: number): Promise<void>
}

export function createLogin(users: UserStore, now: () => number): Login {
  // What the password of an unknown user is compared with, so that the answer takes as long as for a known one.
  const nobody = hashPassword('nobody')
  const issueToken = async (userId: number, deviceName: string): Promise<string> => {
    const { secret, secretHash } = createTokenSecret()
    return `${await users.createToken({ userId, secretHash, deviceName, createdAt: now() })}|${secret}`
  }
  return {
    issueToken,
    async signIn({ username, password, deviceName }) {
      const user = await users.userByName(username)
      const isRight = await verifyPassword(password, user?.passwordHash ?? (await nobody))
      if (!user || !isRight) return undefined
      return { user, token: await issueToken(user.id, deviceName) }
    },
    async authenticate(token) {
      const parsed = parseToken(token)
      const user = parsed && (await users.userOfToken(parsed.id))
      if (!user || !isTokenSecret(parsed.secret, user.secretHash)) return undefined
      const { id, accountId, username, fullName, extension } = user
      return { id, accountId, username, fullName, extension, tokenId: parsed.id }
    },
    signOut: (tokenId) => users.deleteToken(tokenId),
  }
}
