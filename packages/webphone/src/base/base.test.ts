import { describe, expect, it } from 'vitest'
import { createFakeClock } from '../testing/fake-clock.ts'
import { createLogger, redact } from './logger.ts'
import { createRunQueue } from './run-queue.ts'
import { createTimers } from './timers.ts'
import { createWaiters } from './waiters.ts'

describe('run queue', () => {
  it('runs a job to its end before the next, and survives one that throws', () => {
    const order: string[] = []
    const crashes: unknown[] = []
    const queue = createRunQueue((error) => crashes.push(error))
    queue(() => {
      queue(() => order.push('inner'))
      order.push('outer')
      throw new Error('bug')
    })
    queue(() => order.push('next'))
    expect(order).toEqual(['outer', 'inner', 'next'])
    expect(crashes).toHaveLength(1)
  })
})

describe('timers', () => {
  it('replaces, cancels, tells lateness, and nothing fires after clear', async () => {
    const clock = createFakeClock()
    const fired: [string, number][] = []
    const timers = createTimers<string>(clock, (name, lateMs) => fired.push([name, lateMs]))
    timers.set('a', 10)
    timers.set('a', 50)
    timers.set('b', 10)
    timers.set('b', null)
    await clock.advance(60)
    timers.set('c', 10)
    await clock.sleep(10_010)
    timers.set('d', 10)
    timers.clear()
    await clock.advance(100)
    expect(fired).toEqual([
      ['a', 0],
      ['c', 10_000],
    ])
    expect(clock.pendingTimers).toBe(0)
  })
})

describe('waiters', () => {
  it('settles once; a rejection that nobody awaits is no unhandled rejection', async () => {
    const waiters = createWaiters()
    const good = waiters.add(() => 5)
    const bad = waiters.add(() => 5)
    waiters.settle(good.id)
    waiters.settle(bad.id, new Error('no'))
    waiters.settle(bad.id)
    await expect(good.promise).resolves.toBe(5)
    await expect(bad.promise).rejects.toThrow('no')
  })
})

describe('log redaction', () => {
  it.each([
    'Authorization: Digest username="x", response="canary"',
    'WWW-Authenticate: Digest nonce="canary"',
    '{"password":"canary","a":1}',
    'token=canary&x=1',
    'Bearer canary',
    'a=ice-pwd:canary',
    'credential: "canary"',
  ])('%s', (line) => expect(redact(`first\r\n${line}\r\nlast`)).not.toContain('canary'))

  it('masks numbers, keeps short extensions', () => {
    expect(redact('from 0987654321 to 1001')).toBe('from 09…21 to 1001')
  })

  it('debug is silent unless asked for', () => {
    const lines: unknown[][] = []
    const sink = { debug: (...args: unknown[]) => lines.push(args), error: () => {} }
    createLogger(sink, false).debug('a')
    createLogger(sink, true).debug('b', { password: 'canary' })
    expect(lines).toHaveLength(1)
    expect(JSON.stringify(lines)).not.toContain('canary')
  })
})
