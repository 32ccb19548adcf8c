/** Accounts, users and their tokens in SQL. */
import type { Database } from '../db/database.ts'

export interface UserRow {
  readonly id: number
  readonly accountId: number
  readonly username: string
  readonly fullName: string
  readonly extension: string
}

export interface UserStore {
  createAccount(name: string): Promise<number>
  createUser(user: Omit<UserRow, 'id'> & { passwordHash: string }): Promise<number>
  userByName(username: string): Promise<(UserRow & { passwordHash: string }) | undefined>
  allUsers(): Promise<UserRow[]>
  accountOfExtension(extension: string): Promise<number | undefined>
  createToken(token: {
    userId: number
    secretHash: string
    deviceName: string
    createdAt: number
  }): Promise<number>
  userOfToken(tokenId: number): Promise<(UserRow & { secretHash: string }) | undefined>
  deleteToken(tokenId: number): Promise<void>
}

const columns = `users.id, account_id AS "accountId", username, full_name AS "fullName", extension`

export function createUserStore(db: Database): UserStore {
  const insert = async (sql: string, params: (string | number)[]): Promise<number> => {
    const row = await db.get<{ id: number }>(`${sql} RETURNING id`, params)
    if (!row) throw new Error('an INSERT returned no id')
    return row.id
  }
  return {
    createAccount: (name) => insert('INSERT INTO accounts (name) VALUES (?)', [name]),
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
      insert('INSERT INTO tokens (user_id, secret_hash, device_name, created_at) VALUES (?, ?, ?, ?)', [
        t.userId,
        t.secretHash,
        t.deviceName,
        t.createdAt,
      ]),
    userOfToken: (tokenId) =>
      db.get(
        `SELECT ${columns}, secret_hash AS "secretHash" FROM tokens JOIN users ON users.id = user_id WHERE tokens.id = ?`,
        [tokenId],
      ),
    deleteToken: async (tokenId) => void (await db.run('DELETE FROM tokens WHERE id = ?', [tokenId])),
  }
}
