import { expect } from 'vitest'
import { headerValue } from '../../src/index.ts'
import { scenario } from './scenario.ts'
import { ANSWER, answeredWorld, calledWorld, inDialogFrom, inDialogOf, OFFER, reply } from './world.ts'

const sipfrag = 'message/sipfrag;version=2.0'

export const referScenarios = [
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

  scenario(
    'REFER out, taken and then no word: given up 180 s after the last news, and another may follow',
    () => {
      const { world, leg, invite } = calledWorld()
      const refer = (): void =>
        world.act((now) => world.agent.refer(leg, { target: 'sip:1003@pbx.example' }, now))
      refer()
      world.receive(reply(world.request('REFER'), 202))
      world.sleep(100_000)
      const news = { method: 'NOTIFY', body: 'SIP/2.0 180 Ringing\r\n', type: sipfrag }
      const headers = ['Event: refer', 'Subscription-State: active']
      world.receive(inDialogOf(invite, { ...news, headers }))
      world.sleep(179_999)
      expect(world.fact('refer-progress')).toMatchObject({ status: 180, final: false })
      world.sleep(1)
      expect(world.fact('refer-progress')).toMatchObject({ status: 408, final: true })
      expect(world.factsOf('ended')).toHaveLength(0)
      refer()
      expect(world.requests('REFER')).toHaveLength(2)
    },
  ),

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
