/** Which embed tokens were used: each is good once. */
import type { Database } from '../db/database.ts'

export interface EmbedGrantStore {
  /** True for the first to ask; of several processes, one. */
  use(jti: string, expiresAtMs: number): Promise<boolean>
  /** Forgets tokens that have ended by themselves. */
  forget(nowMs: number): Promise<number>
}

export function createEmbedGrantStore(db: Database): EmbedGrantStore {
  return {
    use: async (jti, expiresAtMs) =>
      (await db.run(
        'INSERT INTO used_embed_tokens (jti, expires_at) VALUES (?, ?) ON CONFLICT (jti) DO NOTHING',
        [jti, expiresAtMs],
      )) > 0,
    forget: (nowMs) => db.run('DELETE FROM used_embed_tokens WHERE expires_at <= ?', [nowMs]),
  }
}
