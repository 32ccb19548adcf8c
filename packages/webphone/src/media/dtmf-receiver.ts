/**
 * Received digits by the receiver's encoded transform. One worker serves all calls of a phone. Two rules of Chromium
 * shape this file: a transform is seen only when it is set in the task that creates the receiver, and a transform
 * whose worker does not run silences the call. Hence: started early, `ready` awaited, never attached before that, never detached.
 */
import type { StartWorker } from '../worker/start-worker.ts'
import { dtmfWorkerSource, type FromDtmfWorker, type ToDtmfWorker } from './dtmf-worker.ts'

export interface DtmfReceiver {
  /** Resolves when the worker is ready or known not to come; `onUnavailable` is called at most once. Rejects where no worker may be made. */
  start(onUnavailable: (detail: string) => void): Promise<void>
  /** Synchronous, in the task that made the receiver. Undefined when there is no worker to tap with. */
  tap(receiver: RTCRtpReceiver, report: (digit: string) => void): DtmfTap | undefined
  /** Only when no call lives: a tapped call whose worker is gone falls silent. */
  dispose(): void
}

export interface DtmfTap {
  setPayloadTypes(payloadTypes: readonly number[]): void
  close(): void
}

/** A loaded machine took 277 ms; a CSP refusal is told by an event long before this. */
const readyTimeoutMs = 5_000
const lateMs = 1_000

export function createDtmfReceiver(startWorker: StartWorker): DtmfReceiver {
  const reports = new Map<number, (digit: string) => void>()
  let nextId = 1
  let worker: Worker | undefined
  let isReady = false

  function post(message: ToDtmfWorker): void {
    worker?.postMessage(message)
  }

  function onMessage(message: FromDtmfWorker | undefined): void {
    if (message?.type === 'ready') isReady = true
    if (message?.type === 'digit') reports.get(message.id)?.(message.digit)
  }

  function tap(receiver: RTCRtpReceiver, report: (digit: string) => void): DtmfTap | undefined {
    if (!worker || !isReady) return undefined
    const id = nextId++
    try {
      receiver.transform = new RTCRtpScriptTransform(worker, { id })
    } catch {
      return undefined
    }
    reports.set(id, report)
    return {
      setPayloadTypes: (payloadTypes) => post({ type: 'payload-types', id, payloadTypes }),
      close: () => {
        reports.delete(id)
        post({ type: 'forget', id })
      },
    }
  }

  async function start(onUnavailable: (detail: string) => void): Promise<void> {
    if (worker) return
    if (typeof RTCRtpScriptTransform === 'undefined')
      return onUnavailable('The browser has no RTCRtpScriptTransform.')
    worker = startWorker('zorio-webphone-dtmf', dtmfWorkerSource)
    const problem = await untilReady(worker, onMessage)
    if (problem !== undefined) onUnavailable(problem)
  }

  function dispose(): void {
    worker?.terminate()
    worker = undefined
    isReady = false
    reports.clear()
  }

  return { start, tap, dispose }
}

/** Undefined when ready, else what went wrong. A refusal by CSP is an error event, not an exception. */
function untilReady(
  worker: Worker,
  onMessage: (message: FromDtmfWorker | undefined) => void,
): Promise<string | undefined> {
  return new Promise((resolve) => {
    let timer: ReturnType<typeof setTimeout>
    const wait = () => {
      const dueAt = performance.now() + readyTimeoutMs
      timer = setTimeout(() => {
        // A timer that is late says that the page slept: the worker had no time either.
        if (performance.now() - dueAt > lateMs) wait()
        else resolve('The worker did not start in time.')
      }, readyTimeoutMs)
    }
    wait()
    const settle = (problem: string | undefined) => {
      clearTimeout(timer)
      resolve(problem)
    }
    worker.addEventListener('error', (event) => {
      event.preventDefault()
      settle(`The worker failed: ${event.message || 'refused or not found'}`)
    })
    worker.addEventListener('message', (event) => {
      const message = readWorkerMessage(event.data)
      onMessage(message)
      if (message?.type === 'ready') settle(undefined)
    })
  })
}

function readWorkerMessage(data: unknown): FromDtmfWorker | undefined {
  if (typeof data !== 'object' || data === null || !('type' in data)) return undefined
  if (data.type === 'ready') return { type: 'ready' }
  if (data.type !== 'digit' || !('id' in data) || !('digit' in data)) return undefined
  const { id, digit } = data
  return typeof id === 'number' && typeof digit === 'string' ? { type: 'digit', id, digit } : undefined
}
