/** Accounts, users and their tokens in SQL. */
import type { Database, SqlValue } from '../db/database.ts'

export interface UserRow {
  readonly id: number
  readonly accountId: number
  readonly username: string
  readonly fullName: string
  readonly extension: string
}

interface StoredToken {
  readonly secretHash: string
  readonly scopes: string
  readonly expiresAt: number | null
}

export interface TokenRow {
  readonly id: number
  readonly deviceName: string
  readonly scopes: string
  readonly createdAt: number
  readonly expiresAt: number | null
}

export interface UserStore {
  createAccount(name: string): Promise<number>
  createUser(user: Omit<UserRow, 'id'> & { passwordHash: string }): Promise<number>
  /** The account of that name, made where there is none. */
  accountNamed(name: string): Promise<number>
  /** With all tokens, which are what the old password gave. False where there is no such user. */
  setPassword(userId: number, passwordHash: string): Promise<boolean>
  /** With all tokens. False where there is no such user. */
  deleteUser(userId: number): Promise<boolean>
  userByName(username: string): Promise<(UserRow & { passwordHash: string }) | undefined>
  allUsers(): Promise<UserRow[]>
  accountOfExtension(extension: string): Promise<number | undefined>
  createToken(token: {
    userId: number
    secretHash: string
    deviceName: string
    createdAt: number
    /** Names divided by spaces, or `*`. */
    scopes: string
    /** null: until revoked. */
    expiresAt: number | null
  }): Promise<number>
  userOfToken(tokenId: number): Promise<(UserRow & StoredToken) | undefined>
  /** Newest first. */
  tokensOf(userId: number): Promise<TokenRow[]>
  /** False where the user has no such token. */
  deleteToken(userId: number, tokenId: number): Promise<boolean>
  /** Keeps the newest `keep` tokens of a device. */
  deleteOldTokens(of: { userId: number; deviceName: string; keep: number }): Promise<number>
  deleteExpiredTokens(nowMs: number): Promise<number>
}

const columns = `users.id, account_id AS "accountId", username, full_name AS "fullName", extension`

export function createUserStore(db: Database): UserStore {
  const insert = async (sql: string, params: readonly SqlValue[]): Promise<number> => {
    const row = await db.get<{ id: number }>(`${sql} RETURNING id`, params)
    if (!row) throw new Error('an INSERT returned no id')
    return row.id
  }
  return {
    createAccount: (name) => insert('INSERT INTO accounts (name) VALUES (?)', [name]),
    async accountNamed(name) {
      await db.run('INSERT INTO accounts (name) VALUES (?) ON CONFLICT (name) DO NOTHING', [name])
      const row = await db.get<{ id: number }>('SELECT id FROM accounts WHERE name = ?', [name])
      if (!row) throw new Error('an account was not stored')
      return row.id
    },
    async setPassword(userId, passwordHash) {
      // The password first: a sign-in with the old one between the two would leave its token.
      const changed = await db.run('UPDATE users SET password_hash = ? WHERE id = ?', [passwordHash, userId])
      await db.run('DELETE FROM tokens WHERE user_id = ?', [userId])
      return changed > 0
    },
    async deleteUser(userId) {
      await db.run('DELETE FROM tokens WHERE user_id = ?', [userId])
      return (await db.run('DELETE FROM users WHERE id = ?', [userId])) > 0
    },
    createUser: (u) =>
      insert(
        `INSERT INTO users (account_id, username, password_hash, full_name, extension) VALUES (?, ?, ?, ?, ?)`,
        [u.accountId, u.username, u.passwordHash, u.fullName, u.extension],
      ),
    userByName: (username) =>
      db.get(`SELECT ${columns}, password_hash AS "passwordHash" FROM users WHERE username = ?`, [username]),
    allUsers: () => db.all(`SELECT ${columns} FROM users ORDER BY extension`),
    async accountOfExtension(extension) {
      const sql = 'SELECT account_id AS "accountId" FROM users WHERE extension = ?'
      return (await db.get<{ accountId: number }>(sql, [extension]))?.accountId
    },
    createToken: (t) =>
      insert(
        `INSERT INTO tokens (user_id, secret_hash, device_name, created_at, scopes, expires_at)
         VALUES (?, ?, ?, ?, ?, ?)`,
        [t.userId, t.secretHash, t.deviceName, t.createdAt, t.scopes, t.expiresAt],
      ),
    userOfToken: (tokenId) =>
      db.get(
        `SELECT ${columns}, secret_hash AS "secretHash", scopes, expires_at AS "expiresAt"
         FROM tokens JOIN users ON users.id = user_id WHERE tokens.id = ?`,
        [tokenId],
      ),
    tokensOf: (userId) =>
      db.all(
        `SELECT id, device_name AS "deviceName", scopes, created_at AS "createdAt", expires_at AS "expiresAt"
         FROM tokens WHERE user_id = ? ORDER BY id DESC`,
        [userId],
      ),
    deleteToken: async (userId, tokenId) =>
      (await db.run('DELETE FROM tokens WHERE user_id = ? AND id = ?', [userId, tokenId])) > 0,
    deleteOldTokens: ({ userId, deviceName, keep }) =>
      db.run(
        `DELETE FROM tokens WHERE user_id = ? AND device_name = ? AND id NOT IN
           (SELECT id FROM tokens WHERE user_id = ? AND device_name = ? ORDER BY id DESC LIMIT ?)`,
        [userId, deviceName, userId, deviceName, keep],
      ),
    deleteExpiredTokens: (nowMs) => db.run('DELETE FROM tokens WHERE expires_at <= ?', [nowMs]),
  }
}
