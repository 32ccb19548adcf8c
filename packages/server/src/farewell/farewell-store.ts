/** Farewells that wait, in SQL: they outlive the process, and of several processes one sends each. */
import type { Database } from '../db/database.ts'
import type { Farewell } from './farewell.ts'

export interface WaitingFarewell extends Farewell {
  /** When the call was to end; `due_at` moves on with every try. */
  readonly wantedAt: number
}

export interface FarewellStore {
  /** A later time replaces an earlier one, never the other way round. */
  keep(farewell: Farewell, untilMs: number): Promise<void>
  /** Due now, whatever was said before. */
  hurry(farewell: Farewell, nowMs: number): Promise<void>
  /** The same for one that waits already; false where none does. */
  hurryWaiting(call: Pick<Farewell, 'extension' | 'callId'>, nowMs: number): Promise<boolean>
  /** Those that are due, each for one caller; due again at `againMs`. */
  claim(nowMs: number, againMs: number): Promise<WaitingFarewell[]>
  nextAt(): Promise<number | undefined>
  remove(call: Pick<Farewell, 'extension' | 'callId'>): Promise<void>
}

const insert = `INSERT INTO farewells (extension, call_id, frame, due_at, wanted_at) VALUES (?, ?, ?, ?, ?)
  ON CONFLICT (extension, call_id) DO UPDATE
  SET frame = excluded.frame, due_at = excluded.due_at, wanted_at = excluded.wanted_at`
const isIt = 'extension = ? AND call_id = ?'

export function createFarewellStore(db: Database): FarewellStore {
  const valuesOf = ({ extension, callId, frame }: Farewell, atMs: number) => [
    ...[extension, callId, frame, atMs, atMs],
  ]
  return {
    keep: async (farewell, untilMs) =>
      void (await db.run(`${insert} WHERE farewells.due_at < excluded.due_at`, valuesOf(farewell, untilMs))),
    hurry: async (farewell, nowMs) => void (await db.run(insert, valuesOf(farewell, nowMs))),
    hurryWaiting: async ({ extension, callId }, nowMs) =>
      (await db.run(`UPDATE farewells SET due_at = ?, wanted_at = ? WHERE ${isIt}`, [
        ...[nowMs, nowMs, extension, callId],
      ])) > 0,
    claim: (nowMs, againMs) =>
      db.all(
        `UPDATE farewells SET due_at = ? WHERE due_at <= ?
         RETURNING extension, call_id AS "callId", frame, wanted_at AS "wantedAt"`,
        [againMs, nowMs],
      ),
    async nextAt() {
      const row = await db.get<{ at: number | null }>('SELECT MIN(due_at) AS at FROM farewells')
      return row?.at ?? undefined
    },
    remove: async ({ extension, callId }) =>
      void (await db.run(`DELETE FROM farewells WHERE ${isIt}`, [extension, callId])),
  }
}
