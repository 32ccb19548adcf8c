import { answerChallenge, chooseChallenge, parseChallenge } from '../auth/digest.ts'
import type { Challenge } from '../auth/digest.ts'
import { headerValues } from '../message/headers.ts'
import type { HeaderField, SipRequest, SipResponse } from '../message/message.ts'
import type { Account, Credentials } from './user-agent-port.ts'

/** Digest answers, with every nonce used again and again under a rising `nc` (RFC 7616 3.4). */
export interface Authenticator {
  readonly setCredentials: (credentials: Credentials) => void
  /** Credentials for what is known of the servers on the way; none before the first challenge. */
  authorize(request: SipRequest): readonly HeaderField[]
  /** Takes the challenge of a 401 or 407. False: there is nothing new to try. `tried`: answers so far to this request. */
  learn(method: string, response: SipResponse, tried: number): boolean
}

interface Known {
  readonly challenge: Challenge
  count: number
}

/** A registrar and a proxy may have nonces of their own, so REGISTER keeps its challenge apart. */
const keyOf = (method: string, header: string): string =>
  `${method === 'REGISTER' ? 'register' : 'call'} ${header}`

export function createAuthenticator(
  account: Pick<Account, 'credentials' | 'challenge'> | undefined,
  newCnonce: () => string,
): Authenticator {
  const known = new Map<string, Known>()
  let credentials = account?.credentials
  const first = parseChallenge(account?.challenge ?? '')
  if (first) known.set(keyOf('REGISTER', 'Authorization'), { challenge: first, count: 0 })
  return {
    setCredentials: (next) => {
      credentials = next
    },
    authorize: ({ method, uri }) => {
      if (!credentials) return []
      const headers: HeaderField[] = []
      for (const name of ['Authorization', 'Proxy-Authorization']) {
        const entry = known.get(keyOf(method, name))
        if (!entry) continue
        const { challenge } = entry
        const nonceCount = ++entry.count
        const value = answerChallenge({
          challenge,
          credentials,
          method,
          uri,
          nonceCount,
          cnonce: newCnonce(),
        })
        headers.push({ name, value })
      }
      return headers
    },
    learn: (method, response, tried) => {
      const isProxy = response.status === 407
      const key = keyOf(method, isProxy ? 'Proxy-Authorization' : 'Authorization')
      const values = headerValues(response, isProxy ? 'Proxy-Authenticate' : 'WWW-Authenticate')
      const challenge = chooseChallenge(values.map(parseChallenge))
      const before = known.get(key)
      known.delete(key)
      if (!challenge || !credentials) return false
      // A fresh nonce was refused: the password is wrong, and asking again would only lock the account.
      if (tried > 0 && before && before.count === 1 && !challenge.isStale) return false
      known.set(key, { challenge, count: 0 })
      return true
    },
  }
}
