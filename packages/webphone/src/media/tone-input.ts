/** A quiet tone in place of the microphone: for demos and tests, no permission is asked. */
import type { SharedAudioContext } from './audio-context.ts'
import type { OpenInput } from './microphone.ts'

const toneHz = 440
/** About -20 dBFS. */
const toneGain = 0.1
/** A context that the browser holds back tells no end. */
const endedWithinMs = 1000

export function openTone(shared: SharedAudioContext): OpenInput {
  const { context, release } = shared.use()
  const oscillator = new OscillatorNode(context, { frequency: toneHz })
  const gain = new GainNode(context, { gain: toneGain })
  const destination = new MediaStreamAudioDestinationNode(context, { channelCount: 1 })
  oscillator.connect(gain).connect(destination)
  oscillator.start()
  let isStopped = false
  const stop = (): void => {
    if (isStopped) return
    isStopped = true
    // A stopped oscillator is let go of by the rendering thread, which must run until then.
    oscillator.addEventListener('ended', release, { once: true })
    oscillator.stop()
    for (const track of destination.stream.getTracks()) track.stop()
    setTimeout(release, endedWithinMs)
  }
  const [track] = destination.stream.getAudioTracks()
  if (track) return { track, stop }
  stop()
  throw new Error('The browser gave no track for the tone.')
}
