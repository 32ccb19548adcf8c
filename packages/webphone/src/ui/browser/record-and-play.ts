/** A few seconds of the microphone, and then the same through the speaker. Decoded in memory: no URL for a policy to forbid. */
import type { UiBrowser } from '../browser-port.ts'
import { listenTo } from './microphone.ts'

type WithSink = AudioContext & { setSinkId?: (id: string) => Promise<void> }

const recordMs = 4000

export const recordAndPlay: UiBrowser['recordAndPlay'] = async (options) => {
  const { inputId, outputId, onLevel, onPlay, signal } = options
  const blob = await record(inputId, onLevel, signal)
  const context: WithSink = new AudioContext()
  try {
    const sound = await context.decodeAudioData(await blob.arrayBuffer())
    if (outputId !== 'default') await context.setSinkId?.(outputId)
    await context.resume()
    signal.throwIfAborted()
    onPlay()
    await play(context, sound, signal)
  } finally {
    void context.close()
  }
}

async function record(inputId: string, onLevel: (level: number) => void, signal: AbortSignal): Promise<Blob> {
  const { stream, stop } = await listenTo(inputId, onLevel)
  try {
    signal.throwIfAborted()
    const recorder = new MediaRecorder(stream)
    const parts: Blob[] = []
    recorder.addEventListener('dataavailable', ({ data }) => parts.push(data))
    const stopped = new Promise((done) => recorder.addEventListener('stop', done))
    recorder.start()
    await passed(recordMs, signal)
    recorder.stop()
    await stopped
    return new Blob(parts, { type: recorder.mimeType })
  } finally {
    stop()
  }
}

function play(context: AudioContext, buffer: AudioBuffer, signal: AbortSignal): Promise<void> {
  const source = new AudioBufferSourceNode(context, { buffer })
  source.connect(context.destination)
  return new Promise((done, fail) => {
    source.addEventListener('ended', () => done())
    signal.addEventListener('abort', () => fail(signal.reason))
    source.start()
  })
}

const passed = (ms: number, signal: AbortSignal): Promise<void> =>
  new Promise((done, fail) => {
    const timer = setTimeout(done, ms)
    signal.addEventListener('abort', () => {
      clearTimeout(timer)
      fail(signal.reason)
    })
  })
