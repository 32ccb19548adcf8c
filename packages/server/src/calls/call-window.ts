/** Which days of calls a list covers: at most 30 days, the last 30 by default. */
import { msFromIso } from '../http/iso-time.ts'

const dayMs = 86_400_000
const maxDays = 30

export type CallWindow = { fromMs: number; toMs: number } | { errors: Record<string, string[]> }

/** `from` and `to` are days or full times; a day given as `to` belongs to the window. */
export function readCallWindow(
  given: { from?: string | undefined; to?: string | undefined },
  nowMs: number,
): CallWindow {
  const from = given.from === undefined ? undefined : msFromIso(given.from)
  const to = given.to === undefined ? undefined : msFromIso(given.to)
  const errors: Record<string, string[]> = {}
  const notATime = 'Must be a day (2026-11-22) or a time with offset.'
  if (given.from !== undefined && from === undefined) errors.from = [notATime]
  if (given.to !== undefined && to === undefined) errors.to = [notATime]
  if (Object.keys(errors).length > 0) return { errors }
  const isDay = given.to?.length === 10
  const toMs =
    to === undefined ? (from === undefined ? nowMs + 1 : from + maxDays * dayMs) : to + (isDay ? dayMs : 0)
  const fromMs = from ?? toMs - maxDays * dayMs
  if (toMs <= fromMs) return { errors: { to: ['Must be after from.'] } }
  if (toMs - fromMs > maxDays * dayMs) return { errors: { to: [`At most ${maxDays} days after from.`] } }
  return { fromMs, toMs }
}
