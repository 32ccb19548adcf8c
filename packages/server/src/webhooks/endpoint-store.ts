/** Webhook endpoints in SQL; every query that a customer can cause names the account. */
import type { WebhookEventName } from '@zorio/contract'
import type { Database } from '../db/database.ts'

export interface EndpointRow {
  readonly id: number
  readonly accountId: number
  readonly name: string
  readonly url: string
  readonly events: readonly WebhookEventName[]
  readonly secret: string
  readonly status: 'active' | 'suspended'
  /** Failed attempts in a row. */
  readonly failures: number
  readonly createdAt: number
}

export interface EndpointStore {
  create(endpoint: Omit<EndpointRow, 'id' | 'status' | 'failures'>): Promise<EndpointRow>
  /** Oldest first. */
  list(accountId: number): Promise<EndpointRow[]>
  byId(id: number): Promise<EndpointRow | undefined>
  /** With all its deliveries; false where the account has no such endpoint. */
  remove(accountId: number, id: number): Promise<boolean>
  /** Active again, with no failures; false where the account has no such endpoint. */
  resume(accountId: number, id: number): Promise<boolean>
  succeeded(id: number): Promise<void>
  /** Counts a failure; suspends at `limit` and then says true. */
  failed(id: number, limit: number): Promise<boolean>
}

type StoredEndpoint = Omit<EndpointRow, 'events'> & { readonly events: string }

const columns = `id, account_id AS "accountId", name, url, events, secret, status, failures, created_at AS "createdAt"`

// The cast: only names of the list are ever stored.
const fromStored = (row: StoredEndpoint): EndpointRow => ({
  ...row,
  events: row.events.split(',') as WebhookEventName[],
})

export function createEndpointStore(db: Database): EndpointStore {
  return {
    async create(e) {
      const row = await db.get<StoredEndpoint>(
        `INSERT INTO webhook_endpoints (account_id, name, url, events, secret, status, failures, created_at)
         VALUES (?, ?, ?, ?, ?, 'active', 0, ?) RETURNING ${columns}`,
        [e.accountId, e.name, e.url, e.events.join(','), e.secret, e.createdAt],
      )
      if (!row) throw new Error('an INSERT returned no row')
      return fromStored(row)
    },
    async list(accountId) {
      const sql = `SELECT ${columns} FROM webhook_endpoints WHERE account_id = ? ORDER BY id`
      return (await db.all<StoredEndpoint>(sql, [accountId])).map(fromStored)
    },
    async byId(id) {
      const row = await db.get<StoredEndpoint>(`SELECT ${columns} FROM webhook_endpoints WHERE id = ?`, [id])
      return row && fromStored(row)
    },
    remove: async (accountId, id) =>
      (await db.run('DELETE FROM webhook_endpoints WHERE account_id = ? AND id = ?', [accountId, id])) > 0,
    resume: async (accountId, id) =>
      (await db.run(
        `UPDATE webhook_endpoints SET status = 'active', failures = 0 WHERE account_id = ? AND id = ?`,
        [accountId, id],
      )) > 0,
    succeeded: async (id) =>
      void (await db.run('UPDATE webhook_endpoints SET failures = 0 WHERE id = ? AND failures > 0', [id])),
    async failed(id, limit) {
      const sql = `UPDATE webhook_endpoints SET failures = failures + 1,
        status = CASE WHEN failures + 1 >= ? THEN 'suspended' ELSE status END WHERE id = ? RETURNING status`
      const row = await db.get<{ status: string }>(sql, [limit, id])
      return row?.status === 'suspended'
    },
  }
}
