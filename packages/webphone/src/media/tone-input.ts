/** A quiet tone in place of the microphone: for demos and tests, no permission is asked. */
import type { SharedAudioContext } from './audio-context.ts'
import type { InputSource, OpenInput } from './microphone.ts'
import { mediaError } from './media-error.ts'

const toneHz = 440
/** About -20 dBFS. */
const toneGain = 0.1

export function createToneInput(shared: SharedAudioContext): InputSource {
  async function open(): Promise<OpenInput> {
    const { context, release } = shared.use()
    const oscillator = new OscillatorNode(context, { frequency: toneHz })
    const gain = new GainNode(context, { gain: toneGain })
    const destination = new MediaStreamAudioDestinationNode(context, { channelCount: 1 })
    oscillator.connect(gain).connect(destination)
    oscillator.start()
    const stop = (): void => {
      oscillator.stop()
      gain.disconnect()
      for (const track of destination.stream.getTracks()) track.stop()
      release()
    }
    const [track] = destination.stream.getAudioTracks()
    if (track) return { track, stop: once(stop) }
    stop()
    throw mediaError('unsupported', 'The browser gave no track for the tone.')
  }

  return { open }
}

function once(act: () => void): () => void {
  let isDone = false
  return () => {
    if (isDone) return
    isDone = true
    act()
  }
}
