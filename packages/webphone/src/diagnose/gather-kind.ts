/** Do these STUN or TURN servers answer? A connection that is never used is asked for its candidates. */
import type { DiagnosePorts } from './diagnose-port.ts'

export const gatherKind: DiagnosePorts['gather'] = (servers, wanted, signal) =>
  new Promise((resolve, reject) => {
    const iceTransportPolicy = wanted === 'relay' ? 'relay' : 'all'
    const pc = new RTCPeerConnection({ iceServers: servers.map((one) => ({ ...one })), iceTransportPolicy })
    const settle = (found: 'found' | 'unneeded' | 'failed'): void => {
      pc.close()
      resolve(found)
    }
    let failures = 0
    pc.addEventListener('icecandidateerror', () => (failures += 1))
    pc.addEventListener('icecandidate', ({ candidate }) => {
      if (candidate && new RegExp(` typ ${wanted}\\b`).test(candidate.candidate)) settle('found')
    })
    pc.addEventListener('icegatheringstatechange', () => {
      if (pc.iceGatheringState !== 'complete') return
      // A host with a public address gets no reflexive candidate: it would be the same again.
      settle(wanted === 'srflx' && failures === 0 ? 'unneeded' : 'failed')
    })
    signal.addEventListener('abort', () => settle('failed'))
    pc.addTransceiver('audio')
    pc.createOffer()
      .then((offer) => pc.setLocalDescription(offer))
      .catch((error: unknown) => {
        pc.close()
        reject(error instanceof Error ? error : new Error(String(error)))
      })
  })
