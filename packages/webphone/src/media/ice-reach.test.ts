import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { createIceReach } from './ice-reach.ts'
import { createPeerConnection } from './peer-connection.ts'

const made: FakeConnection[] = []
/** What each connection gathers, and after how many milliseconds. */
let network: readonly (readonly [kind: string, afterMs: number])[] = []

class FakeConnection extends EventTarget {
  iceGatheringState = 'new'
  localDescription: { sdp: string } | null = null
  isClosed = false
  constructor() {
    super()
    made.push(this)
  }
  addTransceiver(): void {}
  createOffer = async () => ({ sdp: 'v=0\r\n' })
  async setLocalDescription(description: { sdp: string }): Promise<void> {
    this.localDescription = { ...description }
    this.iceGatheringState = 'gathering'
    for (const [kind, afterMs] of network) setTimeout(() => this.find(kind), afterMs)
  }
  find(type: string): void {
    if (this.isClosed || !this.localDescription) return
    this.localDescription.sdp += `a=candidate:1 1 udp 1 192.0.2.1 9 typ ${type}\r\n`
    this.dispatchEvent(Object.assign(new Event('icecandidate'), { candidate: { type } }))
  }
  close(): void {
    this.isClosed = true
  }
}

const turn = [{ urls: ['turn:turn.example:3478'], username: 'u', credential: 'c' }]
const stun = [{ urls: ['stun:stun.example:3478'] }]
const all = (iceServers: typeof stun) => ({ iceServers, iceTransportPolicy: 'all' as const })

async function probed(options: Parameters<ReturnType<typeof createIceReach>['probe']>[0]) {
  const reach = createIceReach()
  const done = reach.probe(options)
  await vi.advanceTimersByTimeAsync(3_000)
  await done
  return reach
}

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] })
  vi.stubGlobal('RTCPeerConnection', FakeConnection)
  made.length = 0
})
afterEach(() => {
  vi.useRealTimers()
  vi.unstubAllGlobals()
})

describe('ice reach', () => {
  it('who answers is waited for; the connection that asked is closed', async () => {
    network = [
      ['host', 1],
      ['relay', 80],
    ]
    const reach = await probed(all(turn))
    expect(reach.worth('relay')).toBe('relay')
    expect(made.map(({ isClosed }) => isClosed)).toEqual([true])
  })

  it('nobody is asked without servers, nor where only a relay may be used', async () => {
    await probed(all([]))
    const reach = await probed({ iceServers: turn, iceTransportPolicy: 'relay' })
    expect(made).toEqual([])
    expect(reach.worth('relay')).toBe('relay')
  })

  it.each([
    ['STUN', stun, 'srflx'],
    ['TURN', turn, 'relay'],
  ] as const)('%s that is silent is not waited for', async (_, servers, kind) => {
    network = [['host', 1]]
    expect((await probed(all(servers))).worth(kind)).toBe('host')
  })

  it('a network without UDP: TURN over TLS is slower than the probe waits, and worth a wait once it was seen', async () => {
    network = [
      ['host', 1],
      ['relay', 1_400],
    ]
    const reach = await probed(all(turn))
    expect(reach.worth('relay')).toBe('host')
    const { pc, gathering } = createPeerConnection(all(turn), reach)
    expect(gathering().wanted).toBe('host')
    void pc.setLocalDescription({ type: 'offer', sdp: 'v=0\r\n' })
    await vi.advanceTimersByTimeAsync(1_500)
    // The ICE restart of the same call takes the relay along, and so does the next call.
    expect(gathering().wanted).toBe('relay')
    expect(reach.worth('relay')).toBe('relay')
  })

  it('no address at all, or a browser without WebRTC, is no verdict on the servers', async () => {
    network = []
    expect((await probed(all(turn))).worth('relay')).toBe('relay')
    vi.stubGlobal('RTCPeerConnection', undefined)
    expect((await probed(all(turn))).worth('relay')).toBe('relay')
  })
})
