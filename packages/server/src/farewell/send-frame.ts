/** One SIP request over a WebSocket of its own (RFC 7118), to the first proxy that answers. */
import { headerValue, isRequest, parseMessage } from '@zorio/sip'
import { WebSocket } from 'ws'

/** Resolves with the status of the final response; rejects where no proxy gave one. */
export type SendFrame = (frame: string, signal: AbortSignal) => Promise<number>

const answerMs = 5000

export function createFrameSender(urls: readonly string[]): SendFrame {
  return async (frame, signal) => {
    const failures: unknown[] = []
    for (const url of urls) {
      try {
        return await ask(url, frame, signal)
      } catch (error) {
        failures.push(error)
        if (signal.aborted) break
      }
    }
    throw new AggregateError(failures, 'No SIP proxy took the BYE of a call whose page is gone.')
  }
}

function ask(url: string, frame: string, signal: AbortSignal): Promise<number> {
  const { promise, resolve, reject } = deferred<number>()
  const timeUp = AbortSignal.any([signal, AbortSignal.timeout(answerMs)])
  const socket = new WebSocket(url, 'sip', { handshakeTimeout: answerMs, perMessageDeflate: false })
  const giveUp = (): void => reject(new Error('no answer in time'))
  timeUp.addEventListener('abort', giveUp, { once: true })
  socket.on('open', () => socket.send(frame))
  socket.on('message', (data: Buffer) => {
    const status = finalStatus(data.toString(), frame)
    if (status !== undefined) resolve(status)
  })
  socket.on('error', reject)
  socket.on('close', () => reject(new Error('closed without an answer')))
  if (timeUp.aborted) giveUp()
  return promise.finally(() => {
    timeUp.removeEventListener('abort', giveUp)
    socket.terminate()
  })
}

function finalStatus(text: string, frame: string): number | undefined {
  const read = parseMessage(text)
  const sent = parseMessage(frame)
  if (!read.ok || !sent.ok || isRequest(read.message)) return undefined
  const isOurs = headerValue(read.message, 'Call-ID') === headerValue(sent.message, 'Call-ID')
  const { status } = read.message
  return isOurs && status >= 200 ? status : undefined
}

function deferred<T>() {
  let resolve!: (value: T) => void
  let reject!: (error: unknown) => void
  const promise = new Promise<T>((done, fail) => {
    resolve = done
    reject = fail
  })
  return { promise, resolve, reject }
}
