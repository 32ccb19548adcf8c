/** Each row of the specification's event table, on fakes: the real line, calls and SIP core, a second user agent as the far end. */
import { beforeEach, describe, expect, it } from 'vitest'
import { connectFakePhone, createFakeWorld } from './testing/fake-phone.ts'
import { fakeSdp } from './testing/fake-media.ts'
import type { FakeWorld } from './testing/fake-phone.ts'
import type { ZorioCall } from './call-api.ts'

let world: FakeWorld
beforeEach(() => {
  world = createFakeWorld()
})

async function online(options: Parameters<typeof connectFakePhone>[1] = {}) {
  const fake = await connectFakePhone(world, options)
  await world.clock.advance(50)
  expect(fake.phone.status).toBe('registered')
  return { ...fake, rest: () => fake.names().slice(2) }
}

type Online = Awaited<ReturnType<typeof online>>

async function dial({ phone }: Online, number = '0912345678') {
  const dialled = phone.call(number)
  await world.clock.advance(10)
  const call = await dialled
  return { call, leg: world.pbx.find('incoming')?.leg ?? '' }
}

async function talk(fake: Online) {
  const { call, leg } = await dial(fake)
  world.pbx.run((ua, now) => ua.accept(leg, fakeSdp('answer'), now))
  await world.clock.advance(10)
  expect(call.state).toBe('answered')
  return { call, leg }
}

const headers = [{ name: 'X-Call-UUID', value: 'uuid-from-the-pbx' }]
async function callIn(more: { headers?: typeof headers; late?: boolean } = {}) {
  const leg = world.pbx.run((ua, now) =>
    ua.invite(
      {
        flow: world.pbx.flow,
        target: 'sip:1001@pbx.example',
        offer: fakeSdp('offer'),
        from: { uri: 'sip:0987654321@pbx.example', displayName: 'Nguyễn An' },
        to: { uri: 'sip:1001@pbx.example' },
        headers: more.headers ?? [],
      },
      now,
    ),
  )
  await world.clock.advance(30)
  return leg
}

function first({ phone }: Online): ZorioCall {
  const [call] = phone.calls
  if (!call) throw new Error('no call')
  return call
}

describe('1-4: the line', () => {
  it('emits nothing before the awaiting code had its turn, then connected and registered', async () => {
    const { phone, names } = await connectFakePhone(world)
    expect(names()).toEqual([])
    expect([phone.extension, phone.displayName, phone.status]).toEqual(['1001', 'Agent One', 'connecting'])
    await world.clock.advance(50)
    expect(names()).toEqual(['connected', 'registered'])
  })

  it('a cut socket: disconnected, unregistered, auto_reconnect; then connected and registered again', async () => {
    const fake = await online()
    world.sockets.latest.close('cut')
    await world.clock.advance(0)
    expect(fake.events.filter(([name]) => fake.rest().includes(name)).slice(-3)).toEqual([
      ['disconnected', { reason: 'cut' }],
      ['unregistered', { reason: 'transport_disconnect' }],
      ['auto_reconnect', { attempt: 1, delay_ms: expect.any(Number) }],
    ])
    expect(fake.phone.status).toBe('reconnecting')
    await world.clock.advance(1550)
    expect(fake.rest().slice(3)).toEqual(['connected', 'registered'])
    expect(world.sockets.openCount).toBe(1)
  })

  it('unregister(): manual, the socket closes, register() comes back', async () => {
    const fake = await online()
    const done = fake.phone.unregister()
    await world.clock.advance(20)
    await done
    expect(fake.rest()).toEqual(['unregistered', 'disconnected'])
    expect(fake.last('unregistered')).toEqual({ reason: 'manual' })
    expect(fake.phone.status).toBe('unregistered')
    const back = fake.phone.register()
    await world.clock.advance(50)
    await back
    expect(fake.phone.status).toBe('registered')
  })

  it('403: one fresh bootstrap, then unregistered remote and silence', async () => {
    world.pbx.onRegister = () => ({ status: 403 })
    const fake = await connectFakePhone(world)
    await world.clock.advance(60_000)
    expect(world.api.configRequests.map((one) => one.freshToken)).toEqual([false, true])
    expect(world.pbx.registerCount).toBe(2)
    expect(fake.names()).toEqual(['connected', 'unregistered', 'error'])
    expect(fake.last('unregistered')).toEqual({ reason: 'remote' })
    expect(fake.last('error')).toMatchObject({ code: 'registration_rejected' })
  })

  it('503 with Retry-After: the truth in delay_ms, no REGISTER before, the socket stays', async () => {
    world.pbx.onRegister = (count) =>
      count === 1 ? { status: 503, headers: [{ name: 'Retry-After', value: '20' }] } : { status: 200 }
    const fake = await connectFakePhone(world)
    await world.clock.advance(19_900)
    const { delay_ms } = fake.last('auto_reconnect') as { delay_ms: number }
    expect(Math.floor((delay_ms - 20_000) / 501)).toBe(0)
    expect(world.pbx.registerCount).toBe(1)
    await world.clock.advance(1000)
    expect(fake.phone.status).toBe('registered')
    expect(world.sockets.sockets).toHaveLength(1)
  })
})

describe('5-8: calls', () => {
  it('incoming: contact first, incoming_call, call_ringing, answered, hang-up', async () => {
    world.api.lookup = async () => ({ id: 7, full_name: 'Nguyễn Văn An' })
    const fake = await online()
    await callIn()
    expect(world.api.lookups).toEqual(['0987654321'])
    expect(fake.rest()).toEqual(['incoming_call', 'call_ringing'])
    const call = first(fake)
    expect(fake.last('incoming_call')).toEqual({ call, contact: { id: 7, full_name: 'Nguyễn Văn An' } })
    expect(call).toMatchObject({
      number: '0987654321',
      displayName: 'Nguyễn An',
      direction: 'incoming',
      state: 'ringing',
    })
    expect(world.media.isRinging).toBe(true)
    const answered = call.answer()
    await world.clock.advance(3000)
    await answered
    expect(world.media.isRinging).toBe(false)
    expect(world.pbx.find('accepted')).toBeDefined()
    await call.hangup()
    await world.clock.advance(20)
    expect(fake.rest().slice(2)).toEqual(['call_answered', 'call_hangup'])
    const { reason, billsec } = fake.last('call_hangup') as { reason: string; billsec: number }
    expect([reason, billsec]).toEqual(['normal_clearing', 3])
    expect(world.pbx.find('ended')).toMatchObject({ by: 'remote', how: 'bye' })
  })

  it('never holds incoming_call back more than 400 ms; a late contact updates the call', async () => {
    let found: (contact: { id: number; full_name: string }) => void = () => {}
    world.api.lookup = () => new Promise((resolve) => (found = resolve))
    const fake = await online()
    await callIn()
    await world.clock.advance(360)
    expect(fake.rest()).toEqual([])
    await world.clock.advance(20)
    expect(fake.last('incoming_call')).toMatchObject({ contact: null })
    found({ id: 1, full_name: 'Late' })
    await world.clock.advance(0)
    expect(first(fake).contact).toEqual({ id: 1, full_name: 'Late' })
    expect(fake.last('call_updated')).toMatchObject({ changed: ['contact'] })
    expect(fake.rest()).toEqual(['incoming_call', 'call_ringing'])
  })

  it('takes the uuid of X-Call-UUID, else the Call-ID', async () => {
    const fake = await online()
    await callIn({ headers })
    expect(first(fake).uuid).toBe('uuid-from-the-pbx')
  })

  it('a refusal in incoming_call never rings', async () => {
    const fake = await online()
    fake.phone.on('incoming_call', ({ call }) => void call.hangup())
    await callIn()
    expect(fake.rest()).toEqual(['incoming_call', 'call_hangup'])
    expect(fake.last('call_hangup')).toMatchObject({ reason: 'call_rejected', billsec: 0 })
    expect(world.pbx.find('ended')).toMatchObject({ status: 603 })
  })

  it('a CANCEL in the same backlog shows nothing', async () => {
    const fake = await online()
    const leg = world.pbx.run((ua, now) =>
      ua.invite(
        {
          flow: world.pbx.flow,
          target: 'sip:1001@pbx.example',
          offer: fakeSdp('o'),
          from: { uri: 'sip:1@pbx.example' },
          to: { uri: 'sip:1001@pbx.example' },
        },
        now,
      ),
    )
    await world.clock.advance(5)
    world.pbx.run((ua, now) => ua.hangup(leg, now))
    await world.clock.advance(1000)
    expect(fake.rest()).toEqual([])
    expect(fake.phone.calls).toEqual([])
  })

  it('outgoing: ringing once, early media, answered, hang-up of the far end with whole seconds', async () => {
    const fake = await online()
    const { call, leg } = await dial(fake, '0912 345-678')
    const incoming = world.pbx.find('incoming')
    expect(incoming?.to.uri).toContain('0912345678@pbx.example')
    expect(incoming?.callId).toBe(call.uuid)
    world.pbx.run((ua, now) => ua.progress(leg, 183, now, fakeSdp('early')))
    await world.clock.advance(10)
    world.pbx.run((ua, now) => ua.progress(leg, 180, now))
    await world.clock.advance(10)
    expect(world.media.latest.asked).toContain('acceptAnswer early')
    expect(fake.rest()).toEqual(['call_ringing'])
    world.pbx.run((ua, now) => ua.accept(leg, fakeSdp('early'), now))
    await world.clock.advance(5900)
    expect(call.billsec).toBe(5)
    world.pbx.run((ua, now) => ua.hangup(leg, now))
    await world.clock.advance(5000)
    expect(fake.rest()).toEqual(['call_ringing', 'call_answered', 'call_hangup'])
    expect(fake.last('call_hangup')).toMatchObject({ reason: 'normal_clearing', billsec: 5 })
    expect(call.billsec).toBe(5)
    expect(fake.phone.calls).toEqual([])
    expect(world.media.latest.isClosed).toBe(true)
  })

  it.each([
    [486, undefined, 'busy'],
    [404, undefined, 'unallocated_number'],
    [603, undefined, 'call_rejected'],
    [480, { protocol: 'Q.850', cause: 19, text: 'NO_ANSWER' }, 'no_answer'],
  ])('refused with %d: reason', async (status, reason, expected) => {
    const fake = await online()
    const { leg } = await dial(fake)
    world.pbx.run((ua, now) => ua.reject(leg, status, now, reason ? { reasons: [reason] } : {}))
    await world.clock.advance(20)
    expect(fake.last('call_hangup')).toMatchObject({ reason: expected, billsec: 0 })
  })

  it('cancelled by the user: originator_cancel, once, and the far end hears CANCEL', async () => {
    const fake = await online()
    const { call, leg } = await dial(fake)
    world.pbx.run((ua, now) => ua.progress(leg, 180, now))
    await world.clock.advance(10)
    await Promise.all([call.hangup(), call.hangup()])
    await world.clock.advance(20)
    expect(fake.rest()).toEqual(['call_ringing', 'call_hangup'])
    expect(fake.last('call_hangup')).toMatchObject({ reason: 'originator_cancel' })
    expect(world.pbx.find('ended')).toMatchObject({ how: 'cancel' })
  })
})

describe('9: dtmf', () => {
  it('from RTP and from INFO, the same press told twice is one event', async () => {
    const fake = await online()
    const { leg } = await talk(fake)
    const info = (digit: string) =>
      world.pbx.run((ua, now) =>
        ua.info(leg, 'application/dtmf-relay', `Signal=${digit}\r\nDuration=100\r\n`, now),
      )
    world.media.latest.tell({ type: 'digit', digit: '5' })
    info('5')
    await world.clock.advance(300)
    info('5')
    await world.clock.advance(300)
    info('#')
    await world.clock.advance(20)
    const digits = fake.events.flatMap(([name, payload]) => (name === 'dtmf' ? [payload] : []))
    expect(digits).toMatchObject([
      { digit: '5', source: 'rtp' },
      { digit: '5', source: 'info' },
      { digit: '#', source: 'info' },
    ])
    expect(first(fake).receivedDigits).toBe('55#')
  })
})

describe('10-12: error, auto_reconnect, audio_autoplay_blocked', () => {
  it('reconnect_failed once an outage while tries go on at the cap', async () => {
    const fake = await online({ reconnectFailedAfterMs: 60_000 })
    world.sockets.onOpen = (socket) => queueMicrotask(() => socket.close('refused'))
    world.sockets.latest.close()
    await world.clock.advance(200_000)
    const delays = fake.events.flatMap(([name, payload]) =>
      name === 'auto_reconnect' ? [Math.floor((payload as { delay_ms: number }).delay_ms / 1000) * 1000] : [],
    )
    expect(delays.slice(0, 7)).toEqual([1000, 2000, 4000, 8000, 16_000, 30_000, 30_000])
    expect(fake.names().filter((name) => name === 'error')).toHaveLength(1)
    expect(fake.last('error')).toMatchObject({ code: 'reconnect_failed' })
  })

  it('autoplay: the event and the error once a call; unlockAudio clears it', async () => {
    const fake = await online()
    await callIn()
    world.media.blockRing()
    world.media.blockRing()
    await world.clock.advance(0)
    expect(fake.rest().slice(2)).toEqual(['audio_autoplay_blocked', 'error'])
    expect(fake.last('error')).toMatchObject({ code: 'audio_autoplay_blocked' })
    expect(fake.phone.getSnapshot().isAudioBlocked).toBe(true)
    await fake.phone.unlockAudio()
    await world.clock.advance(0)
    expect(fake.phone.getSnapshot().isAudioBlocked).toBe(false)
  })
})

describe('call controls', () => {
  it('hold and unhold by re-INVITE; mute', async () => {
    const fake = await online()
    const { call, leg } = await talk(fake)
    const held = call.hold()
    await world.clock.advance(10)
    expect(world.pbx.find('reoffer')).toMatchObject({ offer: expect.stringContaining('a=sendonly') })
    world.pbx.run((ua, now) => ua.answerOffer(leg, fakeSdp('held', 'recvonly'), now))
    await world.clock.advance(10)
    await held
    expect([call.isHeld, call.isRemoteHeld]).toEqual([true, false])
    const back = call.unhold()
    await world.clock.advance(10)
    world.pbx.run((ua, now) => ua.answerOffer(leg, fakeSdp('back'), now))
    await world.clock.advance(10)
    await back
    expect(call.isHeld).toBe(false)
    await call.mute()
    expect([call.isMuted, world.media.latest.isMuted]).toEqual([true, true])
  })

  it('a refused hold rejects and the call goes on', async () => {
    const fake = await online()
    const { call, leg } = await talk(fake)
    const held = call.hold()
    await world.clock.advance(10)
    world.pbx.run((ua, now) => ua.refuseOffer(leg, 488, now))
    await world.clock.advance(10)
    await expect(held).rejects.toMatchObject({ code: 'hold_failed', details: { sip_status: 488 } })
    expect([call.isHeld, call.state]).toEqual([false, 'answered'])
    expect(world.media.latest.direction).toBe('sendrecv')
  })

  it('the far end holds us', async () => {
    const fake = await online()
    const { call, leg } = await talk(fake)
    world.pbx.run((ua, now) => ua.reoffer(leg, fakeSdp('hold', 'sendonly'), now))
    await world.clock.advance(20)
    expect(call.isRemoteHeld).toBe(true)
    expect(world.pbx.find('reoffer-answered')).toBeDefined()
    expect(fake.last('call_updated')).toMatchObject({ changed: ['remote_hold'] })
  })

  it('digits: by RTP with pauses, by INFO where the far end takes none', async () => {
    const fake = await online()
    const { call } = await talk(fake)
    const sent = call.sendDtmf('12,#')
    await world.clock.advance(2100)
    await sent
    expect(world.media.latest.asked.slice(-2)).toEqual(['sendDtmf 12', 'sendDtmf #'])
    world.media.canSendTones = false
    const info = call.sendDtmf('9*')
    await world.clock.advance(1000)
    await info
    const bodies = world.pbx.facts.flatMap((fact) => (fact.type === 'info' ? [fact.body] : []))
    expect(bodies.map((body) => body.slice(0, 8))).toEqual(['Signal=9', 'Signal=*'])
    await expect(call.sendDtmf('1a*💥')).rejects.toMatchObject({ code: 'invalid_digits' })
  })

  it('blind transfer: resolves on success and the call ends; a failure leaves it', async () => {
    const fake = await online()
    const { call, leg } = await talk(fake)
    const failed = call.transfer('1002')
    await world.clock.advance(10)
    expect(world.pbx.find('refer')).toMatchObject({ target: expect.stringContaining('1002@pbx.example') })
    world.pbx.run((ua, now) => ua.acceptRefer(leg, now))
    await world.clock.advance(10)
    world.pbx.run((ua, now) => ua.notifyRefer(leg, 486, 'Busy Here', now))
    await world.clock.advance(10)
    await expect(failed).rejects.toMatchObject({ code: 'transfer_failed', details: { sip_status: 486 } })
    expect(call.state).toBe('answered')
    const done = call.transfer('1003')
    await world.clock.advance(10)
    world.pbx.run((ua, now) => ua.acceptRefer(leg, now))
    await world.clock.advance(10)
    world.pbx.run((ua, now) => ua.notifyRefer(leg, 200, 'OK', now))
    await world.clock.advance(20)
    await done
    expect(call.state).toBe('ended')
  })

  it('a REFER inside a call: the target is dialled at our own domain, the old call ends on its answer', async () => {
    const fake = await online()
    const { call, leg } = await talk(fake)
    world.pbx.run((ua, now) => ua.refer(leg, { target: 'sip:9440@elsewhere.example' }, now))
    await world.clock.advance(20)
    const second = world.pbx.find('incoming')
    expect(second?.to.uri).toContain('9440@pbx.example')
    world.pbx.run((ua, now) => ua.accept(second?.leg ?? '', fakeSdp('b'), now))
    await world.clock.advance(20)
    expect(call.state).toBe('ended')
    expect(fake.phone.calls.map((one) => [one.number, one.state])).toEqual([['9440', 'answered']])
    const notified = world.pbx.facts.flatMap((fact) => (fact.type === 'refer-progress' ? [fact.status] : []))
    expect(notified.at(-1)).toBe(200)
  })

  it('refuses to be sent to a foreign scheme', async () => {
    const fake = await online()
    const { call, leg } = await talk(fake)
    world.pbx.run((ua, now) => ua.refer(leg, { target: 'tel:1900123456' }, now))
    await world.clock.advance(20)
    expect(fake.phone.calls).toEqual([call])
  })
})

describe('outages', () => {
  it('a call survives, is repaired by re-INVITE, and a BYE of the far end still ends it', async () => {
    const fake = await online()
    const { call, leg } = await talk(fake)
    world.sockets.latest.close()
    await world.clock.advance(1550)
    expect(fake.phone.status).toBe('registered')
    expect(call.state).toBe('answered')
    expect(world.media.latest.asked.filter((one) => one.startsWith('createOffer'))).toHaveLength(2)
    expect(world.pbx.find('reoffer')).toBeDefined()
    world.pbx.run((ua, now) => {
      ua.moveLeg(leg, world.pbx.flow)
      ua.answerOffer(leg, fakeSdp('repaired'), now)
    })
    await world.clock.advance(20)
    world.pbx.run((ua, now) => ua.hangup(leg, now))
    await world.clock.advance(20)
    expect(fake.last('call_hangup')).toMatchObject({ reason: 'normal_clearing' })
  })

  it('an orphan ends within 35 s with an honest reason', async () => {
    const fake = await online()
    const { call, leg } = await talk(fake)
    world.sockets.latest.silence()
    world.pbx.run((ua, now) => ua.hangup(leg, now))
    world.sockets.latest.close()
    await world.clock.advance(15_000)
    await world.clock.advance(36_000)
    expect(call.state).toBe('ended')
    expect(call.hangupDetail).toMatchObject({ who: 'network', reason: 'normal_temporary_failure' })
  })

  it('hangup() offline ends at once; the BYE is delivered on recovery; call() offline rejects', async () => {
    const fake = await online()
    const { call } = await talk(fake)
    world.sockets.latest.close()
    await world.clock.advance(10)
    await call.hangup()
    expect(call.state).toBe('ended')
    await expect(fake.phone.call('100')).rejects.toMatchObject({ code: 'not_registered' })
    await world.clock.advance(2000)
    expect(world.pbx.find('ended')).toMatchObject({ by: 'remote', how: 'bye' })
    expect(world.pbx.facts.filter((fact) => fact.type === 'incoming')).toHaveLength(1)
  })

  it('a silent socket is found dead within 30 s idle, 15 s in a call, 5 s after a wake', async () => {
    const fake = await online()
    world.sockets.latest.silence()
    await world.clock.advance(30_000)
    expect(fake.rest()).toContain('disconnected')
    await world.clock.advance(3000)
    expect(fake.phone.status).toBe('registered')
    await talk(fake)
    world.sockets.latest.silence()
    const before = fake.rest().filter((name) => name === 'disconnected').length
    await world.clock.advance(15_000)
    expect(fake.rest().filter((name) => name === 'disconnected')).toHaveLength(before + 1)
    await world.clock.advance(3000)
    world.sockets.latest.silence()
    await world.clock.sleep(60_000)
    expect(fake.phone.status).toBe('stale')
    await world.clock.advance(5000)
    expect(fake.rest().filter((name) => name === 'disconnected')).toHaveLength(before + 2)
  })

  it('pagehide un-registers and ends calls in one turn; pageshow revives the same object', async () => {
    const fake = await online()
    await talk(fake)
    const socket = world.sockets.latest
    world.signal('pagehide')
    const methods = socket.sent.slice(-2).map((frame) => frame.split(' ')[0])
    expect(methods).toEqual(['BYE', 'REGISTER'])
    expect(socket.isDropped).toBe(true)
    world.signal('pageshow')
    await world.clock.advance(100)
    expect(fake.phone.status).toBe('registered')
  })
})

describe('the end', () => {
  it('disconnect(): no socket, timer, listener or event is left', async () => {
    const fake = await online()
    await talk(fake)
    const done = fake.phone.disconnect()
    await world.clock.advance(20)
    await done
    const count = fake.events.length
    expect(fake.rest().slice(-3)).toEqual(['call_hangup', 'unregistered', 'disconnected'])
    expect(fake.phone.status).toBe('disconnected')
    expect(world.sockets.openCount).toBe(0)
    expect(world.media.isDisposed).toBe(true)
    expect(world.pageListeners.size).toBe(0)
    await world.clock.advance(600_000)
    expect(fake.events).toHaveLength(count)
    await expect(fake.phone.call('1')).rejects.toMatchObject({ code: 'phone_disconnected' })
    await fake.phone.disconnect()
  })

  it('secrets are nowhere', async () => {
    const fake = await online({ debug: true })
    await talk(fake)
    const seen = JSON.stringify([fake.phone, fake.phone.calls, fake.phone.getSnapshot(), world.logged])
    expect(seen).not.toMatch(/canary/)
    expect(Object.keys(fake.phone)).toEqual([])
  })
})
