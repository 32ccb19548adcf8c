/** Real audio without a network: the PBX's end of each call is a second peer connection in the same page. */
import { createFarPeer } from './far-peer.ts'
import { loadDtmfReceiver } from '../media/load-dtmf-receiver.ts'
import type { TestAudio } from './call-audio-port.ts'

export function createLoopAudio(dtmfWorkerUrl: string | undefined): TestAudio {
  const dtmf = loadDtmfReceiver(dtmfWorkerUrl)
  // Without a worker the PBX hears no keys by RTP; INFO still comes.
  void dtmf.start(() => undefined)
  return { mediaFor: (real) => real(), openFar: () => createFarPeer(dtmf) }
}
