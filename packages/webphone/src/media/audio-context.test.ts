import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { createSharedAudioContext } from './audio-context.ts'

class FakeContext {
  static latest: FakeContext
  state = 'running'

  constructor() {
    FakeContext.latest = this
  }

  resume() {
    this.state = 'running'
    return Promise.resolve()
  }

  suspend() {
    this.state = 'suspended'
    return Promise.resolve()
  }
}

describe('the shared audio context', () => {
  beforeEach(() => {
    vi.useFakeTimers()
    vi.stubGlobal('AudioContext', FakeContext)
  })
  afterEach(() => {
    vi.useRealTimers()
    vi.unstubAllGlobals()
  })

  it('is suspended only when what was stopped has been let go of', () => {
    const { release } = createSharedAudioContext().use()
    release()
    expect(FakeContext.latest.state).toBe('running')
    vi.advanceTimersByTime(100)
    expect(FakeContext.latest.state).toBe('suspended')
  })

  it('goes on when somebody needs it again meanwhile', () => {
    const shared = createSharedAudioContext()
    shared.use().release()
    shared.use()
    vi.advanceTimersByTime(1000)
    expect(FakeContext.latest.state).toBe('running')
  })
})
