// A clock that is turned by hand, in place of the page's own; loaded before anything that asks for the time.
;(() => {
  const realSetTimeout = window.setTimeout.bind(window)
  const realPause = (window.realPause = (ms) => new Promise((resolve) => realSetTimeout(resolve, ms)))
  const epoch = Date.now()
  let now = performance.now()
  let last = 0
  const timers = new Map()
  const add = (act, ms, args, everyMs) => {
    last += 1
    timers.set(last, { at: now + Math.max(1, Number(ms) || 0), act: () => act(...args), everyMs })
    return last
  }
  window.setTimeout = (act, ms, ...args) => add(act, ms, args)
  window.setInterval = (act, ms, ...args) => add(act, ms, args, Math.max(1, Number(ms) || 0))
  window.clearTimeout = window.clearInterval = (id) => void timers.delete(id)
  performance.now = () => now
  const NativeDate = Date
  window.Date = class extends NativeDate {
    constructor(...args) {
      super(...(args.length > 0 ? args : [Math.round(epoch + now)]))
    }
    static now() {
      return Math.round(epoch + now)
    }
  }

  const nextTimer = (until) => {
    let first
    for (const [id, timer] of timers)
      if (timer.at <= until && (!first || timer.at < first.timer.at)) first = { id, timer }
    return first
  }

  /** The socket is real: what was asked is answered before the clock goes on, unless the link is dead. */
  async function settle(before) {
    await realPause(0)
    const { sent, received } = window.seen
    // An answer may ask for another request: a challenge does.
    for (let known = before; sent.length !== known.sent && !window.isDead;) {
      for (let tries = 0; tries < 400 && received.length === known.received; tries += 1) await realPause(10)
      known = { sent: sent.length, received: received.length }
      await realPause(10)
    }
  }

  /** Runs all timers of the next `ms`, one after the other; ends early when `isOver`. Returns the milliseconds that went by. */
  window.turnClock = async (ms, isOver = () => false) => {
    const start = now
    while (!isOver()) {
      const next = nextTimer(start + ms)
      if (!next) break
      now = Math.max(now, next.timer.at)
      if (next.timer.everyMs) next.timer.at = now + next.timer.everyMs
      else timers.delete(next.id)
      const before = { sent: window.seen.sent.length, received: window.seen.received.length }
      window.seen.callbacks += 1
      next.timer.act()
      await settle(before)
    }
    if (!isOver()) now = start + ms
    return now - start
  }
})()
