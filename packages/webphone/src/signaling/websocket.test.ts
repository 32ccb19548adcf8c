import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { browserSockets } from './websocket.ts'

/** What the adapter uses of the browser's socket. */
class FakeSocket extends EventTarget {
  static latest: FakeSocket
  static readonly OPEN = 1
  readonly readyState = 1
  isClosed = false

  constructor() {
    super()
    FakeSocket.latest = this
  }

  close() {
    this.isClosed = true
  }

  receive(data: string) {
    this.dispatchEvent(new MessageEvent('message', { data }))
  }
}

function open() {
  const told: string[] = []
  browserSockets.open('wss://pbx.example/', {
    onOpened: () => told.push('opened'),
    onFrame: (text) => told.push(text),
    onClosed: ({ reason }) => told.push(`closed: ${reason}`),
  })
  return told
}

describe('a socket that floods', () => {
  beforeEach(() => {
    vi.useFakeTimers({ toFake: ['performance'] })
    vi.stubGlobal('WebSocket', FakeSocket)
  })
  afterEach(() => {
    vi.useRealTimers()
    vi.unstubAllGlobals()
  })

  it('is dropped after 600 frames in a second, and nothing more is heard of it', () => {
    const told = open()
    for (let frame = 1; frame <= 700; frame += 1) FakeSocket.latest.receive(`frame ${frame}`)
    expect(told).toHaveLength(601)
    expect(told.at(-1)).toBe('closed: too many frames')
    expect(FakeSocket.latest.isClosed).toBe(true)
  })

  it('is not one that sends 400 a second, second after second', () => {
    const told = open()
    for (let second = 0; second < 5; second += 1) {
      for (let frame = 0; frame < 400; frame += 1) FakeSocket.latest.receive('frame')
      vi.advanceTimersByTime(1001)
    }
    expect(told).toHaveLength(2000)
    expect(FakeSocket.latest.isClosed).toBe(false)
  })
})
