/**
 * The worker that watches received audio for telephone-event packets. Its source is made from the text of two
 * functions, so no bundler needs to know about workers and minifying does no harm. Neither function may refer to
 * anything outside of itself and its parameters.
 */
import { digitFromFrame, type DigitMemory, type TelephoneEventFrame } from './telephone-event.ts'

interface EncodedFrame {
  readonly data: ArrayBuffer
  getMetadata(): {
    mimeType?: string
    payloadType?: number
    rtpTimestamp?: number
    synchronizationSource?: number
  }
}

interface Transformer {
  readonly options?: { id?: number }
  readonly readable: ReadableStream<EncodedFrame>
  readonly writable: WritableStream<EncodedFrame>
}

/** What of a worker's global scope is used. */
export interface DtmfWorkerScope {
  postMessage(message: FromDtmfWorker): void
  addEventListener(type: 'message', listener: (event: { data: ToDtmfWorker }) => void): void
  onrtctransform: ((event: { transformer: Transformer }) => void) | null
}

export type FromDtmfWorker = { type: 'ready' } | { type: 'digit'; id: number; digit: string }

/** Payload types that mean telephone-event in this call, for browsers whose frames do not say their MIME type. */
export type ToDtmfWorker =
  { type: 'payload-types'; id: number; payloadTypes: readonly number[] } | { type: 'forget'; id: number }

type ReadDigit = (frame: TelephoneEventFrame, memory: DigitMemory) => string | undefined

/**
 * Runs inside the worker. Frames are always passed on, whatever happens: a tap that stops passing them silences the call.
 */
export function runDtmfWorker(scope: DtmfWorkerScope, readDigit: ReadDigit): void {
  const payloadTypes = new Map<number, readonly number[]>()

  scope.addEventListener('message', function (event) {
    const message = event.data
    if (message.type === 'payload-types') payloadTypes.set(message.id, message.payloadTypes)
    if (message.type === 'forget') payloadTypes.delete(message.id)
  })

  scope.onrtctransform = function (event) {
    const transformer = event.transformer
    const id = (transformer.options && transformer.options.id) || 0
    const memory: DigitMemory = { seen: [] }
    const reader = transformer.readable.getReader()
    const writer = transformer.writable.getWriter()

    function look(frame: EncodedFrame): void {
      try {
        const metadata = frame.getMetadata()
        const isTelephoneEvent = metadata.mimeType
          ? metadata.mimeType.toLowerCase() === 'audio/telephone-event'
          : (payloadTypes.get(id) || []).indexOf(metadata.payloadType || 0) !== -1
        if (!isTelephoneEvent) return
        const digit = readDigit(
          {
            ssrc: metadata.synchronizationSource || 0,
            rtpTimestamp: metadata.rtpTimestamp || 0,
            payload: new Uint8Array(frame.data),
          },
          memory,
        )
        if (digit) scope.postMessage({ type: 'digit', id: id, digit: digit })
      } catch (error) {
        void error
      }
    }

    // By hand: pipes and a TransformStream cost twice as much, fifty times a second.
    async function pass(): Promise<void> {
      for (;;) {
        const result = await reader.read()
        if (result.done) return
        look(result.value)
        void writer.write(result.value).catch(ignore)
      }
    }

    // The call ended; its streams close in either order.
    function ignore(): void {}

    pass().catch(ignore)
  }

  scope.postMessage({ type: 'ready' })
}

/** The worker as a script: for the blob, and for the file that sites with a strict CSP serve from their own origin. */
export function dtmfWorkerSource(): string {
  return `(${runDtmfWorker.toString()})(self,${digitFromFrame.toString()})`
}
