/** The picture of the phone: immutable, and the same object as long as nothing in it changed. */
import type { CallSnapshot } from './call-api.ts'
import type { LineRunner } from './line/line-runner.ts'
import type { PhoneSnapshot } from './phone-api.ts'

export interface PhoneFacts {
  readonly line: Pick<LineRunner, 'state' | 'isWaiting'>
  readonly status: PhoneSnapshot['status']
  readonly extension: string
  readonly displayName: string
  readonly calls: readonly CallSnapshot[]
  readonly isAudioBlocked: boolean
}

export function nextPhoneSnapshot(old: PhoneSnapshot | undefined, facts: PhoneFacts): PhoneSnapshot {
  const { line, status, extension, displayName, isAudioBlocked } = facts
  const isSameList =
    old?.calls.length === facts.calls.length && facts.calls.every((one, index) => one === old.calls[index])
  const calls = old && isSameList ? old.calls : Object.freeze([...facts.calls])
  const reconnect = nextReconnect(old, line)
  const isSame =
    old?.calls === calls &&
    old.reconnect === reconnect &&
    old.status === status &&
    old.isAudioBlocked === isAudioBlocked
  if (isSame) return old
  return Object.freeze({ status, extension, displayName, calls, reconnect, isAudioBlocked })
}

function nextReconnect(old: PhoneSnapshot | undefined, line: PhoneFacts['line']): PhoneSnapshot['reconnect'] {
  if (!line.isWaiting) return null
  const { attempt, retryDelayMs: delayMs } = line.state
  const before = old?.reconnect
  return before?.attempt === attempt && before.delayMs === delayMs
    ? before
    : Object.freeze({ attempt, delayMs })
}
