/** Trying devices out before a call: a level meter of the input, two notes on the output. */
import { ZorioWebphoneError } from '../errors.ts'
import { createContextOutput } from './context-output.ts'
import type { InputSource } from './microphone.ts'
import type { SharedAudioContext } from './audio-context.ts'

const meterPeriodMs = 100

/** Returns the stop, which releases the input. */
export async function startLevelMeter(
  shared: SharedAudioContext,
  source: InputSource,
  onLevel: (level: number) => void,
): Promise<() => void> {
  const input = await source.open()
  const { context, release } = shared.use()
  const stream = new MediaStreamAudioSourceNode(context, { mediaStream: new MediaStream([input.track]) })
  const analyser = new AnalyserNode(context, { fftSize: 2048 })
  stream.connect(analyser)
  const samples = new Float32Array(analyser.fftSize)
  const timer = setInterval(() => {
    analyser.getFloatTimeDomainData(samples)
    onLevel(rootMeanSquare(samples))
  }, meterPeriodMs)
  return () => {
    clearInterval(timer)
    stream.disconnect()
    input.stop()
    release()
  }
}

function rootMeanSquare(samples: Float32Array): number {
  const sum = samples.reduce((total, sample) => total + sample * sample, 0)
  return Math.sqrt(sum / samples.length)
}

const notes = [
  { hz: 523, atSeconds: 0 },
  { hz: 659, atSeconds: 0.3 },
]
const noteSeconds = 0.25
const noteLevel = 0.2

export async function playTestTone(shared: SharedAudioContext, sinkId: string): Promise<void> {
  const { context, release } = shared.use()
  const output = createContextOutput(context, '')
  try {
    await output.setSink(sinkId)
    if (!(await shared.resume())) {
      throw new ZorioWebphoneError('audio_autoplay_blocked', 'The browser plays nothing before a click.')
    }
    await Promise.all(notes.map((note) => playNote(context, output.node, note)))
  } finally {
    output.close()
    release()
  }
}

function playNote(context: AudioContext, to: AudioNode, note: (typeof notes)[number]): Promise<void> {
  const oscillator = new OscillatorNode(context, { frequency: note.hz })
  const startsAt = context.currentTime + note.atSeconds
  // 20 ms ramps, against clicks.
  const gain = new GainNode(context, { gain: 0 })
  gain.gain.setValueAtTime(0, startsAt)
  gain.gain.linearRampToValueAtTime(noteLevel, startsAt + 0.02)
  gain.gain.setValueAtTime(noteLevel, startsAt + noteSeconds - 0.02)
  gain.gain.linearRampToValueAtTime(0, startsAt + noteSeconds)
  oscillator.connect(gain).connect(to)
  oscillator.start(startsAt)
  oscillator.stop(startsAt + noteSeconds)
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, (note.atSeconds + noteSeconds) * 1000 + 1_000)
    oscillator.addEventListener('ended', () => {
      clearTimeout(timer)
      gain.disconnect()
      resolve()
    })
  })
}
