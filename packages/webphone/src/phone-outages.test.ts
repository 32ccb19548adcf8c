import { describe, expect, it } from 'vitest'
import { callIn, online, talk } from './testing/scenes.ts'
import { fakeSdp } from './testing/fake-media.ts'

describe('outages', () => {
  it('a call survives, is repaired by re-INVITE, and a BYE of the far end still ends it', async () => {
    const fake = await online()
    const { call, leg } = await talk(fake)
    fake.sockets.latest.close()
    await fake.clock.advance(1550)
    expect(fake.phone.status).toBe('registered')
    expect(call.state).toBe('answered')
    expect(fake.media.latest.asked.filter((one) => one.startsWith('createOffer'))).toHaveLength(2)
    expect(fake.pbx.find('reoffer')).toBeDefined()
    fake.pbx.run((ua, now) => {
      ua.moveLeg(leg, fake.pbx.flow)
      ua.answerOffer(leg, fakeSdp('repaired'), now)
    })
    await fake.clock.advance(20)
    fake.pbx.run((ua, now) => ua.hangup(leg, now))
    await fake.clock.advance(20)
    expect(fake.last('call_hangup')).toMatchObject({ reason: 'normal_clearing' })
  })

  it('an orphan ends within 35 s with an honest reason', async () => {
    const fake = await online()
    const { call, leg } = await talk(fake)
    fake.sockets.latest.silence()
    fake.pbx.run((ua, now) => ua.hangup(leg, now))
    fake.sockets.latest.close()
    await fake.clock.advance(15_000)
    await fake.clock.advance(36_000)
    expect(call.state).toBe('ended')
    expect(call.hangupDetail).toMatchObject({ who: 'network', reason: 'normal_temporary_failure' })
  })

  it('hangup() offline ends at once; the BYE is delivered on recovery; call() offline rejects', async () => {
    const fake = await online()
    const { call } = await talk(fake)
    fake.sockets.latest.close()
    await fake.clock.advance(10)
    await call.hangup()
    expect(call.state).toBe('ended')
    await expect(fake.phone.call('100')).rejects.toMatchObject({ code: 'not_registered' })
    await fake.clock.advance(2000)
    expect(fake.pbx.find('ended')).toMatchObject({ by: 'remote', how: 'bye' })
    expect(fake.pbx.facts.filter((fact) => fact.type === 'incoming')).toHaveLength(1)
  })

  it('a silent socket is found dead within 30 s idle, 15 s in a call, 5 s after a wake', async () => {
    const fake = await online()
    fake.sockets.latest.silence()
    await fake.clock.advance(30_000)
    expect(fake.rest()).toContain('disconnected')
    await fake.clock.advance(3000)
    expect(fake.phone.status).toBe('registered')
    await talk(fake)
    fake.sockets.latest.silence()
    const before = fake.rest().filter((name) => name === 'disconnected').length
    await fake.clock.advance(15_000)
    expect(fake.rest().filter((name) => name === 'disconnected')).toHaveLength(before + 1)
    await fake.clock.advance(3000)
    fake.sockets.latest.silence()
    await fake.clock.sleep(60_000)
    expect(fake.phone.status).toBe('stale')
    await fake.clock.advance(5000)
    expect(fake.rest().filter((name) => name === 'disconnected')).toHaveLength(before + 2)
  })

  it('a server that knows no ping keeps its phone, idle and in a call, and is found dead all the same', async () => {
    const fake = await online()
    const { onFrame } = fake.sockets
    fake.sockets.onFrame = (socket, text) => {
      if (text !== '\r\n\r\n') onFrame(socket, text)
    }
    await fake.clock.advance(300_000)
    const { call } = await talk(fake)
    await fake.clock.advance(300_000)
    expect([fake.phone.status, call.state]).toEqual(['registered', 'answered'])
    expect(fake.rest().filter((name) => !name.startsWith('call_'))).toEqual([])
    fake.sockets.latest.silence()
    await fake.clock.advance(15_000)
    expect(fake.rest()).toContain('disconnected')
  })

  it('pagehide un-registers and ends calls in one turn; pageshow revives the same object', async () => {
    const fake = await online()
    await talk(fake)
    const socket = fake.sockets.latest
    fake.signal('pagehide')
    const methods = socket.sent.slice(-2).map((frame) => frame.split(' ')[0])
    expect(methods).toEqual(['BYE', 'REGISTER'])
    expect(socket.isDropped).toBe(true)
    fake.signal('pageshow')
    await fake.clock.advance(100)
    expect(fake.phone.status).toBe('registered')
  })
})

describe('the end', () => {
  it('disconnect(): no socket, timer, listener or event is left', async () => {
    const fake = await online()
    await talk(fake)
    const done = fake.phone.disconnect()
    await fake.clock.advance(20)
    await done
    const count = fake.events.length
    expect(fake.rest().slice(-3)).toEqual(['call_hangup', 'unregistered', 'disconnected'])
    expect(fake.phone.status).toBe('disconnected')
    expect(fake.sockets.openCount).toBe(0)
    expect(fake.media.isDisposed).toBe(true)
    expect(fake.pageListeners.size).toBe(0)
    await fake.clock.advance(600_000)
    expect(fake.events).toHaveLength(count)
    await expect(fake.phone.call('1')).rejects.toMatchObject({ code: 'phone_disconnected' })
    await fake.phone.disconnect()
  })

  it('a call that comes while disconnect() says goodbye is refused, and rings nowhere afterwards', async () => {
    const fake = await online()
    // The answer to the un-REGISTER is on its way for a second, and so is the call.
    const { latest, onFrame } = fake.sockets
    fake.sockets.onFrame = () => {}
    const done = fake.phone.disconnect()
    await fake.clock.advance(900)
    fake.sockets.onFrame = onFrame
    await callIn(fake, {}, 40)
    expect(latest.sent.some((frame) => frame.startsWith('SIP/2.0 480'))).toBe(true)
    await fake.clock.advance(2000)
    await done
    expect(fake.rest()).toEqual(['unregistered', 'disconnected'])
    expect(fake.media.isRinging).toBe(false)
  })

  it('unregister() behind disconnect(): both settle, and the phone is gone', async () => {
    const fake = await online()
    const both = Promise.all([fake.phone.disconnect(), fake.phone.unregister()])
    await fake.clock.advance(20)
    await both
    expect(fake.phone.status).toBe('disconnected')
    expect(fake.media.isDisposed).toBe(true)
  })

  it('secrets are nowhere', async () => {
    const fake = await online({ debug: true })
    await talk(fake)
    const seen = JSON.stringify([fake.phone, fake.phone.calls, fake.phone.getSnapshot(), fake.logged])
    expect(seen).not.toMatch(/canary/)
    expect(Object.keys(fake.phone)).toEqual([])
  })
})
