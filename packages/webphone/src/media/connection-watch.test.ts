import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { watchConnection } from './connection-watch.ts'
import type { WatchedConnection } from './connection-watch.ts'

function createConnection() {
  const told: string[] = []
  let listener = () => {}
  let lastAt: number | undefined
  const state = { connectionState: 'new' as RTCPeerConnectionState }
  const pc = Object.assign(state, {
    addEventListener: (_: string, heard: () => void) => (listener = heard),
    getStats: () =>
      Promise.resolve(
        new Map([
          ['in', { type: 'inbound-rtp', timestamp: Date.now(), lastPacketReceivedTimestamp: lastAt }],
        ]),
      ),
  })
  watchConnection(pc as unknown as WatchedConnection, (fact) => {
    if (fact.type === 'connection') told.push(fact.state)
  })
  return {
    told,
    hear: () => (lastAt = Date.now()),
    async become(next: RTCPeerConnectionState) {
      state.connectionState = next
      listener()
      await vi.advanceTimersByTimeAsync(0)
    },
  }
}

describe('the state of a connection', () => {
  beforeEach(() => vi.useFakeTimers())
  afterEach(() => vi.useRealTimers())

  it('ICE gives up hearing answers while audio goes on: nothing is told', async () => {
    const pc = createConnection()
    await pc.become('connected')
    const hearing = setInterval(pc.hear, 20)
    await vi.advanceTimersByTimeAsync(100)
    await pc.become('disconnected')
    await vi.advanceTimersByTimeAsync(5000)
    expect(pc.told).toEqual(['connected'])
    await pc.become('connected')
    await vi.advanceTimersByTimeAsync(5000)
    expect(pc.told).toEqual(['connected'])
    clearInterval(hearing)
    expect(vi.getTimerCount()).toBe(0)
  })

  it('packets stop as well: told within a second and a half', async () => {
    const pc = createConnection()
    await pc.become('connected')
    pc.hear()
    await pc.become('disconnected')
    expect(pc.told).toEqual(['connected'])
    await vi.advanceTimersByTimeAsync(1500)
    expect(pc.told).toEqual(['connected', 'interrupted'])
  })

  it('packets stopped before: told at once', async () => {
    const pc = createConnection()
    await pc.become('connected')
    pc.hear()
    await vi.advanceTimersByTimeAsync(6000)
    await pc.become('disconnected')
    expect(pc.told).toEqual(['connected', 'interrupted'])
  })

  it('a browser that does not tell when packets came: its word counts', async () => {
    const pc = createConnection()
    await pc.become('disconnected')
    expect(pc.told).toEqual(['interrupted'])
  })

  it('ICE failed: told at once, and once, whatever is heard', async () => {
    const pc = createConnection()
    const hearing = setInterval(pc.hear, 20)
    await vi.advanceTimersByTimeAsync(20)
    await pc.become('disconnected')
    await pc.become('failed')
    await vi.advanceTimersByTimeAsync(5000)
    clearInterval(hearing)
    expect(pc.told).toEqual(['failed'])
  })

  it('a closed connection leaves no timer', async () => {
    const pc = createConnection()
    pc.hear()
    await pc.become('disconnected')
    await pc.become('closed')
    await vi.advanceTimersByTimeAsync(500)
    expect([vi.getTimerCount(), pc.told.length]).toEqual([0, 0])
  })
})
