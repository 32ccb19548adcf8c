/** The incoming ring: a synthesised trill, or the sound file of the page. */
import { createContextOutput } from './context-output.ts'
import type { SharedAudioContext } from './audio-context.ts'
import type { RingPort } from './media-port.ts'
import { errorName } from './media-error.ts'
import { setSinkId } from './speaker.ts'

export interface Ringtone extends RingPort {
  /** True when it sounds or is not needed. */
  retry: () => Promise<boolean>
  setSink: (deviceId: string) => Promise<void>
}

interface Ringing {
  /** True when it sounds. */
  play(): Promise<boolean>
  setSink(deviceId: string): Promise<void>
  stop(): void
}

export function createRingtone(shared: SharedAudioContext, url: string | undefined): Ringtone {
  let ringing: Ringing | undefined
  let sinkId = ''

  function start(onBlocked: () => void): void {
    if (ringing) return
    const trill = (): Ringing => ringByTrill(shared, sinkId)
    const own: Ringing = url === undefined ? trill() : ringByFile(url, sinkId, trill)
    ringing = own
    void own.play().then((sounds) => {
      if (!sounds && ringing === own) onBlocked()
    })
  }

  function stop(): void {
    ringing?.stop()
    ringing = undefined
  }

  async function setSink(deviceId: string): Promise<void> {
    sinkId = deviceId
    await ringing?.setSink(deviceId)
  }

  return { start, stop, retry: () => ringing?.play() ?? Promise.resolve(true), setSink }
}

function ringByTrill(shared: SharedAudioContext, sinkId: string): Ringing {
  const { context, release } = shared.use()
  const output = createContextOutput(context, sinkId)
  const source = new AudioBufferSourceNode(context, { buffer: trillBuffer(context), loop: true })
  source.connect(output.node)
  source.start()
  return {
    play: () => shared.resume(),
    setSink: output.setSink,
    stop: () => {
      source.stop()
      source.disconnect()
      output.close()
      release()
    },
  }
}

const lowHz = 440
const highHz = 520
const alternationsPerSecond = 16
const onSeconds = 1.2
const cycleSeconds = 3.2
const level = 0.25

/** Rendered once and looped by the audio thread: needs no timer, so it keeps its rhythm in a hidden tab. */
function trillBuffer(context: AudioContext): AudioBuffer {
  const rate = context.sampleRate
  const buffer = context.createBuffer(1, Math.round(cycleSeconds * rate), rate)
  const samples = buffer.getChannelData(0)
  const onCount = Math.round(onSeconds * rate)
  let phase = 0
  for (let index = 0; index < onCount; index++) {
    const isHigh = Math.floor((index / rate) * alternationsPerSecond) % 2 === 1
    phase += (2 * Math.PI * (isHigh ? highHz : lowHz)) / rate
    // 10 ms ramps, against clicks.
    const ramp = Math.min(1, index / (0.01 * rate), (onCount - index) / (0.01 * rate))
    samples[index] = level * ramp * Math.sin(phase)
  }
  return buffer
}

/** A file that cannot be fetched or decoded must not make a call go unheard: then the trill rings. */
function ringByFile(url: string, sinkId: string, makeTrill: () => Ringing): Ringing {
  const element = document.createElement('audio')
  element.loop = true
  element.src = url
  if (sinkId) setSinkId(element, sinkId).catch(() => undefined)
  let fallback: Ringing | undefined
  let isStopped = false

  async function play(): Promise<boolean> {
    if (fallback) return fallback.play()
    try {
      await element.play()
      return true
    } catch (error) {
      if (isStopped) return true
      if (errorName(error) === 'NotAllowedError') return false
      fallback ??= makeTrill()
      return fallback.play()
    }
  }

  return {
    play,
    setSink: (deviceId) => (fallback ? fallback.setSink(deviceId) : setSinkId(element, deviceId)),
    stop: () => {
      isStopped = true
      element.pause()
      element.removeAttribute('src')
      element.load()
      fallback?.stop()
    },
  }
}
