/** What is kept between pages: the call log, per extension, and the side of the overlay. In a frame without storage rights even the access throws. */
import { readLog, type LogEntry } from '../call-log.ts'

const keyFor = (extension: string): string => `zorio-webphone:log:${extension}`

function attempt<T>(run: () => T, fallback: T): T {
  try {
    return run()
  } catch {
    return fallback
  }
}

export function loadLog(extension: string): readonly LogEntry[] {
  return attempt(() => readLog(JSON.parse(localStorage.getItem(keyFor(extension)) ?? '[]')), [])
}

export function saveLog(extension: string, log: readonly LogEntry[]): void {
  attempt(() => localStorage.setItem(keyFor(extension), JSON.stringify(log)), undefined)
}

export function clearLog(extension: string): void {
  attempt(() => localStorage.removeItem(keyFor(extension)), undefined)
}

const sideKey = 'zorio-webphone:side'

export const readSide = (): 'start' | 'end' =>
  attempt(() => (localStorage.getItem(sideKey) === 'start' ? 'start' : 'end'), 'end')

export const writeSide = (side: 'start' | 'end'): void =>
  attempt(() => localStorage.setItem(sideKey, side), undefined)
