import { afterEach, describe, expect, it, vi } from 'vitest'
import type { DueTimers } from '../base/browser-clock.ts'
import type { PageSignal } from '../base/page-signals-port.ts'
import { runAlarmWorker, type AlarmWorkerScope, type ToAlarmWorker } from './alarm-worker.ts'
import { startPageAlarm } from './page-alarm.ts'
import { timeWhileHidden } from './time-while-hidden.ts'

afterEach(() => {
  vi.useRealTimers()
})

/** A page's timers, moved by hand. */
function timersOf(dueAt: number[]) {
  let now = 0
  let added = () => {}
  const ran: number[] = []
  const timers: DueTimers = {
    now: () => now,
    nextDueAt: () => Math.min(...dueAt),
    runDue() {
      for (const each of dueAt.filter((one) => one <= now)) {
        ran.push(each)
        dueAt.splice(dueAt.indexOf(each), 1)
      }
    },
    onAdded(watcher) {
      added = watcher
      return () => (added = () => {})
    },
  }
  return {
    timers,
    ran,
    at: (ms: number) => (now = ms),
    add: (ms: number) => {
      dueAt.push(ms)
      added()
    },
  }
}

/** The worker's function on the other side of two queues that a test empties. */
function startFakeWorker() {
  const asked: ToAlarmWorker[] = []
  let isTerminated = false
  let hear = (_event: { data: unknown }) => {}
  const worker = {
    postMessage: (message: ToAlarmWorker) => asked.push(message),
    terminate: () => (isTerminated = true),
    addEventListener(type: string, listener: typeof hear) {
      if (type === 'message') hear = listener
    },
  }
  return {
    worker,
    asked,
    ring: (data: unknown = { type: 'alarm' }) => hear({ data }),
    isTerminated: () => isTerminated,
  }
}

function startAlarm(dueAt: number[]) {
  const fake = startFakeWorker()
  const page = timersOf(dueAt)
  // A worker's interface is wider than what is used of it.
  const stop = startPageAlarm(page.timers, () => fake.worker as unknown as Worker)
  return { ...fake, ...page, stop }
}

describe('the alarm of a hidden page', () => {
  it('is set for the next timer, rings it, and is set for the one after', () => {
    const alarm = startAlarm([20_000, 28_000.4])
    expect(alarm.asked).toEqual([{ type: 'set-alarm', delay: 20_000 }])
    alarm.at(20_000)
    alarm.ring()
    expect(alarm.ran).toEqual([20_000])
    expect(alarm.asked.at(-1)).toEqual({ type: 'set-alarm', delay: 8001 })
  })

  it('is set anew only for a timer that comes earlier', () => {
    const alarm = startAlarm([20_000])
    alarm.add(30_000)
    expect(alarm.asked).toHaveLength(1)
    alarm.add(500)
    expect(alarm.asked.at(-1)).toEqual({ type: 'set-alarm', delay: 500 })
  })

  it('hears nothing of what the worker says to others, and ends with its worker', () => {
    const alarm = startAlarm([100])
    alarm.at(200)
    alarm.ring({ type: 'ready' })
    expect(alarm.ran).toEqual([])
    alarm.stop()
    expect(alarm.isTerminated()).toBe(true)
    alarm.add(50)
    expect(alarm.asked).toHaveLength(1)
  })

  it('goes on when a timer fails', () => {
    const alarm = startAlarm([100])
    vi.spyOn(alarm.timers, 'runDue').mockImplementationOnce(() => {
      throw new Error('a bug')
    })
    alarm.at(100)
    expect(() => alarm.ring()).toThrow('a bug')
    expect(alarm.asked).toHaveLength(2)
  })
})

describe('the worker', () => {
  it('says when the time is over; a new time replaces the one before', () => {
    vi.useFakeTimers()
    let tell = (_event: { data: ToAlarmWorker }) => {}
    const said: unknown[] = []
    const scope: AlarmWorkerScope = {
      postMessage: (message) => said.push(message),
      addEventListener: (_type, listener) => void (tell = listener),
    }
    runAlarmWorker(scope)
    tell({ data: { type: 'set-alarm', delay: 1000 } })
    tell({ data: { type: 'set-alarm', delay: 5000 } })
    vi.advanceTimersByTime(4999)
    expect(said).toEqual([])
    vi.advanceTimersByTime(1)
    expect(said).toEqual([{ type: 'alarm' }])
  })
})

describe('time while hidden', () => {
  function watch(isHidden = false, startAlarm = vi.fn(() => Promise.resolve(end))) {
    let signal = (_signal: PageSignal) => {}
    const heard: PageSignal[] = []
    const page = timeWhileHidden(
      (listener) => {
        signal = listener
        return () => heard.push('pagehide')
      },
      { isHidden: () => isHidden, startAlarm },
    )
    const leave = page((one) => heard.push(one))
    return { signal: (one: PageSignal) => signal(one), leave, heard, startAlarm }
  }
  const end = vi.fn()
  afterEach(() => {
    end.mockClear()
  })

  it('starts the alarm when the page is hidden, once, and ends it when somebody looks', async () => {
    const page = watch()
    expect(page.startAlarm).not.toHaveBeenCalled()
    page.signal('hidden')
    page.signal('hidden')
    expect(page.startAlarm).toHaveBeenCalledOnce()
    page.signal('visible')
    await vi.waitFor(() => expect(end).toHaveBeenCalledOnce())
    expect(page.heard).toEqual(['hidden', 'hidden', 'visible'])
    page.signal('hidden')
    expect(page.startAlarm).toHaveBeenCalledTimes(2)
  })

  it('starts at once on a page that is hidden already, says so, and ends with the phone', async () => {
    const page = watch(true)
    expect(page.startAlarm).toHaveBeenCalledOnce()
    expect(page.heard).toEqual(['hidden'])
    page.leave()
    await vi.waitFor(() => expect(end).toHaveBeenCalledOnce())
  })

  it('one that cannot be started is tried again the next time', async () => {
    const failing = vi.fn(() => Promise.reject(new Error('refused by the policy')))
    const page = watch(false, failing)
    page.signal('hidden')
    await Promise.resolve()
    page.signal('visible')
    page.signal('hidden')
    expect(failing).toHaveBeenCalledTimes(2)
  })
})
