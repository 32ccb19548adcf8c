/** Values the server makes up once and must find again after a restart, such as signing secrets. */
import type { Database } from './database.ts'

/** The stored value of `name`; the first one to ask stores what `create` gives. */
export async function settingOf(db: Database, name: string, create: () => string): Promise<string> {
  await db.run('INSERT INTO settings (name, value) VALUES (?, ?) ON CONFLICT (name) DO NOTHING', [
    name,
    create(),
  ])
  const row = await db.get<{ value: string }>('SELECT value FROM settings WHERE name = ?', [name])
  if (!row) throw new Error(`setting ${name} was not stored`)
  return row.value
}
