/** Media repair, survival limits, and what must never happen after an outage. */
import { describe, expect, it } from 'vitest'
import { callIn, dial, firstCall, online, talk } from './testing/scenes.ts'
import { fakeSdp } from './testing/fake-media.ts'
import type { Scene } from './testing/scenes.ts'

const offers = ({ media }: Scene) =>
  media.latest.asked.filter((one) => one.startsWith('createOffer')).slice(1)

function takeOffers({ pbx }: Scene) {
  pbx.onFact = (fact) => {
    if (fact.type !== 'reoffer') return
    queueMicrotask(() =>
      pbx.run((ua, now) => {
        ua.moveLeg(fact.leg, pbx.flow)
        ua.answerOffer(fact.leg, fakeSdp('repaired'), now)
      }),
    )
  }
}

/** A call into a socket that is dead already; it closes, and the next one opens `outageMs` later. */
async function dialIntoTheVoid({ sockets, phone, clock }: Scene, outageMs: number) {
  sockets.latest.silence()
  const dialled = phone.call('100')
  await clock.advance(100)
  if (outageMs > 1) sockets.onOpen = (socket) => queueMicrotask(() => socket.close('refused'))
  sockets.latest.close()
  // Silence swallows the close as well: the missing pong finds it.
  await clock.advance(14_000)
  if (outageMs > 1) await clock.advance(outageMs)
  sockets.onOpen = (socket) => queueMicrotask(() => socket.accept())
  return dialled
}

const laterInvites = ({ sockets }: Scene) =>
  sockets.sockets.slice(1).flatMap((one) => one.sent.filter((frame) => frame.startsWith('INVITE')))

describe('media repair', () => {
  it('waits a second, restarts ICE, and a second outage works the same', async () => {
    const fake = await online()
    const { call } = await talk(fake)
    takeOffers(fake)
    for (const count of [1, 2]) {
      fake.media.latest.tell({ type: 'connection', state: 'interrupted' })
      await fake.clock.advance(900)
      expect(call.media).toBe('interrupted')
      expect(offers(fake)).toHaveLength(count - 1)
      await fake.clock.advance(200)
      expect(offers(fake)).toHaveLength(count)
      expect(offers(fake).at(-1)).toBe('createOffer restart')
      expect(call.media).toBe('connected')
    }
  })

  it('heals by itself within the grace: no offer', async () => {
    const fake = await online()
    await talk(fake)
    fake.media.latest.tell({ type: 'connection', state: 'interrupted' })
    await fake.clock.advance(800)
    fake.media.latest.tell({ type: 'connection', state: 'connected' })
    await fake.clock.advance(60_000)
    expect(offers(fake)).toEqual([])
  })

  it('dead for good: a bounded number of tries, then media_timeout within 45 s; the next call works', async () => {
    const fake = await online()
    const { call } = await talk(fake)
    fake.media.latest.tell({ type: 'connection', state: 'failed' })
    await fake.clock.advance(45_100)
    expect(call.hangupDetail).toMatchObject({ reason: 'media_timeout', who: 'network' })
    expect(fake.last('error')).toMatchObject({ code: 'media_failed' })
    await talk(fake)
  })

  it('socket first, media second: no offer while the line is down, a restart with the repair', async () => {
    const fake = await online()
    await talk(fake)
    takeOffers(fake)
    fake.sockets.latest.close()
    fake.media.latest.tell({ type: 'connection', state: 'failed' })
    await fake.clock.advance(500)
    expect(offers(fake)).toEqual([])
    await fake.clock.advance(1100)
    expect(offers(fake)).toEqual(['createOffer restart'])
  })

  it('healthy media do not notice the repair', async () => {
    const fake = await online()
    const { call } = await talk(fake)
    takeOffers(fake)
    fake.sockets.latest.close()
    await fake.clock.advance(1600)
    expect(offers(fake)).toEqual(['createOffer'])
    expect([call.state, call.media, call.isHeld]).toEqual(['answered', 'connected', false])
  })
})

describe('survival', () => {
  it('a call without signalling lives callSurvivalMs, with billsec running', async () => {
    const fake = await online({ callSurvivalMs: 60_000 })
    const { call } = await talk(fake)
    fake.sockets.onOpen = (socket) => queueMicrotask(() => socket.close('refused'))
    fake.sockets.latest.close()
    await fake.clock.advance(59_000)
    expect([call.state, call.billsec]).toEqual(['answered', 59])
    await fake.clock.advance(2000)
    expect(call.hangupDetail).toMatchObject({ reason: 'normal_temporary_failure', who: 'network' })
  })

  it('an incoming ring that nobody can cancel any more ends after 30 s', async () => {
    const fake = await online()
    await callIn(fake)
    fake.sockets.onOpen = () => {}
    fake.sockets.latest.close()
    await fake.clock.advance(31_000)
    expect(fake.phone.calls).toEqual([])
    expect(fake.media.isRinging).toBe(false)
  })

  it('an outgoing call whose INVITE was lost goes out after a blip, but not after 30 s', async () => {
    for (const [outageMs, isSent] of [
      [1, true],
      [40_000, false],
    ] as const) {
      const fake = await online()
      const call = await dialIntoTheVoid(fake, outageMs)
      await fake.clock.advance(40_000)
      expect(laterInvites(fake).length > 0, `after ${outageMs} ms`).toBe(isSent)
      if (!isSent) expect(call.hangupDetail).toMatchObject({ who: 'network' })
    }
  })

  it('a call that the user gave up offline is never dialled', async () => {
    const fake = await online()
    const call = await dialIntoTheVoid(fake, 1)
    await call.hangup()
    await fake.clock.advance(60_000)
    expect(laterInvites(fake)).toEqual([])
    expect(fake.pbx.find('incoming')).toBeUndefined()
  })

  it('answer() on a dead socket: the 200 is sent on the next one', async () => {
    const fake = await online()
    await callIn(fake)
    fake.sockets.latest.silence()
    const answered = firstCall(fake).answer()
    await fake.clock.advance(25_000)
    await answered
    expect(fake.pbx.find('accepted')).toBeDefined()
    expect(firstCall(fake).state).toBe('answered')
  })

  it('hold() offline rejects at once and does not happen later', async () => {
    const fake = await online()
    const { call } = await talk(fake)
    takeOffers(fake)
    fake.sockets.latest.close()
    await fake.clock.advance(10)
    await expect(call.hold()).rejects.toMatchObject({ code: 'not_registered' })
    await fake.clock.advance(5000)
    expect(call.isHeld).toBe(false)
  })

  it('a digit by INFO offline rejects at once and is not sent later; by RTP it goes', async () => {
    const fake = await online()
    const { call } = await talk(fake)
    takeOffers(fake)
    fake.sockets.latest.close()
    await fake.clock.advance(10)
    await call.sendDtmf('1')
    const refused = call.sendDtmf('2', { via: 'info' })
    await expect(refused).rejects.toMatchObject({ code: 'not_registered' })
    await fake.clock.advance(5000)
    expect(fake.pbx.find('info')).toBeUndefined()
    const sent = call.sendDtmf('3', { via: 'info' })
    await fake.clock.advance(500)
    await sent
  })

  it('the socket dies in the middle of a hold: it is carried out after the repair', async () => {
    const fake = await online()
    const { call } = await talk(fake)
    takeOffers(fake)
    fake.sockets.latest.silence()
    const held = call.hold()
    await fake.clock.advance(20_000)
    await held
    expect(call.isHeld).toBe(true)
  })
})

describe('credentials', () => {
  it('are renewed before they end, and the next REGISTER uses them', async () => {
    const fake = await online()
    await fake.clock.advance(2_900_000)
    expect(fake.api.configRequests).toHaveLength(2)
    expect(fake.phone.status).toBe('registered')
    expect(fake.names().filter((name) => name === 'registered')).toHaveLength(1)
    await dial(fake)
  })
})
