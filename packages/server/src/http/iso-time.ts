/** Times on the wire: ISO 8601 with offset, in the time of Vietnam, which has no summer time. */
const offsetMs = 7 * 3_600_000

export function isoTime(ms: number): string {
  return new Date(ms + offsetMs).toISOString().replace('Z', '+07:00')
}

/** A day (`2026-11-22`, its first millisecond in Vietnam) or a full time with offset; undefined for anything else. */
export function msFromIso(text: string): number | undefined {
  const isDay = /^\d{4}-\d{2}-\d{2}$/.test(text)
  if (!isDay && !/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?(Z|[+-]\d{2}:\d{2})$/.test(text))
    return undefined
  const ms = Date.parse(isDay ? `${text}T00:00:00+07:00` : text)
  return Number.isNaN(ms) ? undefined : ms
}
