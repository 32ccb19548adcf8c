import { describe, expect, it } from 'vitest'
import { initialLine, lineStatus } from './line-state.ts'
import { stepLine } from './line-step.ts'
import type { LineEffect, LineInput, LineState } from './line-state.ts'

const config = { urls: ['wss://a', 'wss://b'], keepaliveMs: 25_000, credentialsTtlMs: 3_600_000 }
const start: LineInput = { type: 'start', config, autoRegister: true }

/** Feeds inputs one after the other; numbers move the time on. */
function drive(...inputs: (LineInput | number)[]) {
  let line: LineState = initialLine({ reconnectFailedAfterMs: 300_000 })
  let now = 0
  let effects: readonly LineEffect[] = []
  const feed = (input: LineInput | number) => {
    if (typeof input === 'number') return void (now += input)
    const step = stepLine(line, input, { now, random: 0.5 })
    line = step.line
    effects = step.effects
  }
  for (const input of inputs) feed(input)
  return {
    get line() {
      return line
    },
    get effects() {
      return effects
    },
    feed: (...more: (LineInput | number)[]) => {
      for (const input of more) feed(input)
      return effects
    },
    events: () => effects.flatMap((one) => (one.type === 'emit' ? [[one.name, one.payload]] : [])),
    timer: (name: string) =>
      [...effects].reverse().find((one) => one.type === 'timer' && one.name === name) as
        { delayMs: number | null } | undefined,
    has: (type: LineEffect['type']) => effects.some((one) => one.type === type),
  }
}

const opened = (generation: number): LineInput => ({ type: 'opened', generation })
const closed = (generation: number, reason = 'gone'): LineInput => ({ type: 'closed', generation, reason })
const timer = (name: 'retry' | 'pong' | 'watch' | 'doubt' | 'outage' | 'connect' | 'leave', lateMs = 0) =>
  ({ type: 'timer', name, lateMs }) as const
const registered: LineInput = { type: 'registered' }
const refused = (status: number, retryAfterMs?: number): LineInput => ({
  type: 'register-failed',
  cause: 'rejected',
  status,
  retryAfterMs,
})
const signal = (name: 'online' | 'offline' | 'visible' | 'pagehide' | 'pageshow' | 'resume') =>
  ({ type: 'signal', signal: name }) as const
const online = [start, opened(1), registered] as const

describe('line: the way up', () => {
  it('opens the preferred URL, tells connected before REGISTER, then registered', () => {
    const line = drive(start)
    expect(line.effects).toContainEqual({ type: 'open', generation: 1, url: 'wss://a' })
    expect(line.timer('connect')?.delayMs).toBeLessThan(10_000)
    line.feed(opened(1))
    const kinds = line.effects.map((one) => (one.type === 'emit' ? one.name : one.type))
    expect(kinds.indexOf('connected')).toBeLessThan(kinds.indexOf('send-register'))
    expect(kinds.indexOf('open-flow')).toBeLessThan(kinds.indexOf('connected'))
    line.feed(registered)
    expect(line.events()).toEqual([['registered', {}]])
    expect(lineStatus(line.line)).toBe('registered')
  })

  it('stays open without REGISTER when autoRegister is off, and registers on demand', () => {
    const line = drive({ type: 'start', config, autoRegister: false }, opened(1))
    expect(line.line.phase).toBe('open')
    expect(line.has('send-register')).toBe(false)
    line.feed({ type: 'register' })
    expect(line.has('send-register')).toBe(true)
  })
})

describe('line: loss and retry', () => {
  it('tells disconnected, unregistered, auto_reconnect in this order', () => {
    const line = drive(...online, closed(1, 'cut'))
    expect(line.events()).toEqual([
      ['disconnected', { reason: 'cut' }],
      ['unregistered', { reason: 'transport_disconnect' }],
      ['auto_reconnect', { attempt: 1, delay_ms: 1250 }],
    ])
    expect(line.timer('retry')?.delayMs).toBe(1250)
  })

  it('waits 1, 2, 4, 8, 16, 30, 30 s plus jitter, tries the URLs in turn, and does not reset on a mere open', () => {
    const line = drive(...online, closed(1))
    const delays = [line.line.retryDelayMs]
    const urls: string[] = []
    for (let attempt = 1; attempt <= 7; attempt++) {
      line.feed(timer('retry'))
      const open = line.effects.find((one) => one.type === 'open')
      urls.push(open?.type === 'open' ? open.url : '')
      line.feed(opened(line.line.generation), closed(line.line.generation))
      delays.push(line.line.retryDelayMs)
    }
    expect(delays.map((one) => one - 250)).toEqual([1000, 2000, 4000, 8000, 16_000, 30_000, 30_000, 30_000])
    expect(urls.slice(0, 4)).toEqual(['wss://a', 'wss://b', 'wss://a', 'wss://b'])
    line.feed(timer('retry'))
    line.feed(opened(line.line.generation), registered, closed(line.line.generation))
    expect(line.line.retryDelayMs).toBe(1250)
  })

  it('goes on to the next URL at once where the preferred one never opened, and comes back to it after a loss', () => {
    const urlOf = (effects: readonly LineEffect[]) =>
      effects.flatMap((one) => (one.type === 'open' ? [one.url] : []))
    const line = drive(start, timer('connect'), timer('retry'))
    expect(urlOf(line.effects)).toEqual(['wss://b'])
    line.feed(opened(2), registered, closed(2), timer('retry'))
    expect(urlOf(line.effects)).toEqual(['wss://a'])
  })

  it('does not tell disconnected for a socket that never opened', () => {
    const line = drive(start, closed(1))
    expect(line.events()).toEqual([['auto_reconnect', { attempt: 1, delay_ms: 1250 }]])
  })

  it('gives up a silent server after the connect timer', () => {
    const line = drive(start, timer('connect'))
    expect(line.has('drop')).toBe(true)
    expect(line.line.phase).toBe('backing-off')
  })

  it('ignores facts of older sockets', () => {
    const line = drive(...online, closed(1), timer('retry'), closed(1), opened(1))
    expect(line.line).toMatchObject({ phase: 'opening', generation: 2, attempt: 1 })
    expect(line.effects).toEqual([])
  })

  it('tells reconnect_failed from its timer, which runs once an outage', () => {
    const line = drive(...online, closed(1))
    expect(line.timer('outage')?.delayMs).toBe(300_000)
    line.feed(timer('retry'), closed(2))
    expect(line.timer('outage')).toBeUndefined()
    line.feed(300_000, timer('outage'))
    expect(line.effects).toMatchObject([
      { type: 'error', failure: { code: 'reconnect_failed', details: { attempt: 2, outage_ms: 300_000 } } },
    ])
  })

  it('has no outage any more when the socket is back and no registration is wanted', () => {
    const line = drive({ type: 'start', config, autoRegister: false }, opened(1), closed(1), timer('retry'))
    line.feed(opened(2))
    expect(line.timer('outage')?.delayMs).toBeNull()
    expect(line.line).toMatchObject({ phase: 'open', attempt: 1, outageSince: null })
    line.feed(closed(2))
    expect(line.timer('outage')?.delayMs).toBe(300_000)
    expect(line.line.attempt).toBe(2)
  })

  it('tries at once on online, goes on counting, and not twice within half a second', () => {
    const line = drive(...online, closed(1), timer('retry'), closed(2), 1500, signal('online'))
    expect(line.line).toMatchObject({ phase: 'opening', generation: 3 })
    line.feed(closed(3))
    expect(line.line.attempt).toBe(3)
    line.feed(200, signal('online'))
    expect(line.line.phase).toBe('backing-off')
    expect(line.timer('retry')?.delayMs).toBe(300)
  })
})

describe('line: another network', () => {
  it('online ends an attempt that hangs, tells nothing, and leaves a fresh one alone', () => {
    const line = drive(...online, closed(1), timer('retry'), 900, signal('online'))
    expect(line.effects).toEqual([])
    line.feed(100, signal('online'))
    expect(line.has('drop')).toBe(true)
    expect(line.events()).toEqual([])
    expect(line.line).toMatchObject({ phase: 'opening', generation: 3, attempt: 1 })
    line.feed(1000, signal('offline'))
    expect(line.effects).toEqual([])
  })
})

describe('line: refusals', () => {
  it('obeys Retry-After on the same socket; online does not cut it, a new socket neither', () => {
    const line = drive(start, opened(1), refused(503, 20_000))
    expect(line.has('drop')).toBe(false)
    expect(line.events()).toEqual([['auto_reconnect', { attempt: 1, delay_ms: 20_250 }]])
    line.feed(5000, signal('online'))
    expect(line.has('send-register')).toBe(false)
    line.feed(closed(1))
    expect(line.line.retryDelayMs).toBe(15_250)
    expect(line.line.phase).toBe('backing-off')
  })

  it('asks once for fresh credentials on 401/403, then unregistered remote and silence', () => {
    const line = drive(...online, refused(403))
    expect(line.effects).toContainEqual({ type: 'fetch-config', freshToken: true })
    line.feed({ type: 'config', config })
    expect(line.has('send-register')).toBe(true)
    line.feed(refused(401))
    expect(line.events()).toEqual([['unregistered', { reason: 'remote' }]])
    expect(line.effects).toContainEqual(
      expect.objectContaining({
        type: 'error',
        failure: expect.objectContaining({ code: 'registration_rejected' }),
      }),
    )
    expect(line.line.phase).toBe('open')
    line.feed(60_000, signal('online'), timer('retry'))
    expect(line.has('send-register')).toBe(false)
    line.feed({ type: 'register' })
    expect(line.effects).toContainEqual({ type: 'fetch-config', freshToken: true })
  })

  it('stops when the token is refused too; goes on waiting when the back end is down', () => {
    const line = drive(...online, refused(403), {
      type: 'config-failed',
      code: 'token_rejected',
      message: '401',
    })
    expect(line.line.phase).toBe('open')
    const other = drive(...online, refused(403), {
      type: 'config-failed',
      code: 'bootstrap_failed',
      message: '502',
    })
    expect(other.line.phase).toBe('holding')
    other.feed(timer('retry'))
    expect(other.effects).toContainEqual({ type: 'fetch-config', freshToken: true })
  })

  it('where there are several servers one that refuses is left, but not in a call and not when it says how long to wait', () => {
    const line = drive(...online, refused(500), timer('retry'))
    const urls: string[] = []
    for (let tries = 0; tries < 2; tries++) {
      urls.push(...line.effects.flatMap((one) => (one.type === 'open' ? [one.url] : [])))
      line.feed(opened(line.line.generation), refused(500), timer('retry'))
    }
    expect(urls).toEqual(['wss://a', 'wss://b'])
    expect(drive(...online, { type: 'calls', count: 1 }, refused(500)).line.phase).toBe('holding')
    expect(drive(...online, refused(500, 5000)).line.phase).toBe('holding')
  })

  it('drops a socket on which REGISTER stays unanswered', () => {
    const line = drive(start, opened(1), { type: 'register-failed', cause: 'timeout' })
    expect(line.line.phase).toBe('backing-off')
  })
})

describe('line: liveness', () => {
  it('pings in time to notice within 30 s idle and 15 s in a call', () => {
    for (const [calls, limitMs] of [
      [0, 30_000],
      [1, 15_000],
    ] as const) {
      const line = drive(...online, { type: 'calls', count: calls })
      let ms = 0
      for (; !line.has('ping'); ms += line.timer('watch')?.delayMs ?? 0)
        line.feed(line.timer('watch')?.delayMs ?? (calls ? 4000 : 5000), timer('watch'))
      expect(ms + (line.timer('pong')?.delayMs ?? Infinity)).toBeLessThanOrEqual(limitMs)
    }
  })

  it('is stale while a pong is overdue, registered again after it, lost when it never comes', () => {
    const line = drive(...online, 20_000, timer('watch'))
    expect(line.has('ping')).toBe(true)
    line.feed(2000, timer('doubt'))
    expect(lineStatus(line.line)).toBe('stale')
    line.feed({ type: 'pong' })
    expect(lineStatus(line.line)).toBe('registered')
    line.feed(20_000, timer('watch'), 8000, timer('pong'))
    expect(line.line.phase).toBe('backing-off')
  })

  it('a server that answers no ping is asked by REGISTER; one that does is not', () => {
    const line = drive(...online)
    for (let round = 0; round < 5; round++) {
      line.feed(20_000, timer('watch'), 2000, timer('doubt'))
      expect(line.has('send-register')).toBe(true)
      expect(lineStatus(line.line)).toBe('stale')
      line.feed(registered)
      expect(line.timer('pong')).toEqual({ type: 'timer', name: 'pong', delayMs: null })
      expect(line.events()).toEqual([])
      expect(lineStatus(line.line)).toBe('registered')
    }
    line.feed(20_000, timer('watch'), { type: 'pong' }, 20_000, timer('watch'), 2000, timer('doubt'))
    expect(line.has('send-register')).toBe(false)
  })

  it('probes at once after a timer gap and takes a late pong timer for sleep, not for death', () => {
    const line = drive(...online, 60_000, timer('watch', 55_000))
    expect(line.has('ping')).toBe(true)
    expect(line.timer('pong')?.delayMs).toBe(4000)
    expect(line.has('send-register')).toBe(true)
    expect(lineStatus(line.line)).toBe('stale')
    line.feed({ type: 'pong' })
    expect(lineStatus(line.line)).toBe('stale')
    line.feed(registered)
    expect(lineStatus(line.line)).toBe('registered')
    line.feed(20_000, timer('watch'), 600_000, timer('pong', 592_000))
    expect(line.line.phase).toBe('online')
    expect(line.has('ping')).toBe(true)
    expect(line.timer('pong')?.delayMs).toBe(4000)
  })

  it('finds a dead socket although a hidden page gets one timer a minute, and does not doubt each minute', () => {
    const line = drive(...online, { type: 'signal', signal: 'hidden' }, 60_000, timer('watch', 40_000))
    expect(line.has('send-register')).toBe(false)
    expect(lineStatus(line.line)).toBe('registered')
    line.feed(60_000, timer('pong', 52_000))
    expect(line.line.phase).toBe('backing-off')
  })

  it('forgives one late pong timer, not two', () => {
    const line = drive(...online, 20_000, timer('watch'), 600_000, timer('pong', 592_000))
    expect(line.line.phase).toBe('online')
    line.feed(600_000, timer('pong', 596_000))
    expect(line.line.phase).toBe('backing-off')
  })

  it('verifies a rumour of offline and does not tear anything down', () => {
    const line = drive(...online, signal('offline'))
    expect(line.line.phase).toBe('online')
    expect(line.effects.filter((one) => one.type === 'ping')).toHaveLength(1)
  })
})

describe('line: the end', () => {
  it('unregister: one frame, unregistered manual, socket closed', () => {
    const line = drive(...online, { type: 'unregister' })
    expect(line.has('send-unregister')).toBe(true)
    line.feed({ type: 'unregistered' })
    expect(line.events()).toEqual([
      ['unregistered', { reason: 'manual' }],
      ['disconnected', { reason: 'manual' }],
    ])
    expect(line.line.phase).toBe('parked')
    line.feed({ type: 'register' })
    expect(line.line.phase).toBe('opening')
  })

  it('unregister leaves the socket to live calls until they end', () => {
    const line = drive(...online, { type: 'calls', count: 1 }, { type: 'unregister' }, timer('leave'))
    expect(line.line.phase).toBe('open')
    line.feed({ type: 'calls', count: 0 })
    expect(line.line.phase).toBe('parked')
    expect(line.has('drop')).toBe(true)
  })

  it('disconnect is final in every phase and clears every timer', () => {
    for (const inputs of [[], [start], [start, opened(1)], [...online], [...online, closed(1)]]) {
      const line = drive(...inputs, { type: 'disconnect' })
      if (line.line.phase === 'leaving') line.feed(timer('leave'))
      expect(line.line.phase).toBe('down')
      expect(line.has('clear-timers')).toBe(true)
      line.feed({ type: 'register' }, opened(9), registered, signal('online'))
      expect(line.effects).toEqual([])
    }
  })

  it('an unregister() behind disconnect() does not bring the line back, and both are told', () => {
    const line = drive(...online, { type: 'disconnect' }, { type: 'unregister' })
    line.feed({ type: 'unregistered' })
    expect(line.line.phase).toBe('down')
    const settled = line.effects.flatMap((one) => (one.type === 'settle' ? [one.command] : []))
    expect(settled).toEqual(['unregister', 'disconnect'])
  })

  it('pagehide un-registers in one frame, pageshow revives', () => {
    const line = drive(...online, signal('pagehide'))
    expect(line.effects.map((one) => one.type)).toContain('send-unregister')
    expect(line.events().map(([name]) => name)).toEqual(['disconnected', 'unregistered'])
    line.feed(signal('pageshow'))
    expect(line.line.phase).toBe('opening')
  })
})
