import { describe, expect, it } from 'vitest'
import { callIn, dial, firstCall, online, talk } from './testing/scenes.ts'
import { fakeSdp } from './testing/fake-media.ts'
import { ZorioWebphoneError } from './errors.ts'

describe('5-8: calls', () => {
  it('silenceRing stops the sound; the call stays answerable', async () => {
    const fake = await online()
    await callIn(fake)
    fake.phone.silenceRing?.()
    expect([fake.media.isRinging, firstCall(fake).state]).toEqual([false, 'ringing'])
  })

  it('incoming: contact first, incoming_call, call_ringing, answered, hang-up', async () => {
    const fake = await online()
    fake.api.lookup = async () => ({ id: 7, full_name: 'Nguyễn Văn An' })
    await callIn(fake)
    expect(fake.api.lookups).toEqual(['0987654321'])
    expect(fake.rest()).toEqual(['incoming_call', 'call_ringing'])
    const call = firstCall(fake)
    expect(fake.last('incoming_call')).toEqual({ call, contact: { id: 7, full_name: 'Nguyễn Văn An' } })
    expect(call).toMatchObject({
      number: '0987654321',
      displayName: 'Nguyễn An',
      direction: 'incoming',
      state: 'ringing',
    })
    expect(fake.media.isRinging).toBe(true)
    const answered = call.answer()
    await fake.clock.advance(3000)
    await answered
    expect(fake.media.isRinging).toBe(false)
    expect(fake.pbx.find('accepted')).toBeDefined()
    await call.hangup()
    await fake.clock.advance(20)
    expect(fake.rest().slice(2)).toEqual(['call_answered', 'call_hangup'])
    const { reason, billsec } = fake.last('call_hangup') as { reason: string; billsec: number }
    expect([reason, billsec]).toEqual(['normal_clearing', 3])
    expect(fake.pbx.find('ended')).toMatchObject({ by: 'remote', how: 'bye' })
  })

  it('never holds incoming_call back more than 400 ms; a late contact updates the call', async () => {
    let found: (contact: { id: number; full_name: string }) => void = () => {}
    const fake = await online()
    fake.api.lookup = () => new Promise((resolve) => (found = resolve))
    await callIn(fake)
    await fake.clock.advance(360)
    expect(fake.rest()).toEqual([])
    await fake.clock.advance(20)
    expect(fake.last('incoming_call')).toMatchObject({ contact: null })
    found({ id: 1, full_name: 'Late' })
    await fake.clock.advance(0)
    expect(firstCall(fake).contact).toEqual({ id: 1, full_name: 'Late' })
    expect(fake.last('call_updated')).toMatchObject({ changed: ['contact'] })
    expect(fake.rest()).toEqual(['incoming_call', 'call_ringing'])
  })

  it.each([
    ['Call-Info', '<http://elsewhere.example/photo.png>;purpose=icon;answer-after=0'],
    ['Alert-Info', '<http://elsewhere.example/ring.wav>;info=alert-autoanswer;delay=0'],
    ['Alert-Info', '<http://127.0.0.1/>;info=RingAnswer'],
    ['Answer-Mode', 'Auto;require'],
    ['P-Auto-Answer', 'normal'],
  ])('no header answers for the person: %s: %s', async (name, value) => {
    const fake = await online()
    await callIn(fake, { headers: [{ name, value }] }, 5_000)
    expect(firstCall(fake).state).toBe('ringing')
    expect(fake.media.latest.asked).not.toContain('startInput')
    expect(fake.pbx.find('accepted')).toBeUndefined()
  })

  it('takes the uuid of X-Call-UUID, else the Call-ID', async () => {
    const fake = await online()
    await callIn(fake, { headers: [{ name: 'X-Call-UUID', value: 'uuid-from-the-pbx' }] })
    expect(firstCall(fake).uuid).toBe('uuid-from-the-pbx')
  })

  it('the answer is made ready while it rings, without the microphone', async () => {
    const fake = await online()
    await callIn(fake)
    expect(fake.media.latest.asked).toEqual(['prepareAnswer'])
    const answered = firstCall(fake).answer()
    await fake.clock.advance(10)
    await answered
    expect(fake.media.sessions).toHaveLength(1)
    expect(fake.media.latest.asked.slice(1)).toEqual(['startInput', 'answerOffer'])
  })

  it('what was made ready is let go of when the line is lost, and when nobody answers', async () => {
    const fake = await online()
    await callIn(fake)
    const [lost] = fake.media.sessions
    fake.sockets.latest.close()
    await fake.clock.advance(10)
    expect([lost?.isClosed, firstCall(fake).state]).toEqual([true, 'ringing'])
    await fake.clock.advance(2000)
    const leg = await callIn(fake)
    const refused = fake.media.latest
    expect(refused).not.toBe(lost)
    fake.pbx.run((ua, now) => ua.hangup(leg, now))
    await fake.clock.advance(10)
    expect(refused.isClosed).toBe(true)
  })

  it('what was made ready and failed while it rang is made anew by answer()', async () => {
    const fake = await online()
    await callIn(fake)
    const [failed] = fake.media.sessions
    failed?.tell({ type: 'connection', state: 'failed' })
    await fake.clock.advance(10)
    expect([failed?.isClosed, firstCall(fake).state]).toEqual([true, 'ringing'])
    const answered = firstCall(fake).answer()
    await fake.clock.advance(10)
    await answered
    expect(fake.media.latest).not.toBe(failed)
    expect(fake.media.latest.asked).toEqual(['startInput', 'answerOffer'])
  })

  it('muted while it rang, it is answered muted, whatever became of what was made ready', async () => {
    const fake = await online()
    await callIn(fake)
    const call = firstCall(fake)
    await call.mute()
    const [lost] = fake.media.sessions
    fake.sockets.latest.close()
    await fake.clock.advance(3000)
    const answered = call.answer()
    await fake.clock.advance(100)
    await answered
    expect(fake.media.latest).not.toBe(lost)
    expect([call.isMuted, fake.media.latest.isMuted]).toEqual([true, true])
  })

  it('early media of our own call that fail for a moment are not what was made ready: the call is answered', async () => {
    const fake = await online()
    const { leg } = await dial(fake)
    fake.pbx.run((ua, now) => ua.progress(leg, 183, now, fakeSdp('early')))
    await fake.clock.advance(10)
    const [session] = fake.media.sessions
    expect(firstCall(fake).state).toBe('ringing')
    session?.tell({ type: 'connection', state: 'failed' })
    fake.pbx.run((ua, now) => ua.accept(leg, fakeSdp('final'), now))
    await fake.clock.advance(10)
    expect([session?.isClosed, firstCall(fake).state]).toEqual([false, 'answered'])
    expect(session?.asked).toContain('acceptAnswer final')
  })

  it('a refusal in incoming_call never rings', async () => {
    const fake = await online()
    fake.phone.on('incoming_call', ({ call }) => void call.hangup())
    await callIn(fake)
    expect(fake.rest()).toEqual(['incoming_call', 'call_hangup'])
    expect(fake.last('call_hangup')).toMatchObject({ reason: 'call_rejected', billsec: 0 })
    expect(fake.pbx.find('ended')).toMatchObject({ status: 603 })
  })

  it('a CANCEL in the same backlog shows nothing', async () => {
    const fake = await online()
    const leg = await callIn(fake, {}, 5)
    fake.pbx.run((ua, now) => ua.hangup(leg, now))
    await fake.clock.advance(1000)
    expect(fake.rest()).toEqual([])
    expect(fake.phone.calls).toEqual([])
  })

  it('outgoing: ringing once, early media, answered, hang-up of the far end with whole seconds', async () => {
    const fake = await online()
    const { call, leg } = await dial(fake, '0912 345-678')
    const incoming = fake.pbx.find('incoming')
    expect(incoming?.to.uri).toContain('0912345678@pbx.example')
    expect(incoming?.callId).toBe(call.uuid)
    fake.pbx.run((ua, now) => ua.progress(leg, 183, now, fakeSdp('early')))
    await fake.clock.advance(10)
    fake.pbx.run((ua, now) => ua.progress(leg, 180, now))
    await fake.clock.advance(10)
    expect(fake.media.latest.asked).toContain('acceptAnswer early')
    expect(fake.rest()).toEqual(['call_ringing'])
    fake.pbx.run((ua, now) => ua.accept(leg, fakeSdp('early'), now))
    await fake.clock.advance(5900)
    expect(call.billsec).toBe(5)
    fake.pbx.run((ua, now) => ua.hangup(leg, now))
    await fake.clock.advance(5000)
    expect(fake.rest()).toEqual(['call_ringing', 'call_answered', 'call_hangup'])
    expect(fake.last('call_hangup')).toMatchObject({ reason: 'normal_clearing', billsec: 5 })
    expect(call.billsec).toBe(5)
    expect(fake.phone.calls).toEqual([])
    expect(fake.media.latest.isClosed).toBe(true)
  })

  it('an answer that cannot be applied while early audio is heard: an error, and no call with the wrong audio', async () => {
    const fake = await online()
    const { leg } = await dial(fake)
    fake.pbx.run((ua, now) => ua.progress(leg, 183, now, fakeSdp('early')))
    await fake.clock.advance(10)
    fake.media.latest.tell({ type: 'connection', state: 'connected' })
    fake.media.failures = { acceptAnswer: new ZorioWebphoneError('media_failed', 'refused') }
    fake.pbx.run((ua, now) => ua.accept(leg, fakeSdp('refused'), now))
    await fake.clock.advance(20)
    expect(fake.last('error')).toMatchObject({ code: 'media_failed' })
    expect(fake.phone.calls).toEqual([])
    expect(fake.pbx.find('ended')).toMatchObject({ how: 'bye' })
  })

  it.each([
    [486, undefined, 'busy'],
    [404, undefined, 'unallocated_number'],
    [603, undefined, 'call_rejected'],
    [480, { protocol: 'Q.850', cause: 19, text: 'NO_ANSWER' }, 'no_answer'],
  ])('refused with %d: reason', async (status, reason, expected) => {
    const fake = await online()
    const { leg } = await dial(fake)
    fake.pbx.run((ua, now) => ua.reject(leg, status, now, reason ? { reasons: [reason] } : {}))
    await fake.clock.advance(20)
    expect(fake.last('call_hangup')).toMatchObject({ reason: expected, billsec: 0 })
  })

  it('cancelled by the user: originator_cancel, once, and the far end hears CANCEL', async () => {
    const fake = await online()
    const { call, leg } = await dial(fake)
    fake.pbx.run((ua, now) => ua.progress(leg, 180, now))
    await fake.clock.advance(10)
    await Promise.all([call.hangup(), call.hangup()])
    await fake.clock.advance(20)
    expect(fake.rest()).toEqual(['call_ringing', 'call_hangup'])
    expect(fake.last('call_hangup')).toMatchObject({ reason: 'originator_cancel' })
    expect(fake.pbx.find('ended')).toMatchObject({ how: 'cancel' })
  })
})

describe('9: dtmf', () => {
  it('from RTP and from INFO, the same press told twice is one event', async () => {
    const fake = await online()
    const { leg } = await talk(fake)
    const info = (digit: string) =>
      fake.pbx.run((ua, now) =>
        ua.info(leg, 'application/dtmf-relay', `Signal=${digit}\r\nDuration=100\r\n`, now),
      )
    fake.media.latest.tell({ type: 'digit', digit: '5' })
    info('5')
    await fake.clock.advance(300)
    info('5')
    await fake.clock.advance(300)
    info('#')
    await fake.clock.advance(20)
    const digits = fake.events.flatMap(([name, payload]) => (name === 'dtmf' ? [payload] : []))
    expect(digits).toMatchObject([
      { digit: '5', source: 'rtp' },
      { digit: '5', source: 'info' },
      { digit: '#', source: 'info' },
    ])
    expect(firstCall(fake).receivedDigits).toBe('55#')
  })
})
