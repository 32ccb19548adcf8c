/** PostgreSQL, for more than one process. The only file that knows pg. */
import pg from 'pg'
import type { Database, SqlValue } from './database.ts'

const { Pool, TypeOverrides } = pg

/** BIGINT (times in milliseconds, counts) as numbers: all of ours are far below 2^53. */
const types = new TypeOverrides()
types.setTypeParser(pg.types.builtins.INT8, Number)

const connectTimeoutMs = 5000
const statementTimeoutMs = 10_000

/** `postgres://user:password@host/database`. Connects at the first query. */
export function openPostgres(connectionString: string, onError: (error: Error) => void): Database {
  const pool = new Pool({
    connectionString,
    types,
    max: 10,
    connectionTimeoutMillis: connectTimeoutMs,
    statement_timeout: statementTimeoutMs,
    application_name: 'zorio-webphone',
  })
  // A connection that breaks while idle is replaced at the next query; without a listener it would end the process.
  pool.on('error', onError)
  const query = (sql: string, params: readonly SqlValue[]) => pool.query(numbered(sql), params.map(storable))
  return {
    idColumn: 'INTEGER GENERATED ALWAYS AS IDENTITY PRIMARY KEY',
    // The casts: a row has the columns of its SQL, which stands beside the type it is asked as.
    all: async <Row>(sql: string, params: readonly SqlValue[] = []) =>
      (await query(sql, params)).rows as Row[],
    get: async <Row>(sql: string, params: readonly SqlValue[] = []) =>
      (await query(sql, params)).rows[0] as Row | undefined,
    run: async (sql, params = []) => (await query(sql, params)).rowCount ?? 0,
    // Several statements in one simple query are one transaction.
    exec: async (script) => void (await pool.query(script)),
    close: () => pool.end(),
  }
}

/** PostgreSQL fails at a NUL in a text. Replaced, it is found nowhere where none was stored. */
const storable = (value: SqlValue): SqlValue =>
  typeof value === 'string' ? value.replaceAll('\0', '\uFFFD') : value

const known = new Map<string, string>()

/** `?` as `$1`, `$2`, …; no SQL of ours holds a `?` in a string. */
function numbered(sql: string): string {
  const done = known.get(sql)
  if (done !== undefined) return done
  let count = 0
  const text = sql.replaceAll('?', () => `$${(count += 1)}`)
  known.set(sql, text)
  return text
}
