/** Row A9 of docs/reliability.md: a port that stays dead for ten minutes, in virtual time. */
import { describe, expect, it } from 'vitest'
import { online } from '../../src/testing/scenes.ts'

const stepsMs = [1000, 2000, 4000, 8000, 16_000]

describe('a long outage', () => {
  it('A9 keeps the schedule for ten minutes, says reconnect_failed once at five, and recovers', async () => {
    const scene = await online()
    const waits: { attempt: number; delay_ms: number }[] = []
    scene.phone.on('auto_reconnect', (wait) => waits.push(wait))
    scene.sockets.onOpen = (socket) => queueMicrotask(() => socket.close('refused'))
    scene.sockets.latest.close()
    await scene.clock.advance(290_000)
    expect(scene.rest()).not.toContain('error')
    await scene.clock.advance(310_000)
    expect(scene.rest().filter((name) => name === 'error')).toHaveLength(1)
    expect(scene.last('error')).toMatchObject({ code: 'reconnect_failed' })
    for (const { attempt, delay_ms } of waits) {
      const baseMs = stepsMs[attempt - 1] ?? 30_000
      expect(delay_ms).toBeGreaterThanOrEqual(baseMs)
      expect(delay_ms).toBeLessThanOrEqual(baseMs + 500)
    }
    // 31 s of growing waits, then every 30 s: more would be a loop, fewer a phone that gave up.
    expect(waits.length).toBeGreaterThan(21)
    expect(waits.length).toBeLessThan(26)
    expect(scene.rest().filter((name) => name === 'disconnected')).toHaveLength(1)
    expect(scene.clock.pendingTimers, 'one wait, and the credentials').toBeLessThanOrEqual(3)
    scene.sockets.onOpen = (socket) => queueMicrotask(() => socket.accept())
    await scene.clock.advance(31_000)
    expect(scene.phone.status).toBe('registered')
  })
})
