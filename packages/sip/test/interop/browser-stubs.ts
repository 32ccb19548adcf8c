import { WebSocket } from 'ws'
import { SDP } from './party.ts'

/** What the two libraries expect of a browser. Media is not what is tested here: descriptions are constant. */
class StubPeerConnection extends EventTarget {
  readonly iceGatheringState = 'complete'
  readonly iceConnectionState = 'new'
  signalingState = 'stable'
  localDescription: { type: string; sdp: string } | null = null
  createOffer(): Promise<{ type: string; sdp: string }> {
    return Promise.resolve({ type: 'offer', sdp: SDP })
  }
  createAnswer(): Promise<{ type: string; sdp: string }> {
    return Promise.resolve({ type: 'answer', sdp: SDP.replace('actpass', 'active') })
  }
  setLocalDescription(description: { type: string; sdp: string }): Promise<void> {
    this.localDescription = description
    this.signalingState = description.type === 'offer' ? 'have-local-offer' : 'stable'
    return Promise.resolve()
  }
  setRemoteDescription(description: { type: string }): Promise<void> {
    this.signalingState = description.type === 'offer' ? 'have-remote-offer' : 'stable'
    return Promise.resolve()
  }
  addTrack(): void {}
  getSenders(): readonly never[] {
    return []
  }
  close(): void {
    this.signalingState = 'closed'
  }
}

class StubSessionDescription {
  readonly type: string
  readonly sdp: string
  constructor({ type, sdp }: { type: string; sdp: string }) {
    this.type = type
    this.sdp = sdp
  }
}

Object.assign(globalThis, {
  window: globalThis,
  WebSocket,
  RTCPeerConnection: StubPeerConnection,
  RTCSessionDescription: StubSessionDescription,
})

/** A stream without tracks, so that nobody asks for a microphone. */
export const silence = { getTracks: () => [], getAudioTracks: () => [], getVideoTracks: () => [] }
