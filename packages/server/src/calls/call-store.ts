/** Call records in SQL; every query names the account. */
import type { Database, SqlValue } from '../db/database.ts'

export interface CallRow {
  readonly uuid: string
  readonly accountId: number
  readonly direction: 'inbound' | 'outbound' | 'internal'
  readonly callerNumber: string
  readonly destinationNumber: string
  readonly extensionNumber: string
  readonly startedAt: number
  readonly answeredAt: number | null
  readonly endedAt: number | null
  readonly cause: string | null
}

/** `fromMs` included, `toMs` not. `extension`: calls that this extension made or received. */
interface CallFilter {
  readonly accountId: number
  readonly fromMs: number
  readonly toMs: number
  readonly extension?: string | undefined
}

export interface CallStore {
  /** Stores a call, or brings a stored one up to date. False where another call has its uuid. */
  save(call: CallRow): Promise<boolean>
  /** The same from a phone, which adds to what is known and changes none of it. False where that was nothing new. */
  saveReport(call: CallRow): Promise<boolean>
  byUuid(accountId: number, uuid: string): Promise<CallRow | undefined>
  count(filter: CallFilter): Promise<number>
  /** Newest first. */
  page(filter: CallFilter, window: { limit: number; offset: number }): Promise<CallRow[]>
}

const columns = `uuid, account_id AS "accountId", direction, caller_number AS "callerNumber",
  destination_number AS "destinationNumber", extension_number AS "extensionNumber", started_at AS "startedAt",
  answered_at AS "answeredAt", ended_at AS "endedAt", cause`

const insert = `INSERT INTO calls (uuid, account_id, direction, caller_number, destination_number, extension_number,
  started_at, answered_at, ended_at, cause) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (uuid) DO UPDATE SET`

const valuesOf = (c: CallRow): SqlValue[] => [
  ...[c.uuid, c.accountId, c.direction, c.callerNumber, c.destinationNumber, c.extensionNumber],
  ...[c.startedAt, c.answeredAt, c.endedAt, c.cause],
]

export function createCallStore(db: Database): CallStore {
  return {
    save: async (c) =>
      (await db.run(
        `${insert} answered_at = excluded.answered_at, ended_at = excluded.ended_at, cause = excluded.cause
         WHERE calls.account_id = excluded.account_id AND calls.extension_number = excluded.extension_number
           AND calls.started_at = excluded.started_at`,
        valuesOf(c),
      )) > 0,
    saveReport: async (c) =>
      (await db.run(
        `${insert} answered_at = COALESCE(calls.answered_at, excluded.answered_at), ended_at = excluded.ended_at,
           cause = excluded.cause
         WHERE calls.account_id = excluded.account_id AND calls.extension_number = excluded.extension_number
           AND calls.ended_at IS NULL
           AND (excluded.ended_at IS NOT NULL OR (calls.answered_at IS NULL AND excluded.answered_at IS NOT NULL))`,
        valuesOf(c),
      )) > 0,
    byUuid: (accountId, uuid) =>
      db.get(`SELECT ${columns} FROM calls WHERE account_id = ? AND uuid = ?`, [accountId, uuid]),
    async count(filter) {
      const { where, params } = conditionOf(filter)
      const row = await db.get<{ total: number }>(
        `SELECT COUNT(*) AS total FROM calls WHERE ${where}`,
        params,
      )
      return row?.total ?? 0
    },
    page(filter, { limit, offset }) {
      const { where, params } = conditionOf(filter)
      const sql = `SELECT ${columns} FROM calls WHERE ${where} ORDER BY started_at DESC, uuid LIMIT ? OFFSET ?`
      return db.all(sql, [...params, limit, offset])
    },
  }
}

function conditionOf(filter: CallFilter): { where: string; params: SqlValue[] } {
  const where = 'account_id = ? AND started_at >= ? AND started_at < ?'
  const params = [filter.accountId, filter.fromMs, filter.toMs]
  if (filter.extension === undefined) return { where, params }
  return {
    where: `${where} AND (extension_number = ? OR caller_number = ? OR destination_number = ?)`,
    params: [...params, filter.extension, filter.extension, filter.extension],
  }
}
