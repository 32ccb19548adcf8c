import { describe, expect, test } from 'vitest'
import { createNetwork } from './network.ts'
import type { Network } from './network.ts'
import { ANSWER, OFFER, sdp } from './world.ts'

/** `from` calls `to`, who answers. */
function connect(net: Network, from = 'a', to = 'b') {
  const caller = net.act(from, (agent, now) =>
    agent.invite({ target: `sip:${to}@${to}.invalid`, offer: OFFER }, now),
  )
  net.sleep(100)
  const callee = net.factsOf(to, 'incoming').at(-1)?.leg ?? ''
  net.act(to, (agent, now) => agent.progress(callee, 180, now))
  net.act(to, (agent, now) => agent.accept(callee, ANSWER, now))
  net.sleep(200)
  expect(net.factsOf(from, 'accepted').at(-1)?.leg).toBe(caller)
  expect(net.factsOf(to, 'confirmed').at(-1)?.leg).toBe(callee)
  return { caller, callee }
}

const hangup = (net: Network, name: string, leg: string): void =>
  net.act(name, (agent, now) => agent.hangup(leg, now))

describe('two agents, back to back', () => {
  test('call, hold by each side, INFO, hang-up by each side', () => {
    for (const side of ['a', 'b'] as const) {
      const net = createNetwork(['a', 'b'])
      const legs = connect(net)
      const holds = [
        ['a', legs.caller, 'b', legs.callee],
        ['b', legs.callee, 'a', legs.caller],
      ] as const
      for (const [by, byLeg, other, otherLeg] of holds) {
        net.act(by, (agent, now) => agent.reoffer(byLeg, sdp(`hold-${by}`), now))
        net.sleep(100)
        expect(net.factsOf(other, 'reoffer').at(-1)).toMatchObject({
          leg: otherLeg,
          offer: sdp(`hold-${by}`),
        })
        net.act(other, (agent, now) => agent.answerOffer(otherLeg, sdp(`held-${other}`), now))
        net.sleep(100)
        expect(net.factsOf(by, 'reoffer-answered').at(-1)?.answer).toBe(sdp(`held-${other}`))
        net.act(by, (agent, now) => agent.info(byLeg, 'application/dtmf-relay', 'Signal=1', now))
        net.sleep(100)
        expect(net.factsOf(other, 'info').at(-1)?.body).toBe('Signal=1')
        expect(net.factsOf(by, 'info-answered').at(-1)?.status).toBe(200)
      }
      hangup(net, side, side === 'a' ? legs.caller : legs.callee)
      net.sleep(100)
      expect(net.factsOf('a', 'ended')).toHaveLength(1)
      expect(net.factsOf('b', 'ended')).toHaveLength(1)
      net.sleep(200_000)
      expect([net.agent('a').nextDeadline, net.agent('b').nextDeadline]).toEqual([undefined, undefined])
    }
  })

  test('glare: both hold at once, both holds come through', () => {
    for (let seed = 1; seed <= 20; seed++) {
      const net = createNetwork(['a', 'b'], { seed })
      const { caller, callee } = connect(net)
      net.act('a', (agent, now) => agent.reoffer(caller, sdp('a'), now))
      net.act('b', (agent, now) => agent.reoffer(callee, sdp('b'), now))
      const answered = { a: 0, b: 0 }
      for (let step = 0; step < 1000; step++) {
        net.sleep(10)
        for (const [name, leg] of [
          ['a', caller],
          ['b', callee],
        ] as const) {
          const count = net.factsOf(name, 'reoffer').length
          if (count > answered[name])
            net.act(name, (agent, now) => agent.answerOffer(leg, sdp(`re-${name}`), now))
          answered[name] = count
        }
      }
      expect(net.factsOf('a', 'reoffer-answered').map(({ answer }) => answer)).toEqual([sdp('re-b')])
      expect(net.factsOf('b', 'reoffer-answered').map(({ answer }) => answer)).toEqual([sdp('re-a')])
    }
  })

  test('cancel against answer, at every shift of 1 ms: one end on each side, no ghost', () => {
    for (let shift = 0; shift <= 120; shift++) {
      const net = createNetwork(['a', 'b'])
      const leg = net.act('a', (agent, now) => agent.invite({ target: 'sip:b@b.invalid', offer: OFFER }, now))
      net.sleep(50)
      const callee = net.factsOf('b', 'incoming')[0]?.leg ?? ''
      const cancelAt = shift
      const answerAt = 60
      for (let at = 0; at <= 130; at++) {
        if (at === cancelAt) hangup(net, 'a', leg)
        if (at === answerAt) net.act('b', (agent, now) => agent.accept(callee, ANSWER, now))
        net.sleep(1)
      }
      net.sleep(1000)
      expect(net.factsOf('a', 'ended')).toHaveLength(1)
      expect(net.factsOf('b', 'ended')).toHaveLength(1)
      net.sleep(300_000)
      expect([net.agent('a').nextDeadline, net.agent('b').nextDeadline]).toEqual([undefined, undefined])
    }
  })

  test('BYE against BYE', () => {
    const net = createNetwork(['a', 'b'])
    const { caller, callee } = connect(net)
    hangup(net, 'a', caller)
    hangup(net, 'b', callee)
    net.sleep(300_000)
    expect(net.factsOf('a', 'ended')).toHaveLength(1)
    expect(net.factsOf('b', 'ended')).toHaveLength(1)
    expect(net.agent('a').nextDeadline).toBeUndefined()
  })

  test('attended transfer: b sends a to c; c replaces its call with b', () => {
    const net = createNetwork(['a', 'b', 'c'])
    const first = connect(net, 'a', 'b')
    const second = connect(net, 'b', 'c')
    net.act('b', (agent, now) => agent.refer(first.callee, { other: second.caller }, now))
    net.sleep(100)
    const refer = net.factsOf('a', 'refer')[0]
    expect(refer).toMatchObject({ leg: first.caller, target: 'sip:c@c.invalid' })
    net.act('a', (agent, now) => agent.acceptRefer(first.caller, now))
    const { target, replaces } = refer ?? { target: '', replaces: undefined }
    const third = net.act('a', (agent, now) =>
      agent.invite({ target, offer: OFFER, ...(replaces && { replaces }) }, now),
    )
    net.sleep(100)
    const incoming = net.factsOf('c', 'incoming').at(-1)
    expect(incoming?.replaces).toBe(second.callee)
    net.act('c', (agent, now) => agent.accept(incoming?.leg ?? '', ANSWER, now))
    net.sleep(100)
    expect(net.factsOf('c', 'ended')).toMatchObject([{ leg: second.callee, by: 'local' }])
    expect(net.factsOf('b', 'ended')).toMatchObject([{ leg: second.caller, by: 'remote' }])
    net.act('a', (agent, now) => agent.notifyRefer(first.caller, 200, 'OK', now))
    net.sleep(100)
    expect(net.factsOf('b', 'refer-progress').map(({ status, final }) => `${status} ${final}`)).toEqual([
      '100 false',
      '100 false',
      '200 true',
    ])
    hangup(net, 'b', first.callee)
    net.sleep(100)
    expect(net.factsOf('a', 'accepted').at(-1)?.leg).toBe(third)
    expect(net.factsOf('a', 'ended')).toMatchObject([{ leg: first.caller }])
  })

  test('an hour with session timers: the call lives', () => {
    const net = createNetwork(['a', 'b'])
    connect(net)
    net.sleep(3_600_000)
    expect(net.factsOf('a', 'ended')).toHaveLength(0)
    expect(net.factsOf('b', 'ended')).toHaveLength(0)
    expect(net.trace.filter((line) => line.includes('UPDATE'))).toHaveLength(4)
  })

  test('the far end is gone without a word: the session timer ends the call on both sides', () => {
    const net = createNetwork(['a', 'b'])
    connect(net)
    net.close('b')
    net.sleep(2_000_000)
    expect(net.factsOf('a', 'ended')).toHaveLength(1)
    expect(net.factsOf('b', 'ended')).toMatchObject([{ by: 'timeout' }])
  })

  test('both sockets lost and back: hang-up reaches the other side', () => {
    const net = createNetwork(['a', 'b'])
    const { caller } = connect(net)
    net.close('a')
    net.close('b')
    net.sleep(5000)
    hangup(net, 'a', caller)
    net.open('b')
    net.open('a')
    net.sleep(100)
    expect(net.factsOf('b', 'ended')).toMatchObject([{ by: 'remote', how: 'bye' }])
  })
})

/** What a hand at the phone, or the network, may do next. */
function step(net: Network, name: string): void {
  const { random } = net
  const legs = [...net.legs(name)]
  const leg = legs[Math.floor(random() * legs.length)] ?? ''
  const other = name === 'a' ? 'b' : 'a'
  const actions: (() => void)[] = [
    () => net.call(name, other),
    () => net.act(name, (agent, now) => agent.accept(leg, ANSWER, now)),
    () => net.act(name, (agent, now) => agent.accept(leg, ANSWER, now)),
    () => net.act(name, (agent, now) => agent.progress(leg, 180, now)),
    () => net.act(name, (agent, now) => agent.reject(leg, 486, now)),
    () => hangup(net, name, leg),
    () => net.act(name, (agent, now) => agent.reoffer(leg, sdp('r'), now)),
    () => net.act(name, (agent, now) => agent.answerOffer(leg, sdp('s'), now)),
    () => net.act(name, (agent, now) => agent.answerOffer(leg, sdp('s'), now)),
    () => net.act(name, (agent, now) => agent.refuseOffer(leg, 488, now)),
    () => net.act(name, (agent, now) => agent.info(leg, 'application/dtmf', '1', now)),
    () => net.act(name, (agent, now) => agent.refer(leg, { target: 'sip:c@c.invalid' }, now)),
    () => net.act(name, (agent, now) => agent.acceptRefer(leg, now)),
    () => net.act(name, (agent, now) => agent.notifyRefer(leg, 200, 'OK', now)),
    () => (net.isOpen(name) ? net.close(name) : net.open(name)),
    () => {
      if (!net.isOpen(name)) net.open(name)
    },
  ]
  actions[Math.floor(random() * actions.length)]?.()
  net.sleep(Math.floor(random() ** 3 * 8000))
}

describe('random walks over two agents and a bad network', () => {
  test('400 walks of 60 steps: no throw, every leg ends once, nothing is left', () => {
    const base = Number(process.env.WALK ?? Date.now() % 1_000_000)
    console.info(`sip: random walks, seed ${base}`)
    let ended = 0
    let answered = 0
    for (let walk = 0; walk < 400; walk++) {
      const net = createNetwork(['a', 'b'], { seed: base + walk })
      for (let i = 0; i < 60; i++) step(net, net.random() < 0.5 ? 'a' : 'b')
      for (let round = 0; round < 2; round++) {
        for (const name of ['a', 'b']) {
          if (!net.isOpen(name)) net.open(name)
          for (const leg of net.legs(name)) hangup(net, name, leg)
        }
        // What was still on its way is told now, and may be one more call.
        net.sleep(300_000)
      }
      for (const name of ['a', 'b']) {
        const facts = net.facts(name)
        const known = net.legs(name)
        const ends = net.factsOf(name, 'ended').map(({ leg }) => leg)
        expect(new Set(ends).size, `seed ${base + walk}`).toBe(ends.length)
        expect(new Set(ends), `seed ${base + walk}`).toEqual(known)
        expect(facts.filter(({ type }) => type === 'bad-frame')).toEqual([])
        expect(net.agent(name).nextDeadline, `seed ${base + walk}`).toBeUndefined()
        ended += ends.length
        answered += net.factsOf(name, 'accepted').length
      }
    }
    console.info(`sip: random walks ended ${ended} legs, ${answered} calls were answered`)
    expect(answered).toBeGreaterThan(100)
  }, 60_000)
})
