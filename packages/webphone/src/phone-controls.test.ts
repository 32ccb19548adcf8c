import { describe, expect, it } from 'vitest'
import { online, talk } from './testing/scenes.ts'
import { fakeSdp } from './testing/fake-media.ts'

describe('call controls', () => {
  it('hold and unhold by re-INVITE; mute', async () => {
    const fake = await online()
    const { call, leg } = await talk(fake)
    const held = call.hold()
    await fake.clock.advance(10)
    expect(fake.pbx.find('reoffer')).toMatchObject({ offer: expect.stringContaining('a=sendonly') })
    fake.pbx.run((ua, now) => ua.answerOffer(leg, fakeSdp('held', 'recvonly'), now))
    await fake.clock.advance(10)
    await held
    expect([call.isHeld, call.isRemoteHeld]).toEqual([true, false])
    const back = call.unhold()
    await fake.clock.advance(10)
    fake.pbx.run((ua, now) => ua.answerOffer(leg, fakeSdp('back'), now))
    await fake.clock.advance(10)
    await back
    expect(call.isHeld).toBe(false)
    await call.mute()
    expect([call.isMuted, fake.media.latest.isMuted]).toEqual([true, true])
  })

  it('a refused hold rejects and the call goes on', async () => {
    const fake = await online()
    const { call, leg } = await talk(fake)
    const held = call.hold()
    await fake.clock.advance(10)
    fake.pbx.run((ua, now) => ua.refuseOffer(leg, 488, now))
    await fake.clock.advance(10)
    await expect(held).rejects.toMatchObject({ code: 'hold_failed', details: { sip_status: 488 } })
    expect([call.isHeld, call.state]).toEqual([false, 'answered'])
    expect(fake.media.latest.direction).toBe('sendrecv')
  })

  it('the far end holds us', async () => {
    const fake = await online()
    const { call, leg } = await talk(fake)
    fake.pbx.run((ua, now) => ua.reoffer(leg, fakeSdp('hold', 'sendonly'), now))
    await fake.clock.advance(20)
    expect(call.isRemoteHeld).toBe(true)
    expect(fake.pbx.find('reoffer-answered')).toBeDefined()
    expect(fake.last('call_updated')).toMatchObject({ changed: ['remote_hold'] })
  })

  it('digits: by RTP with pauses, by INFO where the far end takes none', async () => {
    const fake = await online()
    const { call } = await talk(fake)
    const sent = call.sendDtmf('12,#')
    await fake.clock.advance(2100)
    await sent
    expect(fake.media.latest.asked.slice(-2)).toEqual(['sendDtmf 12', 'sendDtmf #'])
    fake.media.canSendTones = false
    const info = call.sendDtmf('9*')
    await fake.clock.advance(1000)
    await info
    const bodies = fake.pbx.facts.flatMap((fact) => (fact.type === 'info' ? [fact.body] : []))
    expect(bodies.map((body) => body.slice(0, 8))).toEqual(['Signal=9', 'Signal=*'])
    await expect(call.sendDtmf('1a*💥')).rejects.toMatchObject({ code: 'invalid_digits' })
  })

  it('blind transfer: resolves on success and the call ends; a failure leaves it', async () => {
    const fake = await online()
    const { call, leg } = await talk(fake)
    const failed = call.transfer('1002')
    await fake.clock.advance(10)
    expect(fake.pbx.find('refer')).toMatchObject({ target: expect.stringContaining('1002@pbx.example') })
    fake.pbx.run((ua, now) => ua.acceptRefer(leg, now))
    await fake.clock.advance(10)
    fake.pbx.run((ua, now) => ua.notifyRefer(leg, 486, 'Busy Here', now))
    await fake.clock.advance(10)
    await expect(failed).rejects.toMatchObject({ code: 'transfer_failed', details: { sip_status: 486 } })
    expect(call.state).toBe('answered')
    const done = call.transfer('1003')
    await fake.clock.advance(10)
    fake.pbx.run((ua, now) => ua.acceptRefer(leg, now))
    await fake.clock.advance(10)
    fake.pbx.run((ua, now) => ua.notifyRefer(leg, 200, 'OK', now))
    await fake.clock.advance(20)
    await done
    expect(call.state).toBe('ended')
  })

  it('a REFER inside a call: the target is dialled at our own domain, the old call ends on its answer', async () => {
    const fake = await online()
    const { call, leg } = await talk(fake)
    fake.pbx.run((ua, now) => ua.refer(leg, { target: 'sip:9440@elsewhere.example' }, now))
    await fake.clock.advance(20)
    const second = fake.pbx.find('incoming')
    expect(second?.to.uri).toContain('9440@pbx.example')
    fake.pbx.run((ua, now) => ua.accept(second?.leg ?? '', fakeSdp('b'), now))
    await fake.clock.advance(20)
    expect(call.state).toBe('ended')
    expect(fake.phone.calls.map((one) => [one.number, one.state])).toEqual([['9440', 'answered']])
    const notified = fake.pbx.facts.flatMap((fact) => (fact.type === 'refer-progress' ? [fact.status] : []))
    expect(notified.at(-1)).toBe(200)
  })

  it('refuses to be sent to a foreign scheme', async () => {
    const fake = await online()
    const { call, leg } = await talk(fake)
    fake.pbx.run((ua, now) => ua.refer(leg, { target: 'tel:1900123456' }, now))
    await fake.clock.advance(20)
    expect(fake.phone.calls).toEqual([call])
  })
})
