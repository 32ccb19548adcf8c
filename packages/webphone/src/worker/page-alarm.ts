/**
 * Timers on time while the page is hidden. Chromium gives the timers of a hidden page one turn a second, after five
 * minutes one a minute: a dead socket would be found late. A worker wakes the page when its next timer is due, no oftener.
 */
import type { DueTimers } from '../base/browser-clock.ts'
import { alarmWorkerSource, type ToAlarmWorker } from './alarm-worker.ts'
import type { StartWorker } from './start-worker.ts'

/** Returns the end. A worker that does not come leaves the page with its own timers. */
export function startPageAlarm(timers: DueTimers, startWorker: StartWorker): () => void {
  const worker = startWorker('zorio-webphone-alarm', alarmWorkerSource)
  let askedFor = Infinity

  function ask(): void {
    const dueAt = timers.nextDueAt()
    // One that is asked for already comes early enough; what it finds then is asked for anew.
    if (dueAt >= askedFor) return
    askedFor = dueAt
    const message: ToAlarmWorker = { type: 'set-alarm', delay: Math.max(0, Math.ceil(dueAt - timers.now())) }
    worker.postMessage(message)
  }

  worker.addEventListener('error', (event) => event.preventDefault())
  worker.addEventListener('message', ({ data }: MessageEvent<{ type?: unknown }>) => {
    if (data.type !== 'alarm') return
    askedFor = Infinity
    try {
      timers.runDue()
    } finally {
      ask()
    }
  })
  const stopListening = timers.onAdded(ask)
  ask()
  return () => {
    stopListening()
    worker.terminate()
  }
}
