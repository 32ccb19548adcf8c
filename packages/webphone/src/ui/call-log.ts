/** The agent's last calls. Pure; `browser/log-store.ts` keeps them between pages. */
import type { CallDirection, CallSnapshot } from '../phone-api.ts'

export interface LogEntry {
  readonly uuid: string
  readonly number: string
  readonly name: string
  readonly direction: CallDirection
  /** Milliseconds since the epoch. */
  readonly startedAt: number
  readonly billsec: number
  readonly reason: string
  readonly isMissed: boolean
  readonly isSeen: boolean
}

const maxEntries = 50

/** Not missed: answered here or elsewhere, or declined by the agent. */
const notMissed = new Set(['answered_elsewhere', 'lose_race', 'picked_off', 'call_rejected', 'decline'])

export function entryFrom(call: CallSnapshot, reason: string, billsec: number): LogEntry {
  const isMissed = call.direction === 'incoming' && call.answeredAt === null && !notMissed.has(reason)
  return {
    uuid: call.uuid,
    number: call.number,
    name: call.contact?.full_name || call.displayName,
    direction: call.direction,
    startedAt: call.createdAt,
    billsec,
    reason,
    isMissed,
    isSeen: !isMissed,
  }
}

export function addEntry(log: readonly LogEntry[], entry: LogEntry): readonly LogEntry[] {
  return [entry, ...log.filter((known) => known.uuid !== entry.uuid)].slice(0, maxEntries)
}

export function markSeen(log: readonly LogEntry[]): readonly LogEntry[] {
  return log.some((entry) => !entry.isSeen) ? log.map((entry) => ({ ...entry, isSeen: true })) : log
}

/** From storage, which anyone on the page may have written. */
export function readLog(value: unknown): readonly LogEntry[] {
  return Array.isArray(value) ? value.filter(isEntry).slice(0, maxEntries) : []
}

function isEntry(value: unknown): value is LogEntry {
  if (typeof value !== 'object' || value === null) return false
  const row = value as Record<string, unknown>
  return (
    ['uuid', 'number', 'name', 'reason'].every((key) => typeof row[key] === 'string') &&
    ['startedAt', 'billsec'].every((key) => isTime(row[key])) &&
    ['isMissed', 'isSeen'].every((key) => typeof row[key] === 'boolean') &&
    (row['direction'] === 'incoming' || row['direction'] === 'outgoing')
  )
}

/** Beyond 8.64e15 there is no date, and drawing it would throw. */
const isTime = (value: unknown): boolean => typeof value === 'number' && Math.abs(value) <= 8.64e15
