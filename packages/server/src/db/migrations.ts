/** The schema, one step a change; a step that was released is never edited. Times are milliseconds since the epoch. */
import type { Database } from './database.ts'

const steps: readonly string[] = [
  `
  CREATE TABLE accounts (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE);
  CREATE TABLE users (
    id INTEGER PRIMARY KEY,
    account_id INTEGER NOT NULL REFERENCES accounts (id),
    username TEXT NOT NULL UNIQUE,
    password_hash TEXT NOT NULL,
    full_name TEXT NOT NULL,
    extension TEXT NOT NULL UNIQUE
  );
  CREATE TABLE tokens (
    id INTEGER PRIMARY KEY,
    user_id INTEGER NOT NULL REFERENCES users (id),
    secret_hash TEXT NOT NULL,
    device_name TEXT NOT NULL,
    created_at BIGINT NOT NULL
  );
  CREATE TABLE contacts (
    id INTEGER PRIMARY KEY,
    account_id INTEGER NOT NULL REFERENCES accounts (id),
    full_name TEXT NOT NULL,
    customer_id INTEGER,
    lead_id INTEGER
  );
  CREATE TABLE contact_phones (
    account_id INTEGER NOT NULL REFERENCES accounts (id),
    number TEXT NOT NULL,
    contact_id INTEGER NOT NULL REFERENCES contacts (id),
    PRIMARY KEY (account_id, number)
  );
  CREATE INDEX contact_phones_of ON contact_phones (contact_id);
  CREATE TABLE calls (
    uuid TEXT NOT NULL PRIMARY KEY,
    account_id INTEGER NOT NULL REFERENCES accounts (id),
    direction TEXT NOT NULL,
    caller_number TEXT NOT NULL,
    destination_number TEXT NOT NULL,
    extension_number TEXT NOT NULL,
    started_at BIGINT NOT NULL,
    answered_at BIGINT,
    ended_at BIGINT,
    cause TEXT
  );
  CREATE INDEX calls_by_time ON calls (account_id, started_at);
  CREATE TABLE settings (name TEXT NOT NULL PRIMARY KEY, value TEXT NOT NULL);
  `,
]

/** Brings the database to the newest schema; returns how many steps it took. */
export async function migrate(db: Database): Promise<number> {
  await db.exec('CREATE TABLE IF NOT EXISTS schema_version (version INTEGER NOT NULL)')
  const row = await db.get<{ version: number | null }>('SELECT MAX(version) AS version FROM schema_version')
  const done = row?.version ?? 0
  for (const [index, step] of steps.entries()) {
    if (index < done) continue
    await db.exec(`${step}; INSERT INTO schema_version (version) VALUES (${index + 1})`)
  }
  return Math.max(0, steps.length - done)
}
