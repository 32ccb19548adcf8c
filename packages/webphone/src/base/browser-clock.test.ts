import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { browserClock } from './browser-clock.ts'

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
})
