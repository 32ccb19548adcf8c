/** The queue of deliveries in SQL: what waits, what was delivered, what is dead. It outlives the process. */
import type { WebhookEventName } from '@zorio/contract'
import type { Database, SqlValue } from '../db/database.ts'

export interface DeliveryRow {
  readonly id: string
  readonly accountId: number
  readonly endpointId: number
  readonly event: WebhookEventName
  /** The very text that is signed and sent, the same at every attempt. */
  readonly body: string
  readonly status: DeliveryStatus
  readonly attempts: number
  readonly dueAt: number
  readonly lastStatus: number | null
  readonly lastError: string | null
  readonly createdAt: number
}

export type DeliveryStatus = 'pending' | 'delivered' | 'dead'

type NewDelivery = Pick<DeliveryRow, 'id' | 'accountId' | 'endpointId' | 'event' | 'body' | 'createdAt'>

export type AttemptResult = Pick<DeliveryRow, 'status' | 'attempts' | 'dueAt' | 'lastStatus' | 'lastError'>

export interface DeliveryStore {
  add(delivery: NewDelivery): Promise<void>
  /** Pending, due, and claimed by nobody; the longest due first. */
  due(nowMs: number, limit: number): Promise<DeliveryRow[]>
  /** When the next one is due or its claim ends; undefined where nothing waits. */
  nextAt(): Promise<number | undefined>
  /** One of several processes gets it: true for who may send. */
  claim(id: string, claim: { nowMs: number; untilMs: number }): Promise<boolean>
  /** Stores how an attempt ended; the claim ends with it. */
  settle(id: string, result: AttemptResult): Promise<void>
  /** Given back untried, e.g. at a shutdown. */
  release(id: string): Promise<void>
  /** What still waits for this endpoint becomes dead: nothing is sent there any more. */
  giveUp(endpointId: number): Promise<void>
  byId(accountId: number, id: string): Promise<DeliveryRow | undefined>
  /** A new round of attempts from now on, with the same id; false where the account has none such that has ended. */
  replay(accountId: number, id: string, nowMs: number): Promise<boolean>
  count(filter: DeliveryFilter): Promise<number>
  /** Newest first. */
  page(filter: DeliveryFilter, window: { limit: number; offset: number }): Promise<DeliveryRow[]>
  countPending(): Promise<number>
  /** Forgets what ended and was created before. */
  forget(beforeMs: number): Promise<number>
}

export interface DeliveryFilter {
  readonly accountId: number
  readonly status?: DeliveryStatus | undefined
}

const columns = `id, account_id AS "accountId", endpoint_id AS "endpointId", event, body, status, attempts,
  due_at AS "dueAt", last_status AS "lastStatus", last_error AS "lastError", created_at AS "createdAt"`
const table = 'webhook_deliveries'

export function createDeliveryStore(db: Database): DeliveryStore {
  const total = async (where: string, params: SqlValue[]): Promise<number> => {
    const row = await db.get<{ total: number }>(
      `SELECT COUNT(*) AS total FROM ${table} WHERE ${where}`,
      params,
    )
    return row?.total ?? 0
  }
  const changed = async (sql: string, params: SqlValue[]): Promise<boolean> => (await db.run(sql, params)) > 0
  return {
    add: async (d) =>
      void (await db.run(
        `INSERT INTO ${table} (id, account_id, endpoint_id, event, body, status, attempts, due_at, claimed_until,
           created_at) VALUES (?, ?, ?, ?, ?, 'pending', 0, ?, 0, ?)`,
        [d.id, d.accountId, d.endpointId, d.event, d.body, d.createdAt, d.createdAt],
      )),
    due: (nowMs, limit) =>
      db.all(
        `SELECT ${columns} FROM ${table} WHERE status = 'pending' AND due_at <= ? AND claimed_until <= ?
         ORDER BY due_at LIMIT ?`,
        [nowMs, nowMs, limit],
      ),
    async nextAt() {
      const later = 'CASE WHEN claimed_until > due_at THEN claimed_until ELSE due_at END'
      const sql = `SELECT MIN(${later}) AS at FROM ${table} WHERE status = 'pending'`
      return (await db.get<{ at: number | null }>(sql))?.at ?? undefined
    },
    claim: (id, { nowMs, untilMs }) =>
      changed(
        `UPDATE ${table} SET claimed_until = ? WHERE id = ? AND status = 'pending' AND claimed_until <= ?`,
        [untilMs, id, nowMs],
      ),
    settle: async (id, r) =>
      void (await db.run(
        `UPDATE ${table} SET status = ?, attempts = ?, due_at = ?, last_status = ?, last_error = ?,
           claimed_until = 0 WHERE id = ?`,
        [r.status, r.attempts, r.dueAt, r.lastStatus, r.lastError, id],
      )),
    release: async (id) =>
      void (await db.run(`UPDATE ${table} SET claimed_until = 0 WHERE id = ? AND status = 'pending'`, [id])),
    giveUp: async (endpointId) =>
      void (await db.run(
        `UPDATE ${table} SET status = 'dead', claimed_until = 0 WHERE endpoint_id = ? AND status = 'pending'`,
        [endpointId],
      )),
    byId: (accountId, id) =>
      db.get(`SELECT ${columns} FROM ${table} WHERE account_id = ? AND id = ?`, [accountId, id]),
    replay: (accountId, id, nowMs) =>
      changed(
        `UPDATE ${table} SET status = 'pending', attempts = 0, due_at = ?, claimed_until = 0
         WHERE account_id = ? AND id = ? AND status <> 'pending'`,
        [nowMs, accountId, id],
      ),
    count: (filter) => total(...conditionOf(filter)),
    page(filter, { limit, offset }) {
      const [where, params] = conditionOf(filter)
      const sql = `SELECT ${columns} FROM ${table} WHERE ${where} ORDER BY created_at DESC, id LIMIT ? OFFSET ?`
      return db.all(sql, [...params, limit, offset])
    },
    countPending: () => total(`status = 'pending'`, []),
    forget: (beforeMs) =>
      db.run(`DELETE FROM ${table} WHERE status <> 'pending' AND created_at < ?`, [beforeMs]),
  }
}

function conditionOf({ accountId, status }: DeliveryFilter): [string, SqlValue[]] {
  return status === undefined
    ? ['account_id = ?', [accountId]]
    : ['account_id = ? AND status = ?', [accountId, status]]
}
