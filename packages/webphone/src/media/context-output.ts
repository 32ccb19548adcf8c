/** Where Web Audio sound goes: straight out, or to a chosen device through an element (AudioContext.setSinkId is Chromium's alone). */
import { setSinkId } from './speaker.ts'

export interface ContextOutput {
  readonly node: AudioNode
  setSink: (deviceId: string) => Promise<void>
  close: () => void
}

export function createContextOutput(context: AudioContext, deviceId: string): ContextOutput {
  const node = new GainNode(context)
  let element: HTMLAudioElement | undefined

  function connect(sinkId: string): Promise<void> {
    disconnect()
    if (sinkId === '' || sinkId === 'default') {
      node.connect(context.destination)
      return Promise.resolve()
    }
    const destination = new MediaStreamAudioDestinationNode(context)
    node.connect(destination)
    element = document.createElement('audio')
    element.srcObject = destination.stream
    element.play().catch(() => undefined)
    return setSinkId(element, sinkId)
  }

  function disconnect(): void {
    node.disconnect()
    element?.pause()
    if (element) element.srcObject = null
    element = undefined
  }

  // A chosen device that went away must not make the ring silent.
  connect(deviceId).catch(() => connect(''))
  return { node, setSink: connect, close: disconnect }
}
