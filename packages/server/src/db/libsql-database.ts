/** The embedded database: one file, or memory. The only file that knows libsql. */
import { chmodSync } from 'node:fs'
import Libsql from 'libsql'
import type { Database, SqlValue } from './database.ts'

interface Statement {
  all(...params: SqlValue[]): unknown[]
  run(...params: SqlValue[]): { changes: number }
}

export function openLibsql(file: string): Database {
  const db = new Libsql(file, {})
  // The file holds token hashes and the signing secrets: nobody else on the machine may read it.
  if (file !== ':memory:') chmodSync(file, 0o600)
  db.exec('PRAGMA journal_mode = WAL; PRAGMA busy_timeout = 2000; PRAGMA foreign_keys = ON')
  const statements = new Map<string, Statement>()
  const prepare = (sql: string): Statement => {
    const known = statements.get(sql)
    if (known) return known
    const statement: Statement = db.prepare(sql)
    statements.set(sql, statement)
    return statement
  }
  return {
    idColumn: 'INTEGER PRIMARY KEY',
    // The casts: a row has the columns of its SQL, which stands beside the type it is asked as.
    all: async <Row>(sql: string, params: readonly SqlValue[] = []) => prepare(sql).all(...params) as Row[],
    // libsql's own get() puts a `_metadata` key into the row.
    get: async <Row>(sql: string, params: readonly SqlValue[] = []) =>
      prepare(sql).all(...params)[0] as Row | undefined,
    run: async (sql, params = []) => prepare(sql).run(...params).changes,
    async exec(script) {
      try {
        db.exec(`BEGIN; ${script}; COMMIT`)
      } catch (error) {
        if (db.inTransaction) db.exec('ROLLBACK')
        throw error
      }
    },
    close: async () => {
      statements.clear()
      db.close()
    },
  }
}
