/** What a host, a hostile server and bad luck do to a phone. */
import { describe, expect, it, vi } from 'vitest'
import { callIn, dial, firstCall, online, talk } from './testing/scenes.ts'
import { connectFakePhone, createFakeWorld } from './testing/fake-phone.ts'
import { fakeSdp } from './testing/fake-media.ts'
import { ZorioWebphoneError } from './errors.ts'

const noMicrophone = new ZorioWebphoneError('microphone_denied', 'denied')

describe('another fork answers than the one that was heard', () => {
  const mismatch = new ZorioWebphoneError('media_failed', 'x', { details: { reason: 'fork_mismatch' } })

  it.each([[true], [false]])(
    'the call goes on, and who answered gets an offer of its own (early audio: %s)',
    async (isHeard) => {
      const fake = await online()
      const { call, leg } = await dial(fake)
      fake.pbx.run((ua, now) => ua.progress(leg, 183, now, fakeSdp('early')))
      await fake.clock.advance(10)
      if (isHeard) fake.media.latest.tell({ type: 'connection', state: 'connected' })
      fake.media.failures = { acceptAnswer: mismatch }
      fake.pbx.run((ua, now) => ua.accept(leg, fakeSdp('other'), now))
      await fake.clock.advance(10)
      fake.media.failures = {}
      expect([call.state, fake.media.latest.asked.at(-1)]).toEqual(['answered', 'createOffer restart'])
      fake.pbx.run((ua, now) => ua.answerOffer(leg, fakeSdp('own'), now))
      await fake.clock.advance(60_000)
      expect([call.state, call.media]).toEqual(['answered', 'connected'])
      expect(fake.rest()).not.toContain('error')
      const restarts = fake.media.latest.asked.filter((one) => one === 'createOffer restart')
      expect(restarts).toHaveLength(1)
    },
  )
})

describe('microphone', () => {
  it('call() rejects typed, nothing is sent, the error is told, the next call works', async () => {
    const fake = await online()
    fake.media.failures = { startInput: noMicrophone }
    const dialled = fake.phone.call('100')
    await fake.clock.advance(10)
    await expect(dialled).rejects.toBe(noMicrophone)
    expect(fake.rest()).toEqual(['error'])
    expect(fake.pbx.find('incoming')).toBeUndefined()
    expect(fake.media.latest.isClosed).toBe(true)
    fake.media.failures = {}
    await talk(fake)
  })

  it('answer() rejects typed and the caller gets 480', async () => {
    const fake = await online()
    await callIn(fake)
    fake.media.failures = { startInput: noMicrophone }
    const answered = firstCall(fake).answer()
    await fake.clock.advance(20)
    await expect(answered).rejects.toBe(noMicrophone)
    expect(fake.pbx.find('ended')).toMatchObject({ status: 480 })
    expect(fake.rest()).toEqual(['incoming_call', 'call_ringing', 'error', 'call_hangup'])
    expect(fake.media.isRinging).toBe(false)
  })

  it('an answer of the far end that the browser refuses ends the call with a BYE', async () => {
    const fake = await online()
    fake.media.failures = { acceptAnswer: new ZorioWebphoneError('media_failed', 'bad fingerprint') }
    const { leg } = await dial(fake)
    fake.pbx.run((ua, now) => ua.accept(leg, fakeSdp('x'), now))
    await fake.clock.advance(20)
    expect(fake.last('call_hangup')).toMatchObject({ reason: 'incompatible_destination' })
    expect(fake.pbx.find('ended')).toMatchObject({ how: 'bye' })
  })
})

describe('arguments', () => {
  const numbers = [
    undefined,
    '',
    '  ',
    {},
    '1'.repeat(33),
    '100\r\nX-Evil: 1',
    '%0d%0a',
    '１２３',
    'sip:x@evil',
    'tel:1',
  ]
  it.each([...numbers, 'javascript:alert(1)', 'sip:1@h?Replaces=a', '+', '1+2'])(
    'call(%j) rejects before any I/O',
    async (number) => {
      const fake = await online()
      await expect(fake.phone.call(number as string)).rejects.toMatchObject({ code: 'invalid_number' })
      expect(fake.media.sessions).toHaveLength(0)
    },
  )

  it.each([
    ['+84 (912) 345-678', '+84912345678'],
    ['*97#', '*97#'],
    ['1002', '1002'],
  ])('call(%j) dials %s', async (text, number) => {
    const fake = await online()
    const { call } = await dial(fake, text)
    expect(call.number).toBe(number)
    expect(fake.pbx.find('incoming')?.request.uri).toBe(`sip:${number.replace('#', '%23')}@pbx.example`)
  })

  it.each([
    { Via: 'x' },
    { 'X-Evil': '1\r\nVia: x' },
    { 'X-Ünicode': 'x' },
    { 'X-Long': 'x'.repeat(257) },
    Object.fromEntries(Array.from({ length: 21 }, (_, index) => [`X-${index}`, 'x'])),
  ])('refuses the headers %j', async (headers) => {
    const fake = await online()
    await expect(fake.phone.call('100', { headers })).rejects.toMatchObject({ code: 'invalid_header' })
  })

  it('sends campaign, lead and extra headers', async () => {
    const fake = await online()
    const dialled = fake.phone.call('100', { campaignId: 7, leadId: 9, headers: { 'X-Note': 'hello' } })
    await fake.clock.advance(10)
    await dialled
    const fields = fake.pbx.find('incoming')?.request.headers.filter((one) => one.name.startsWith('X-'))
    expect(fields).toEqual([
      { name: 'X-Campaign-Id', value: '7' },
      { name: 'X-Lead-Id', value: '9' },
      { name: 'X-Note', value: 'hello' },
    ])
  })

  it('on() of an unknown event or with no function throws', async () => {
    const { phone } = await online()
    expect(() => phone.on('nope' as 'error', () => {})).toThrow(TypeError)
    expect(() => phone.on('error', undefined as unknown as () => void)).toThrow(TypeError)
    expect(() => phone.on('constructor' as 'error', () => {})).toThrow(TypeError)
  })
})

describe('handlers', () => {
  it('one that throws or rejects harms only itself', async () => {
    const fake = await online()
    const heard: string[] = []
    fake.phone.on('incoming_call', () => {
      throw new Error('host bug')
    })
    // oxlint-disable-next-line typescript/no-misused-promises -- subscribers do it, and it must not hurt
    fake.phone.on('incoming_call', () => Promise.reject(new Error('async host bug')))
    fake.phone.on('incoming_call', () => void heard.push('third'))
    await callIn(fake)
    expect(heard).toEqual(['third'])
    expect(fake.rest()).toEqual(['incoming_call', 'call_ringing'])
    expect(JSON.stringify(fake.logged)).toContain('an event handler failed')
  })

  it('off, off of all, once, AbortSignal', async () => {
    const fake = await online()
    const heard: string[] = []
    const note = (name: string) => () => void heard.push(name)
    const abort = new AbortController()
    const removed = note('removed')
    fake.phone.on('call_ringing', removed)
    fake.phone.off('call_ringing', removed)
    fake.phone.once('call_ringing', note('once'))
    fake.phone.on('call_ringing', note('aborted'), { signal: abort.signal })
    abort.abort()
    await callIn(fake)
    await callIn(fake)
    expect(heard).toEqual(['once'])
    fake.phone.on('call_ringing', note('kept'))
    fake.phone.off('call_ringing')
    await callIn(fake)
    expect(heard).toEqual(['once'])
  })

  it('error without a listener is logged loudly, never thrown; onError hears it', async () => {
    const world = createFakeWorld()
    const onError = vi.fn()
    world.api.config = new ZorioWebphoneError('token_rejected', 'no')
    await expect(connectFakePhone(world, { onError })).rejects.toMatchObject({ code: 'token_rejected' })
    expect(onError).toHaveBeenCalledOnce()
    const fake = await online()
    fake.phone.off('error')
    await callIn(fake)
    fake.media.blockRing()
    await fake.clock.advance(0)
    expect(JSON.stringify(fake.logged)).toContain('unheard error audio_autoplay_blocked')
  })

  it('disconnect() in any event leaves nothing behind', async () => {
    for (const name of ['connected', 'registered', 'incoming_call', 'call_ringing', 'call_hangup'] as const) {
      const world = createFakeWorld()
      const fake = await connectFakePhone(world)
      fake.phone.on(name, () => void fake.phone.disconnect())
      await world.clock.advance(50)
      if (fake.phone.status === 'registered') {
        await callIn({ ...world, ...fake } as never)
        fake.phone.calls.forEach((call) => void call.hangup())
      }
      await world.clock.advance(5000)
      expect([name, fake.phone.status, world.sockets.openCount]).toEqual([name, 'disconnected', 0])
      expect(world.media.isDisposed).toBe(true)
    }
  })
})

describe('several calls', () => {
  it('a second incoming call leaves the first alone; the ninth call gets 486', async () => {
    const fake = await online()
    const { call } = await talk(fake)
    const legs: string[] = []
    for (let count = 0; count < 8; count++) legs.push(await callIn(fake))
    expect(fake.phone.calls).toHaveLength(8)
    expect(fake.pbx.facts.find((fact) => fact.type === 'ended')).toMatchObject({ leg: legs[7], status: 486 })
    await expect(fake.phone.call('1')).rejects.toMatchObject({ code: 'too_many_calls' })
    expect(call.state).toBe('answered')
    // Those that ring have their answers ready; the microphone is one call's.
    const speaking = fake.media.sessions.filter(({ asked }) => asked.includes('startInput'))
    expect(speaking).toHaveLength(1)
  })

  it('attended transfer joins the far ends of two calls', async () => {
    const fake = await online()
    const first = await talk(fake)
    const second = await talk(fake, '1003')
    const done = first.call.transferTo(second.call)
    await fake.clock.advance(10)
    const refer = fake.pbx.find('refer')
    expect(refer).toMatchObject({ leg: first.leg, replaces: { callId: second.call.uuid } })
    fake.pbx.run((ua, now) => ua.acceptRefer(first.leg, now))
    await fake.clock.advance(10)
    fake.pbx.run((ua, now) => ua.notifyRefer(first.leg, 200, 'OK', now))
    await fake.clock.advance(10)
    await done
    expect(first.call.state).toBe('ended')
    await expect(second.call.transferTo(second.call)).rejects.toMatchObject({ code: 'invalid_state' })
  })

  it('an INVITE that replaces a call of ours takes it over without ringing', async () => {
    const fake = await online()
    const { call, leg } = await talk(fake)
    const replaces = fake.pbx.run((ua) => ua.dialogOf(leg))
    if (!replaces) throw new Error('no dialog')
    await callIn(fake, { replaces })
    await fake.clock.advance(50)
    expect(fake.media.isRinging).toBe(false)
    expect(fake.phone.calls.map((one) => one.state)).toEqual(['answered'])
    expect(call.state).toBe('ended')
  })
})

describe('late offer and foreign text', () => {
  it('no SDP in the INVITE: ours goes out in the 200', async () => {
    const fake = await online()
    const request = [
      'INVITE sip:1001@pbx.example SIP/2.0',
      'Via: SIP/2.0/WSS pbx.example;branch=z9hG4bKlate1',
      'Max-Forwards: 70',
      'From: "<img src=x>\u202eevil" <sip:anonymous@anonymous.invalid>;tag=a1',
      'P-Asserted-Identity: "Bà Lan" <sip:+84912345678@pbx.example>',
      'To: <sip:1001@pbx.example>',
      'Call-ID: late-offer-1',
      'CSeq: 1 INVITE',
      'Contact: <sip:pbx.example;transport=ws>',
      'Content-Length: 0',
    ]
    fake.sockets.latest.deliver([...request, '', ''].join('\r\n'))
    await fake.clock.advance(50)
    const call = firstCall(fake)
    expect(call).toMatchObject({ number: '+84912345678', displayName: 'Bà Lan', uuid: 'late-offer-1' })
    void call.answer()
    await fake.clock.advance(20)
    const ok = fake.sockets.latest.sent.find((frame) => frame.startsWith('SIP/2.0 200'))
    expect(ok).toContain('m=audio')
    const toTag = /^To:.*;tag=(\S+)/m.exec(ok ?? '')?.[1]
    const contact = /^Contact: <([^>]+)>/m.exec(ok ?? '')?.[1]
    const sdp = fakeSdp('late-answer')
    const ack = [
      `ACK ${contact} SIP/2.0`,
      'Via: SIP/2.0/WSS pbx.example;branch=z9hG4bKlate2',
      'Max-Forwards: 70',
      'From: <sip:anonymous@anonymous.invalid>;tag=a1',
      `To: <sip:1001@pbx.example>;tag=${toTag}`,
      'Call-ID: late-offer-1',
      'CSeq: 1 ACK',
      'Content-Type: application/sdp',
      `Content-Length: ${sdp.length}`,
    ]
    fake.sockets.latest.deliver([...ack, '', sdp].join('\r\n'))
    await fake.clock.advance(20)
    expect(call.state).toBe('answered')
    expect(fake.media.latest.asked.at(-1)).toBe('acceptAnswer final')
  })

  it('an SDP that is too big is refused with 488 and shows nothing', async () => {
    const fake = await online()
    const candidate = 'a=candidate:1 1 udp 1 127.0.0.1 9 typ host\r\n'
    await callIn(fake, { offer: fakeSdp('x') + candidate.repeat(101) })
    expect(fake.rest()).toEqual([])
    expect(fake.pbx.find('ended')).toMatchObject({ status: 488 })
  })

  it('an offer whose audio has port 0 is refused with 488: shows nothing, and takes no audio from a call', async () => {
    const fake = await online()
    const off = fakeSdp('off').replace('m=audio 9', 'm=audio 0')
    await callIn(fake, { offer: off })
    expect(fake.pbx.find('ended')).toMatchObject({ status: 488 })
    expect(fake.rest()).toEqual([])
    const { call, leg } = await talk(fake)
    fake.pbx.run((ua, now) => ua.reoffer(leg, off, now))
    await fake.clock.advance(20)
    expect(fake.pbx.find('reoffer-failed')).toMatchObject({ status: 488 })
    expect([call.state, call.isRemoteHeld]).toEqual(['answered', false])
  })

  it('frames that are no SIP change nothing', async () => {
    const fake = await online()
    for (const frame of [
      '',
      '\0',
      'x'.repeat(65_000),
      'SIP/2.0 200 OK\r\n\r\n',
      'INVITE\r\n\r\n',
      '💥'.repeat(1000),
    ])
      fake.sockets.latest.deliver(frame)
    await fake.clock.advance(100)
    expect(fake.rest()).toEqual([])
    expect(fake.phone.status).toBe('registered')
  })
})

describe('snapshot', () => {
  it('is frozen, stable, and told once a change', async () => {
    const fake = await online()
    const before = fake.phone.getSnapshot()
    expect(fake.phone.getSnapshot()).toBe(before)
    expect(Object.isFrozen(before)).toBe(true)
    const listener = vi.fn()
    const leave = fake.phone.subscribe(listener)
    await callIn(fake)
    expect(fake.phone.getSnapshot()).not.toBe(before)
    const ringing = fake.phone.getSnapshot()
    expect(ringing.calls).toHaveLength(1)
    const calls = listener.mock.calls.length
    await fake.clock.advance(3000)
    expect(listener).toHaveBeenCalledTimes(calls)
    expect(fake.phone.getSnapshot()).toBe(ringing)
    leave()
    await firstCall(fake).hangup()
    expect(listener).toHaveBeenCalledTimes(calls)
  })
})
