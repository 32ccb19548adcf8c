import { expect, test } from 'vitest'
import { judgeAttempt, readRetryAfter } from './delivery-policy.ts'
import type { AttemptOutcome } from './delivery-policy.ts'

const failed: AttemptOutcome = { type: 'failed', error: 'timeout' }
const made = (attempts: number) => ({ attempts, startedAtMs: 1_000_000, endedAtMs: 1_005_000 })

test.each([200, 201, 204, 299])('%i is delivered', (status) => {
  expect(judgeAttempt({ type: 'answered', status }, made(4))).toEqual({ type: 'delivered' })
})

test.each([
  [1, 30_000],
  [2, 270_000],
  [3, 1_500_000],
])('after attempt %i the next one starts %i ms after its start', (attempts, waitMs) => {
  expect(judgeAttempt(failed, made(attempts))).toEqual({ type: 'again', atMs: 1_000_000 + waitMs })
})

test.each([301, 302, 400, 404, 410, 429, 500, 503])('%i is a failure, the fourth one the last', (status) => {
  expect(judgeAttempt({ type: 'answered', status }, made(1)).type).toBe('again')
  expect(judgeAttempt({ type: 'answered', status }, made(4))).toEqual({ type: 'dead' })
})

test('Retry-After lengthens the wait, never shortens it, and ends at a day', () => {
  const asked = (retryAfterMs: number) =>
    judgeAttempt({ type: 'answered', status: 503, retryAfterMs }, made(1))
  expect(asked(120_000)).toEqual({ type: 'again', atMs: 1_125_000 })
  expect(asked(1000)).toEqual({ type: 'again', atMs: 1_030_000 })
  expect(asked(1e12)).toEqual({ type: 'again', atMs: 1_005_000 + 86_400_000 })
})

test.each([
  ['120', 120_000],
  ['0', 0],
  ['Sun, 22 Nov 2026 08:01:00 GMT', 60_000],
  ['Sun, 22 Nov 2026 07:00:00 GMT', 0],
  ['soon', undefined],
  ['-5', undefined],
  ['1.5', undefined],
  ['', undefined],
  ['99999999999999', undefined],
  [undefined, undefined],
])('Retry-After %j is %j ms', (header, expected) => {
  expect(readRetryAfter(header, Date.parse('2026-11-22T08:00:00Z'))).toBe(expected)
})
