import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { browserClock, dueTimers } from './browser-clock.ts'

/** A task later, without a timer. */
const later = () =>
  new Promise<void>((resolve) => {
    const { port1, port2 } = new MessageChannel()
    port1.addEventListener('message', () => {
      port1.close()
      resolve()
    })
    port1.start()
    port2.postMessage(0)
  })

describe('timers of a hidden page', () => {
  beforeEach(() => {
    // The browser holds the timers back; here they never fire at all.
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
    vi.stubGlobal('document', { hidden: true })
  })
  afterEach(() => {
    vi.useRealTimers()
    vi.unstubAllGlobals()
  })

  it('a short one comes all the same, after what is queued', async () => {
    const run = vi.fn()
    browserClock.setTimer(20, run)
    await Promise.resolve()
    expect(run).not.toHaveBeenCalled()
    await vi.waitFor(() => expect(run).toHaveBeenCalledOnce())
  })

  it('one that was cancelled does not', async () => {
    const run = vi.fn()
    browserClock.setTimer(20, run)()
    for (let turn = 0; turn < 20; turn += 1) await later()
    expect(run).not.toHaveBeenCalled()
  })

  it("longer ones are the browser's", async () => {
    const run = vi.fn()
    browserClock.setTimer(400, run)
    for (let turn = 0; turn < 20; turn += 1) await later()
    expect(run).not.toHaveBeenCalled()
    vi.advanceTimersByTime(400)
    expect(run).toHaveBeenCalledOnce()
  })

  it('those that are due can be run from outside: in their order, once, and none that was cancelled', () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] })
    const ran: string[] = []
    browserClock.setTimer(900, () => ran.push('later'))
    const second = browserClock.setTimer(300, () => ran.push('cancelled by the first'))
    browserClock.setTimer(200, () => {
      ran.push('first')
      second()
    })
    browserClock.setTimer(400, () => ran.push('third'))
    expect(dueTimers.nextDueAt() - dueTimers.now()).toBe(200)
    const start = performance.now()
    vi.spyOn(performance, 'now').mockReturnValue(start + 500)
    dueTimers.runDue()
    dueTimers.runDue()
    expect(ran).toEqual(['first', 'third'])
    vi.mocked(performance.now).mockRestore()
    vi.advanceTimersByTime(900)
    expect(ran).toEqual(['first', 'third', 'later'])
    expect(dueTimers.nextDueAt()).toBe(Infinity)
  })

  it('who wakes the page hears of each new timer, until it no longer wants to', () => {
    const added = vi.fn()
    const stop = dueTimers.onAdded(added)
    browserClock.setTimer(100, () => undefined)()
    stop()
    browserClock.setTimer(100, () => undefined)()
    expect(added).toHaveBeenCalledOnce()
  })
})
