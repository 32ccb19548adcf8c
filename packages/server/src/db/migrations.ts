/** The schema, one step a change; a step that was released is never edited. Times are milliseconds since the epoch. */
import type { Database } from './database.ts'

/** `ID` stands for what each database calls a number that it counts up by itself. */
const steps: readonly string[] = [
  `
  CREATE TABLE accounts (id ID, name TEXT NOT NULL UNIQUE);
  CREATE TABLE users (
    id ID,
    account_id INTEGER NOT NULL REFERENCES accounts (id),
    username TEXT NOT NULL UNIQUE,
    password_hash TEXT NOT NULL,
    full_name TEXT NOT NULL,
    extension TEXT NOT NULL UNIQUE
  );
  CREATE TABLE tokens (
    id ID,
    user_id INTEGER NOT NULL REFERENCES users (id),
    secret_hash TEXT NOT NULL,
    device_name TEXT NOT NULL,
    created_at BIGINT NOT NULL
  );
  CREATE TABLE contacts (
    id ID,
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
  `
  CREATE TABLE webhook_endpoints (
    id ID,
    account_id INTEGER NOT NULL REFERENCES accounts (id),
    name TEXT NOT NULL,
    url TEXT NOT NULL,
    events TEXT NOT NULL,
    secret TEXT NOT NULL,
    status TEXT NOT NULL,
    failures INTEGER NOT NULL,
    created_at BIGINT NOT NULL
  );
  CREATE INDEX webhook_endpoints_of ON webhook_endpoints (account_id);
  CREATE TABLE webhook_deliveries (
    id TEXT NOT NULL PRIMARY KEY,
    account_id INTEGER NOT NULL REFERENCES accounts (id),
    endpoint_id INTEGER NOT NULL REFERENCES webhook_endpoints (id) ON DELETE CASCADE,
    event TEXT NOT NULL,
    body TEXT NOT NULL,
    status TEXT NOT NULL,
    attempts INTEGER NOT NULL,
    due_at BIGINT NOT NULL,
    claimed_until BIGINT NOT NULL,
    last_status INTEGER,
    last_error TEXT,
    created_at BIGINT NOT NULL
  );
  CREATE INDEX webhook_deliveries_due ON webhook_deliveries (status, due_at);
  CREATE INDEX webhook_deliveries_of ON webhook_deliveries (account_id, created_at);
  CREATE INDEX webhook_deliveries_to ON webhook_deliveries (endpoint_id);
  ALTER TABLE tokens ADD COLUMN scopes TEXT NOT NULL DEFAULT '*';
  ALTER TABLE tokens ADD COLUMN expires_at BIGINT;
  CREATE INDEX tokens_of ON tokens (user_id);
  CREATE TABLE used_embed_tokens (jti TEXT NOT NULL PRIMARY KEY, expires_at BIGINT NOT NULL);
  `,
  `
  CREATE TABLE embed_origins (
    account_id INTEGER NOT NULL PRIMARY KEY REFERENCES accounts (id),
    origins TEXT NOT NULL
  );
  `,
  `
  CREATE TABLE farewells (
    extension TEXT NOT NULL,
    call_id TEXT NOT NULL,
    frame TEXT NOT NULL,
    due_at BIGINT NOT NULL,
    wanted_at BIGINT NOT NULL,
    PRIMARY KEY (extension, call_id)
  );
  CREATE INDEX farewells_due ON farewells (due_at);
  `,
]

const versionOf = async (db: Database): Promise<number> => {
  const row = await db.get<{ version: number | null }>('SELECT MAX(version) AS version FROM schema_version')
  return row?.version ?? 0
}

/**
 * Brings the database to the newest schema; returns how many steps it took. Several processes may start at once: each step
 * is all or nothing, so who comes second fails, sees that the step is done, and goes on.
 */
export async function migrate(db: Database): Promise<number> {
  await createVersionTable(db)
  const done = await versionOf(db)
  for (const [index, step] of steps.entries()) {
    if (index < done) continue
    try {
      await db.exec(
        `${step.replaceAll(/\bID\b/g, db.idColumn)}; INSERT INTO schema_version (version) VALUES (${index + 1})`,
      )
    } catch (error) {
      if ((await versionOf(db)) <= index) throw error
    }
  }
  return Math.max(0, steps.length - done)
}

/** Even IF NOT EXISTS fails in PostgreSQL when two create the same table at the same moment. */
async function createVersionTable(db: Database): Promise<void> {
  const create = () => db.exec('CREATE TABLE IF NOT EXISTS schema_version (version INTEGER NOT NULL)')
  await create().catch(create)
}
