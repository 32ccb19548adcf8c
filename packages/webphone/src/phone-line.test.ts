import { describe, expect, it } from 'vitest'
import { callIn, online } from './testing/scenes.ts'
import { connectFakePhone, createFakeWorld } from './testing/fake-phone.ts'

describe('1-4: the line', () => {
  it('emits nothing before the awaiting code had its turn, then connected and registered', async () => {
    const world = createFakeWorld()
    const { phone, names } = await connectFakePhone(world)
    expect(names()).toEqual([])
    expect([phone.extension, phone.displayName, phone.status]).toEqual(['1001', 'Agent One', 'connecting'])
    await world.clock.advance(50)
    expect(names()).toEqual(['connected', 'registered'])
  })

  it('a cut socket: disconnected, unregistered, auto_reconnect; then connected and registered again', async () => {
    const fake = await online()
    fake.sockets.latest.close('cut')
    await fake.clock.advance(0)
    expect(fake.events.filter(([name]) => fake.rest().includes(name)).slice(-3)).toEqual([
      ['disconnected', { reason: 'cut' }],
      ['unregistered', { reason: 'transport_disconnect' }],
      ['auto_reconnect', { attempt: 1, delay_ms: expect.any(Number) }],
    ])
    expect(fake.phone.status).toBe('reconnecting')
    await fake.clock.advance(1550)
    expect(fake.rest().slice(3)).toEqual(['connected', 'registered'])
    expect(fake.sockets.openCount).toBe(1)
  })

  it('unregister(): manual, the socket closes, register() comes back', async () => {
    const fake = await online()
    const done = fake.phone.unregister()
    await fake.clock.advance(20)
    await done
    expect(fake.rest()).toEqual(['unregistered', 'disconnected'])
    expect(fake.last('unregistered')).toEqual({ reason: 'manual' })
    expect(fake.phone.status).toBe('unregistered')
    const back = fake.phone.register()
    await fake.clock.advance(50)
    await back
    expect(fake.phone.status).toBe('registered')
  })

  it('403: one fresh bootstrap, then unregistered remote and silence', async () => {
    const world = createFakeWorld()
    world.pbx.onRegister = () => ({ status: 403 })
    const fake = { ...world, ...(await connectFakePhone(world)) }
    await fake.clock.advance(60_000)
    expect(fake.api.configRequests.map((one) => one.freshToken)).toEqual([false, true])
    expect(fake.pbx.registerCount).toBe(2)
    expect(fake.names()).toEqual(['connected', 'unregistered', 'error'])
    expect(fake.last('unregistered')).toEqual({ reason: 'remote' })
    expect(fake.last('error')).toMatchObject({ code: 'registration_rejected' })
  })

  it('503 with Retry-After: the truth in delay_ms, no REGISTER before, the socket stays', async () => {
    const world = createFakeWorld()
    world.pbx.onRegister = (count) =>
      count === 1 ? { status: 503, headers: [{ name: 'Retry-After', value: '20' }] } : { status: 200 }
    const fake = { ...world, ...(await connectFakePhone(world)) }
    await fake.clock.advance(19_900)
    const { delay_ms } = fake.last('auto_reconnect') as { delay_ms: number }
    expect(Math.floor((delay_ms - 20_000) / 501)).toBe(0)
    expect(fake.pbx.registerCount).toBe(1)
    await fake.clock.advance(1000)
    expect(fake.phone.status).toBe('registered')
    expect(fake.sockets.sockets).toHaveLength(1)
  })
})

describe('10-12: error, auto_reconnect, audio_autoplay_blocked', () => {
  it('reconnect_failed once an outage while tries go on at the cap', async () => {
    const fake = await online({ reconnectFailedAfterMs: 60_000 })
    fake.sockets.onOpen = (socket) => queueMicrotask(() => socket.close('refused'))
    fake.sockets.latest.close()
    await fake.clock.advance(200_000)
    const delays = fake.events.flatMap(([name, payload]) =>
      name === 'auto_reconnect' ? [Math.floor((payload as { delay_ms: number }).delay_ms / 1000) * 1000] : [],
    )
    expect(delays.slice(0, 7)).toEqual([1000, 2000, 4000, 8000, 16_000, 30_000, 30_000])
    expect(fake.names().filter((name) => name === 'error')).toHaveLength(1)
    expect(fake.last('error')).toMatchObject({ code: 'reconnect_failed' })
  })

  it('autoplay: the event and the error once a call; unlockAudio clears it', async () => {
    const fake = await online()
    await callIn(fake)
    fake.media.blockRing()
    fake.media.blockRing()
    await fake.clock.advance(0)
    expect(fake.rest().slice(2)).toEqual(['audio_autoplay_blocked', 'error'])
    expect(fake.last('error')).toMatchObject({ code: 'audio_autoplay_blocked' })
    expect(fake.phone.getSnapshot().isAudioBlocked).toBe(true)
    await fake.phone.unlockAudio()
    await fake.clock.advance(0)
    expect(fake.phone.getSnapshot().isAudioBlocked).toBe(false)
  })
})
