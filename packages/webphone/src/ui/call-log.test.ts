import { expect, it } from 'vitest'
import { addEntry, readLog, type LogEntry } from './call-log.ts'

const entry: LogEntry = {
  uuid: 'a',
  number: '1',
  name: '',
  direction: 'incoming',
  startedAt: 1,
  billsec: 0,
  reason: 'busy',
  isMissed: false,
  isSeen: true,
}

it.each([
  null,
  5,
  'x',
  {},
  [null],
  [{ ...entry, number: 7 }],
  [{ ...entry, direction: 'up' }],
  [{ ...entry, startedAt: NaN }],
  [{ ...entry, startedAt: 1e16 }],
])('reads nothing from %o', (stored) => {
  expect(readLog(stored)).toEqual([])
})

it('reads what it wrote', () => {
  expect(readLog(JSON.parse(JSON.stringify([entry])))).toEqual([entry])
})

it('keeps fifty, newest first, each call once', () => {
  const log = Array.from({ length: 60 }, (_, index) => ({ ...entry, uuid: String(index) })).reduce(
    addEntry,
    [] as readonly LogEntry[],
  )
  expect(log).toHaveLength(50)
  expect(log[0]?.uuid).toBe('59')
  expect(addEntry(log, { ...entry, uuid: '58' })).toHaveLength(50)
})
