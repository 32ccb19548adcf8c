/** The secrets that sign what the server hands out: given by the operator, or made up once and kept. */
import { randomBytes } from 'node:crypto'
import type { Database } from './database.ts'
import { settingOf } from './setting-store.ts'

export interface Secrets {
  /** Signs SIP credentials; shared with Kamailio where that is the engine. */
  readonly auth: string
  readonly embed: string
}

export async function openSecrets(db: Database, given: { auth?: string | undefined }): Promise<Secrets> {
  const create = (): string => randomBytes(32).toString('base64url')
  return {
    auth: given.auth ?? (await settingOf(db, 'auth_secret', create)),
    embed: await settingOf(db, 'embed_secret', create),
  }
}
