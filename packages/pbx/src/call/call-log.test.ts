import { afterEach, expect, it, vi } from 'vitest'
import { createCallLog } from './call-log.ts'
import type { PbxCallEvent } from '../pbx-port.ts'

afterEach(() => void vi.useRealTimers())

it('a wall clock that is set in the middle of a call is not billed', () => {
  vi.useFakeTimers()
  const told: PbxCallEvent[] = []
  const record = createCallLog({ onCall: (event) => void told.push(event) })({
    callUuid: 'a',
    direction: 'internal',
    callerNumber: '1001',
    callerName: '',
    destinationNumber: '1002',
    extension: '1001',
  })
  vi.advanceTimersByTime(2000)
  record.answered()
  vi.setSystemTime(Date.now() - 3_600_000)
  vi.advanceTimersByTime(5000)
  record.hangup('NORMAL_CLEARING')
  const end = told.at(-1)
  expect(told.map(({ step }) => step)).toEqual(['ringing', 'answered', 'hangup'])
  expect((end?.endedAt ?? 0) - (end?.answeredAt ?? 0)).toBe(5000)
  expect((end?.answeredAt ?? 0) - (end?.startedAt ?? 0)).toBe(2000)
})
