import { afterEach, describe, expect, it, vi } from 'vitest'
import {
  candidateKinds,
  gatheringPolicy,
  gatheringWaitMs,
  gatherLocalSdp,
  type GatheringPolicy,
} from './ice-gathering.ts'

const host = gatheringPolicy('host', 'all')
const stun = gatheringPolicy('srflx', 'all')
const turn = gatheringPolicy('relay', 'all')
const relayOnly = gatheringPolicy('host', 'relay')

describe('gatheringWaitMs', () => {
  // policy, candidates in hand, since the start, since the last one, complete, expected wait
  it.each<[string, GatheringPolicy, string[], number, number, boolean, number]>([
    ['complete is enough', turn, [], 5, 5, true, 0],
    ['nothing yet: until the cap', host, [], 10, 10, false, 990],
    ['host: 5 ms of quiet', host, ['host'], 10, 2, false, 3],
    ['host: quiet', host, ['host'], 20, 10, false, 0],
    ['TURN: no relay yet', turn, ['host', 'srflx'], 300, 250, false, 700],
    ['TURN: relay came', turn, ['host', 'relay'], 300, 10, false, 90],
    ['TURN: relay and quiet', turn, ['host', 'relay'], 400, 100, false, 0],
    ['TURN: dead, at the cap', turn, ['host'], 1_000, 900, false, 0],
    ['STUN: no answer yet', stun, ['host'], 150, 140, false, 250],
    ['STUN: dead', stun, ['host'], 400, 390, false, 0],
    ['STUN: answered', stun, ['host', 'srflx'], 150, 100, false, 0],
    ['relay only: until 2 s', relayOnly, [], 1_000, 1_000, false, 1_000],
    ['relay only: at the cap', relayOnly, [], 2_000, 2_000, false, 0],
  ])('%s', (_, policy, kinds, elapsedMs, quietMs, isComplete, expected) => {
    expect(gatheringWaitMs(policy, { kinds, elapsedMs, quietMs, isComplete })).toBe(expected)
  })
})

describe('candidateKinds', () => {
  it('reads the typ of each candidate', () => {
    const sdp =
      'a=candidate:1 1 udp 1 10.0.0.1 9 typ host\r\na=candidate:2 1 udp 1 1.2.3.4 9 typ relay raddr 0.0.0.0 rport 0\r\n'
    expect(candidateKinds(sdp)).toEqual(['host', 'relay'])
  })
})

describe('gatherLocalSdp', () => {
  afterEach(() => vi.useRealTimers())

  it('a page that was busy waits again: the other interfaces may lie in the queue behind the timer', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
    let now = 0
    vi.spyOn(performance, 'now').mockImplementation(() => now)
    const line = (address: string) => `a=candidate:1 1 udp 1 ${address} 9 typ host\r\n`
    const pc = Object.assign(new EventTarget(), {
      iceGatheringState: 'gathering',
      localDescription: { sdp: line('192.0.2.1') },
    })
    const gathered = gatherLocalSdp(pc as unknown as RTCPeerConnection, host)
    // Blocked for 60 ms: the timer of 5 ms fires first, the second candidate's event behind it.
    now = 60
    await vi.advanceTimersByTimeAsync(5)
    pc.localDescription = { sdp: line('192.0.2.1') + line('198.51.100.1') }
    pc.dispatchEvent(new Event('icecandidate'))
    now = 65
    await vi.advanceTimersByTimeAsync(5)
    expect(await gathered).toContain('198.51.100.1')
  })
})
