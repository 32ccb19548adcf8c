import { expect } from 'vitest'
import { headerValue } from '../../src/index.ts'
import { scenario } from './scenario.ts'
import {
  ANSWER,
  answeredWorld,
  calledWorld,
  inDialogFrom,
  inDialogOf,
  OFFER,
  registeredWorld,
  reply,
  sdp,
  text,
} from './world.ts'
import type { World } from './world.ts'

const reoffer = (world: World, leg: string, name: string): void =>
  world.act((now) => world.agent.reoffer(leg, sdp(name), now))
const sipfrag = 'message/sipfrag;version=2.0'

export const inDialogScenarios = [
  scenario('re-INVITE of ours: answered, ACK; same CSeq space, same route', () => {
    const { world, leg } = calledWorld()
    reoffer(world, leg, 'hold')
    const invite = world.request('INVITE')
    expect(invite.uri).toBe('sip:peer@peer.invalid;transport=ws')
    expect(headerValue(invite, 'CSeq')).toBe('2 INVITE')
    world.receive(reply(invite, 200, { body: sdp('held') }))
    expect(headerValue(world.request('ACK'), 'CSeq')).toBe('2 ACK')
    expect(world.fact('reoffer-answered')).toEqual({ type: 'reoffer-answered', leg, answer: sdp('held') })
  }),

  scenario('re-INVITE (hold) answered 488: told, the call lives', () => {
    const { world, leg } = calledWorld()
    reoffer(world, leg, 'hold')
    world.receive(reply(world.request('INVITE'), 488))
    expect(world.fact('reoffer-failed')).toMatchObject({ status: 488 })
    world.act((now) => world.agent.info(leg, 'application/dtmf-relay', 'Signal=1', now))
    world.request('INFO')
    expect(world.factsOf('ended')).toHaveLength(0)
  }),

  scenario('ICE restart: re-INVITE from each end, one after the other', () => {
    const { world, leg, invite } = calledWorld()
    reoffer(world, leg, 'restart')
    world.receive(reply(world.request('INVITE'), 200, { body: sdp('restarted') }))
    world.receive(inDialogOf(invite, { method: 'INVITE', body: sdp('theirs') }))
    expect(world.fact('reoffer').offer).toBe(sdp('theirs'))
    world.act((now) => world.agent.answerOffer(leg, sdp('ours'), now))
    expect(world.response(200).body).toBe(sdp('ours'))
    world.receive(inDialogOf(invite, { method: 'ACK' }))
    reoffer(world, leg, 'again')
    expect(world.request('INVITE').body).toBe(sdp('again'))
  }),

  scenario('target refresh: a new Contact, in their re-INVITE or their 200, is where we send next', () => {
    const { world, leg, invite } = calledWorld()
    const moved = inDialogOf(invite, { method: 'INVITE', body: sdp('x') }).replaceAll(
      'sip:1002@peer',
      'sip:1002@moved',
    )
    world.receive(moved)
    world.act((now) => world.agent.answerOffer(leg, ANSWER, now))
    world.receive(inDialogOf(invite, { method: 'ACK' }))
    reoffer(world, leg, 'y')
    expect(world.request('INVITE').uri).toBe('sip:1002@moved.invalid;transport=ws')
    world.receive(reply(world.request('INVITE'), 200, { body: ANSWER, contact: '<sip:third@third.invalid>' }))
    expect(world.request('ACK').uri).toBe('sip:third@third.invalid')
    world.act((now) => world.agent.hangup(leg, now))
    expect(world.request('BYE').uri).toBe('sip:third@third.invalid')
  }),

  scenario('a second reoffer while one is under way: the newest is sent next', () => {
    const { world, leg } = calledWorld()
    reoffer(world, leg, 'a')
    reoffer(world, leg, 'b')
    reoffer(world, leg, 'c')
    expect(world.requests('INVITE')).toHaveLength(1)
    world.receive(reply(world.request('INVITE'), 200, { body: sdp('x') }))
    expect(world.requests('INVITE').map(({ body }) => body)).toEqual([sdp('a'), sdp('c')])
  }),

  scenario('re-INVITE of the peer refused: 488, the call lives', () => {
    const { world, leg, response } = answeredWorld()
    world.receive(inDialogFrom(response, { method: 'INVITE', seq: 2, body: sdp('x') }))
    world.act((now) => world.agent.refuseOffer(leg, 488, now))
    world.response(488)
    expect(world.factsOf('ended')).toHaveLength(0)
  }),

  scenario('re-INVITE without offer: ours in the 200, answer in the ACK', () => {
    const { world, leg, response } = answeredWorld()
    world.receive(inDialogFrom(response, { method: 'INVITE', seq: 2 }))
    expect(world.fact('reoffer')).toEqual({ type: 'reoffer', leg })
    world.act((now) => world.agent.answerOffer(leg, sdp('ours'), now))
    world.receive(inDialogFrom(response, { method: 'ACK', seq: 2, body: sdp('theirs') }))
    expect(world.fact('reoffer-answered').answer).toBe(sdp('theirs'))
  }),

  scenario('re-INVITE not answered by us in 30 s: 500, not silence', () => {
    const { world, response } = answeredWorld()
    world.receive(inDialogFrom(response, { method: 'INVITE', seq: 2, body: sdp('x') }))
    world.sleep(30_000)
    world.response(500)
  }),

  scenario('CANCEL of a re-INVITE: 487, the call lives', () => {
    const { world, leg, response } = answeredWorld()
    world.receive(inDialogFrom(response, { method: 'INVITE', seq: 2, body: sdp('x'), branch: 'z9hG4bKre' }))
    world.receive(inDialogFrom(response, { method: 'CANCEL', seq: 2, branch: 'z9hG4bKre' }))
    world.response(487)
    world.act((now) => world.agent.answerOffer(leg, ANSWER, now))
    expect(world.factsOf('ended')).toHaveLength(0)
  }),

  scenario('two re-INVITEs of the peer at once: 500 with Retry-After to the second', () => {
    const { world, response } = answeredWorld()
    world.receive(inDialogFrom(response, { method: 'INVITE', seq: 2, body: sdp('x') }))
    world.receive(inDialogFrom(response, { method: 'INVITE', seq: 3, body: sdp('y') }))
    expect(headerValue(world.response(500), 'Retry-After')).toMatch(/^(\d|10)$/)
  }),

  scenario('glare: 491 to their re-INVITE while ours is out', () => {
    const { world, leg, invite } = calledWorld()
    reoffer(world, leg, 'mine')
    world.receive(inDialogOf(invite, { method: 'INVITE', body: sdp('theirs') }))
    world.response(491)
    expect(world.factsOf('reoffer')).toHaveLength(0)
  }),

  scenario('glare: our re-INVITE gets 491, tried again after 2.1 to 4 s by the owner of the Call-ID', () => {
    const { world, leg } = calledWorld()
    reoffer(world, leg, 'mine')
    world.receive(reply(world.request('INVITE'), 491))
    world.sleep(2090)
    expect(world.requests('INVITE')).toHaveLength(1)
    world.sleep(1910)
    expect(world.requests('INVITE')).toHaveLength(2)
    expect(world.factsOf('reoffer-failed')).toHaveLength(0)
  }),

  scenario('glare: the other side waits up to 2 s', () => {
    const { world, leg } = answeredWorld()
    reoffer(world, leg, 'mine')
    world.receive(reply(world.request('INVITE'), 491))
    world.sleep(2000)
    expect(world.requests('INVITE')).toHaveLength(2)
  }),

  scenario('glare without end: given up after 5 tries', () => {
    const { world, leg } = calledWorld()
    reoffer(world, leg, 'mine')
    for (let i = 0; i < 8; i++) {
      world.receive(reply(world.request('INVITE'), 491))
      world.sleep(4000)
    }
    expect(world.requests('INVITE')).toHaveLength(6)
    expect(world.fact('reoffer-failed').status).toBe(491)
  }),

  scenario('481 to our re-INVITE: the dialog is gone, no BYE', () => {
    const { world, leg } = calledWorld()
    reoffer(world, leg, 'x')
    world.receive(reply(world.request('INVITE'), 481))
    expect(world.fact('ended')).toMatchObject({ by: 'dialog-gone', status: 481, wasAnswered: true })
    expect(world.requests('BYE')).toHaveLength(0)
  }),

  scenario('no answer to our re-INVITE: the dialog is gone after 32 s, BYE', () => {
    const { world, leg } = calledWorld()
    reoffer(world, leg, 'x')
    world.sleep(32_000)
    expect(world.fact('ended')).toMatchObject({ by: 'dialog-gone', status: 408 })
    world.request('BYE')
  }),

  scenario('UPDATE without SDP: 200; with SDP: an offer to answer', () => {
    const { world, leg, invite } = calledWorld()
    world.receive(inDialogOf(invite, { method: 'UPDATE' }))
    world.response(200)
    expect(world.factsOf('reoffer')).toHaveLength(0)
    world.receive(inDialogOf(invite, { method: 'UPDATE', seq: 102, body: sdp('up') }))
    expect(world.fact('reoffer').offer).toBe(sdp('up'))
    world.takeSent()
    world.act((now) => world.agent.answerOffer(leg, sdp('date'), now))
    expect(headerValue(world.response(200), 'CSeq')).toBe('102 UPDATE')
    world.sleep(5000)
    expect(world.responses(200)).toHaveLength(1)
  }),

  scenario('session timer: 1800/90 offered; 422 with Min-SE is tried again', () => {
    const world = registeredWorld()
    world.act((now) => world.agent.invite({ target: 'sip:1002@pbx.example', offer: OFFER }, now))
    const invite = world.request('INVITE')
    expect(headerValue(invite, 'Session-Expires')).toBe('1800')
    expect(headerValue(invite, 'Min-SE')).toBe('90')
    world.receive(reply(invite, 422, { headers: ['Min-SE: 3600'] }))
    const second = world.request('INVITE')
    expect(headerValue(second, 'Session-Expires')).toBe('3600')
    expect(headerValue(second, 'Min-SE')).toBe('3600')
    expect(headerValue(second, 'CSeq')).toBe('2 INVITE')
    world.receive(reply(second, 422, { headers: ['Min-SE: 3600'] }))
    expect(world.fact('ended')).toMatchObject({ by: 'remote', status: 422 })
  }),

  scenario('session timer: we refresh by UPDATE at half time', () => {
    const headers = ['Session-Expires: 120;refresher=uac', 'Allow: INVITE, UPDATE']
    const { world } = calledWorld({ sessionExpiresSeconds: 1800 }, { headers })
    world.sleep(60_000)
    const update = world.request('UPDATE')
    expect(headerValue(update, 'Session-Expires')).toBe('120;refresher=uac')
    expect(update.body).toBe('')
    world.receive(reply(update, 200, { headers }))
    world.sleep(60_000)
    expect(world.requests('UPDATE')).toHaveLength(2)
    expect(world.factsOf('ended')).toHaveLength(0)
  }),

  scenario('session timer: refresh by re-INVITE where the peer has no UPDATE; nobody is told', () => {
    const headers = ['Session-Expires: 120;refresher=uac', 'Allow: INVITE']
    const { world } = calledWorld({ sessionExpiresSeconds: 1800 }, { headers })
    world.sleep(60_000)
    const invite = world.request('INVITE')
    expect(invite.body).toBe(OFFER)
    world.receive(reply(invite, 200, { headers, body: ANSWER }))
    world.request('ACK')
    expect(world.factsOf('reoffer-answered')).toHaveLength(0)
    world.sleep(60_000)
    expect(world.requests('INVITE')).toHaveLength(2)
  }),

  scenario('session expiry enforced: the peer should refresh and does not: BYE', () => {
    const headers = ['Session-Expires: 120;refresher=uas']
    const { world } = calledWorld({ sessionExpiresSeconds: 1800 }, { headers })
    world.sleep(87_999)
    expect(world.factsOf('ended')).toHaveLength(0)
    world.sleep(1)
    expect(world.fact('ended')).toMatchObject({ by: 'timeout', how: 'bye' })
    world.request('BYE')
  }),

  scenario('session timer as callee: honoured, refresher by role, 422 under 90 s', () => {
    const timer = ['Supported: timer', 'Session-Expires: 120', 'Allow: UPDATE']
    const { world, response } = answeredWorld({}, timer)
    expect(headerValue(response, 'Session-Expires')).toBe('120;refresher=uac')
    expect(headerValue(response, 'Require')).toBe('timer')
    world.sleep(80_000)
    const headers = ['Supported: timer', 'Session-Expires: 120;refresher=uac']
    world.receive(inDialogFrom(response, { method: 'UPDATE', seq: 2, headers }))
    expect(headerValue(world.response(200), 'Session-Expires')).toBe('120;refresher=uac')
    world.sleep(87_000)
    expect(world.factsOf('ended')).toHaveLength(0)
    world.sleep(1000)
    expect(world.fact('ended').by).toBe('timeout')
    const short = ['Supported: timer', 'Session-Expires: 60']
    world.receive(text({ method: 'INVITE', callId: 'short', body: OFFER, headers: short }))
    expect(headerValue(world.response(422), 'Min-SE')).toBe('90')
  }),

  scenario('session timer as callee of a peer without timers: we refresh', () => {
    const { world, response } = answeredWorld({}, ['Session-Expires: 120', 'Allow: UPDATE'])
    expect(headerValue(response, 'Session-Expires')).toBe('120;refresher=uas')
    world.sleep(60_000)
    world.request('UPDATE')
  }),

  scenario('INFO out and in', () => {
    const { world, leg, invite } = calledWorld()
    world.act((now) => world.agent.info(leg, 'application/dtmf-relay', 'Signal=5\r\nDuration=160\r\n', now))
    const info = world.request('INFO')
    expect(headerValue(info, 'Content-Type')).toBe('application/dtmf-relay')
    world.receive(reply(info, 415))
    expect(world.fact('info-answered')).toMatchObject({ status: 415 })
    world.receive(
      inDialogOf(invite, { method: 'INFO', body: 'Signal=7', type: 'application/dtmf-relay; x=y' }),
    )
    expect(world.fact('info')).toMatchObject({ contentType: 'application/dtmf-relay', body: 'Signal=7' })
    world.response(200)
  }),

  scenario('INFO answered 481: the dialog is gone; 408: the call lives', () => {
    const { world, leg } = calledWorld()
    const press = (): void => world.act((now) => world.agent.info(leg, 'application/dtmf', '1', now))
    press()
    world.receive(reply(world.request('INFO'), 408))
    expect(world.factsOf('ended')).toHaveLength(0)
    press()
    world.receive(reply(world.request('INFO'), 481))
    expect(world.fact('ended')).toMatchObject({ by: 'dialog-gone', status: 481 })
  }),

  scenario('OPTIONS in the dialog: 200; unknown method: 405; the call lives', () => {
    const { world, invite } = calledWorld()
    world.receive(inDialogOf(invite, { method: 'OPTIONS' }))
    expect(headerValue(world.response(200), 'Allow')).toContain('UPDATE')
    world.receive(inDialogOf(invite, { method: 'FOO', seq: 102 }))
    world.response(405)
    world.receive(inDialogOf(invite, { method: 'INFO', seq: 103, headers: ['Require: foo'] }))
    world.response(420)
    expect(world.factsOf('ended')).toHaveLength(0)
  }),

  scenario('old CSeq: 500; wrong tag: 481; the call lives', () => {
    const { world, invite } = calledWorld()
    world.receive(inDialogOf(invite, { method: 'INFO', seq: 200 }))
    world.receive(inDialogOf(invite, { method: 'BYE', seq: 100 }))
    world.response(500)
    world.receive(inDialogOf(invite, { method: 'BYE', seq: 201 }, 'stranger'))
    world.response(481)
    expect(world.factsOf('ended')).toHaveLength(0)
  }),

  scenario('two BYEs cross: 200 to theirs', () => {
    const { world, leg, invite } = calledWorld()
    world.act((now) => world.agent.hangup(leg, now))
    world.receive(inDialogOf(invite, { method: 'BYE' }))
    world.response(200)
    expect(world.factsOf('ended')).toHaveLength(1)
  }),

  scenario('REFER out, blind: 202, NOTIFY sipfrag, final once', () => {
    const { world, leg, invite } = calledWorld()
    world.act((now) => world.agent.refer(leg, { target: 'sip:1003@pbx.example' }, now))
    const refer = world.request('REFER')
    expect(headerValue(refer, 'Refer-To')).toBe('<sip:1003@pbx.example>')
    expect(headerValue(refer, 'Referred-By')).toBe('<sip:1001@pbx.example>')
    world.receive(reply(refer, 202))
    const notify = (seq: number, line: string, state: string): void =>
      world.receive(
        inDialogOf(invite, {
          method: 'NOTIFY',
          seq,
          body: `SIP/2.0 ${line}\r\n`,
          type: sipfrag,
          headers: ['Event: refer;id=2', `Subscription-State: ${state}`],
        }),
      )
    notify(101, '180 Ringing', 'active;expires=60')
    notify(102, '200 OK', 'terminated;reason=noresource')
    notify(103, '200 OK', 'terminated;reason=noresource')
    expect(world.factsOf('refer-progress').map(({ status, final }) => [status, final])).toEqual([
      [100, false],
      [180, false],
      [200, true],
    ])
    expect(world.responses(200)).toHaveLength(3)
  }),

  scenario('REFER out, attended: Replaces names the other call from the far side', () => {
    const { world, leg, invite } = calledWorld()
    const other = world.act((now) =>
      world.agent.invite({ target: 'sip:1003@pbx.example', offer: OFFER }, now),
    )
    const second = world.request('INVITE')
    world.receive(reply(second, 200, { toTag: 'third', body: ANSWER }))
    world.act((now) => world.agent.refer(leg, { other }, now))
    const refer = world.request('REFER')
    expect(headerValue(refer, 'Call-ID')).toBe(headerValue(invite, 'Call-ID'))
    const dialog = world.agent.dialogOf(other)
    expect(dialog).toMatchObject({ callId: headerValue(second, 'Call-ID'), toTag: 'third' })
    const value = `${dialog?.callId};to-tag=third;from-tag=${dialog?.fromTag}`
    expect(headerValue(refer, 'Refer-To')).toBe(
      `<sip:1003@pbx.example?Replaces=${encodeURIComponent(value)}>`,
    )
  }),

  scenario('REFER out refused: final status, the call lives; norefersub: final at once', () => {
    const { world, leg } = calledWorld()
    const refer = (): void =>
      world.act((now) => world.agent.refer(leg, { target: 'sip:1003@pbx.example' }, now))
    refer()
    world.receive(reply(world.request('REFER'), 603))
    expect(world.fact('refer-progress')).toMatchObject({ status: 603, final: true })
    refer()
    world.receive(reply(world.request('REFER'), 202, { headers: ['Refer-Sub: false'] }))
    expect(world.fact('refer-progress')).toMatchObject({ status: 202, final: true })
    expect(world.factsOf('ended')).toHaveLength(0)
  }),

  scenario('REFER in: target, Replaces, 202, NOTIFYs', () => {
    const { world, leg, response } = answeredWorld()
    const headers = [
      'Refer-To: <sip:1003@pbx.example?Replaces=abc%3Bto-tag%3D1%3Bfrom-tag%3D2>',
      'Referred-By: <sip:1002@pbx.example>',
    ]
    world.receive(inDialogFrom(response, { method: 'REFER', seq: 2, headers }))
    expect(world.fact('refer')).toMatchObject({
      target: 'sip:1003@pbx.example',
      replaces: { callId: 'abc', toTag: '1', fromTag: '2' },
      referredBy: 'sip:1002@pbx.example',
    })
    world.act((now) => world.agent.acceptRefer(leg, now))
    world.response(202)
    world.act((now) => world.agent.notifyRefer(leg, 200, 'OK', now))
    const notifies = world.requests('NOTIFY')
    expect(notifies.map(({ body }) => body)).toEqual(['SIP/2.0 100 Trying\r\n', 'SIP/2.0 200 OK\r\n'])
    expect(notifies.map((notify) => headerValue(notify, 'Subscription-State'))).toEqual([
      'active;expires=180',
      'terminated;reason=noresource',
    ])
  }),

  scenario('REFER in: refused, broken, or without subscription', () => {
    const { world, leg, response } = answeredWorld()
    world.receive(inDialogFrom(response, { method: 'REFER', seq: 2 }))
    world.response(400)
    const to = 'Refer-To: <sip:1003@pbx.example>'
    world.receive(inDialogFrom(response, { method: 'REFER', seq: 3, headers: [to] }))
    world.act((now) => world.agent.refuseRefer(leg, 603, now))
    world.response(603)
    world.receive(inDialogFrom(response, { method: 'REFER', seq: 4, headers: [to, 'Refer-Sub: false'] }))
    world.act((now) => world.agent.acceptRefer(leg, now))
    expect(headerValue(world.response(202), 'Refer-Sub')).toBe('false')
    world.act((now) => world.agent.notifyRefer(leg, 200, 'OK', now))
    expect(world.requests('NOTIFY')).toHaveLength(0)
  }),

  scenario('NOTIFY that nobody asked for: 481 or 489, the call lives', () => {
    const { world, invite } = calledWorld()
    const notify = (seq: number, event: string): void =>
      world.receive(inDialogOf(invite, { method: 'NOTIFY', seq, headers: [`Event: ${event}`] }))
    notify(101, 'refer')
    world.response(481)
    notify(102, 'presence')
    world.response(489)
    expect(world.factsOf('ended')).toHaveLength(0)
  }),
]
