/** Whose pages may frame the phones of an account. */
import type { Database } from '../db/database.ts'

export interface EmbedOriginStore {
  of(accountId: number): Promise<string[]>
  /** The whole list at once. */
  replace(accountId: number, origins: readonly string[]): Promise<void>
}

export function createEmbedOriginStore(db: Database): EmbedOriginStore {
  return {
    async of(accountId) {
      const row = await db.get<{ origins: string }>(
        'SELECT origins FROM embed_origins WHERE account_id = ?',
        [accountId],
      )
      return row ? row.origins.split(' ').filter(Boolean) : []
    },
    async replace(accountId, origins) {
      // One statement: two who write at once leave one list, not a mixture.
      await db.run(
        'INSERT INTO embed_origins (account_id, origins) VALUES (?, ?) ON CONFLICT (account_id) DO UPDATE SET origins = excluded.origins',
        [accountId, [...new Set(origins)].join(' ')],
      )
    },
  }
}
