import { describe, expect, it } from 'vitest'
import {
  dtmfWorkerSource,
  runDtmfWorker,
  type DtmfWorkerScope,
  type FromDtmfWorker,
  type ToDtmfWorker,
} from './dtmf-worker.ts'
import { digitFromFrame } from './telephone-event.ts'

type Frame = ReturnType<typeof frameOf>

function frameOf(metadata: Record<string, unknown>, bytes: readonly number[]) {
  return {
    data: new Uint8Array(bytes).buffer,
    getMetadata: () => ({ rtpTimestamp: 1000, synchronizationSource: 7, ...metadata }),
  }
}

/** Starts the worker's function on a scope of ours; returns what it said and how to push frames through call 3. */
function startWorker(readDigit = digitFromFrame) {
  const said: FromDtmfWorker[] = []
  let listener = (_event: { data: ToDtmfWorker }): void => undefined
  const scope: DtmfWorkerScope = {
    postMessage: (message) => said.push(message),
    addEventListener: (_type, added) => void (listener = added),
    onrtctransform: null,
  }
  runDtmfWorker(scope, readDigit)
  const passed: Frame[] = []
  async function push(frames: readonly Frame[]): Promise<void> {
    const source = new TransformStream<Frame, Frame>()
    const sink = new WritableStream<Frame>({ write: (frame) => void passed.push(frame) })
    scope.onrtctransform?.({ transformer: { options: { id: 3 }, readable: source.readable, writable: sink } })
    const writer = source.writable.getWriter()
    for (const frame of frames) await writer.write(frame)
    await writer.close()
    await new Promise((resolve) => setTimeout(resolve, 5))
  }
  return { said, passed, push, tell: (data: ToDtmfWorker) => listener({ data }) }
}

const digit5 = [5, 10, 0, 160]

describe('runDtmfWorker', () => {
  it('says that it is ready, then each digit with the call it belongs to', async () => {
    const { said, passed, push } = startWorker()
    const audio = frameOf({ mimeType: 'audio/opus' }, [1, 2, 3, 4])
    const event = frameOf({ mimeType: 'audio/telephone-event' }, digit5)
    await push([audio, event, event])
    expect(said).toEqual([{ type: 'ready' }, { type: 'digit', id: 3, digit: '5' }])
    expect(passed).toEqual([audio, event, event])
  })

  it('goes by the payload type where frames have no MIME type', async () => {
    const { said, push, tell } = startWorker()
    tell({ type: 'payload-types', id: 3, payloadTypes: [101] })
    await push([frameOf({ payloadType: 0 }, digit5), frameOf({ payloadType: 101 }, digit5)])
    expect(said).toEqual([{ type: 'ready' }, { type: 'digit', id: 3, digit: '5' }])
  })

  it('passes every frame on although reading one throws', async () => {
    const { passed, push } = startWorker(() => {
      throw new Error('broken')
    })
    await push([frameOf({ mimeType: 'audio/telephone-event' }, digit5)])
    expect(passed).toHaveLength(1)
  })
})

describe('dtmfWorkerSource', () => {
  it('is a script that needs nothing but its own scope', () => {
    const said: unknown[] = []
    const scope = { postMessage: (message: unknown) => said.push(message), addEventListener: () => undefined }
    // oxlint-disable-next-line typescript/no-implied-eval -- the text itself is what is tested
    new Function('self', dtmfWorkerSource())(scope)
    expect(said).toEqual([{ type: 'ready' }])
  })
})
