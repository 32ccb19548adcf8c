/** Microphone and output of the browser, tried for a moment. */
import type { DiagnosePorts, MicrophoneReading } from './diagnose-port.ts'
import type { MediaPort } from '../media/media-port.ts'

/** A quiet room is not told from a dead microphone in a moment; heard is heard at once. */
const listenMs = 2_000
const soundPeak = 0.01

/** Opened first as a call would, for the phone's own error codes; then listened to. */
export async function readMicrophone(
  media: MediaPort,
  { audioInputDeviceId }: { readonly audioInputDeviceId?: string },
  signal: AbortSignal,
): Promise<MicrophoneReading> {
  const session = media.open({ iceServers: [], iceTransportPolicy: 'all' }, () => {})
  try {
    await session.startInput()
    // Allowed when the diagnosis was over: nothing is opened any more.
    signal.throwIfAborted()
    const wanted = audioInputDeviceId === undefined ? true : { deviceId: audioInputDeviceId }
    const stream = await navigator.mediaDevices.getUserMedia({ audio: wanted })
    const stop = (): void => stream.getTracks().forEach((track) => track.stop())
    signal.addEventListener('abort', stop)
    try {
      signal.throwIfAborted()
      return { label: stream.getAudioTracks()[0]?.label ?? '', peak: await peakOf(stream) }
    } finally {
      stop()
    }
  } finally {
    session.close()
  }
}

async function peakOf(stream: MediaStream): Promise<number | undefined> {
  const context = new AudioContext()
  try {
    const analyser = new AnalyserNode(context, { fftSize: 2048 })
    context.createMediaStreamSource(stream).connect(analyser)
    const samples = new Float32Array(analyser.fftSize)
    let peak = 0
    for (const end = performance.now() + listenMs; peak < soundPeak && performance.now() < end;) {
      await new Promise((resolve) => setTimeout(resolve, 40))
      analyser.getFloatTimeDomainData(samples)
      for (const sample of samples) peak = Math.max(peak, Math.abs(sample))
    }
    // A context that the browser holds back hears nothing, which says nothing of the microphone.
    return context.state === 'running' ? peak : undefined
  } finally {
    await context.close()
  }
}

const startMs = 700

export const tryOutput: DiagnosePorts['tryOutput'] = async () => {
  const context = new AudioContext()
  try {
    // Pending as long as the browser waits for a click.
    await Promise.race([context.resume(), new Promise((resolve) => setTimeout(resolve, startMs))])
    const devices = await navigator.mediaDevices.enumerateDevices()
    const outputs = devices.filter(({ kind }) => kind === 'audiooutput')
    // Firefox lists none until one was chosen; then only a browser that knows sinks can be taken at its word.
    const canList = outputs.length > 0 || 'setSinkId' in HTMLMediaElement.prototype
    return { isPlaying: context.state === 'running', deviceCount: canList ? outputs.length : undefined }
  } finally {
    await context.close()
  }
}
