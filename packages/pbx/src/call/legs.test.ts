import type { UserAgent } from '@zorio/sip'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { SipLoop } from '../sip-loop.ts'
import { createLegs } from './legs.ts'
import type { LegFact } from './leg.ts'

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

/** Only what legs ask of the agent when phones come and go. */
function setUp() {
  const asked: string[] = []
  const agent = {
    hangup: (leg: string) => asked.push(`hangup ${leg}`),
    moveLeg: (leg: string, flow: string) => asked.push(`move ${leg} ${flow}`),
  } as unknown as UserAgent
  const loop: SipLoop = { run: (command) => command(agent, 0), now: () => 0, close: () => undefined }
  const legs = createLegs(loop)
  const adopt = (id: string, contactKey: string | undefined = 'key') =>
    legs.adopt(id, `call-${id}`, { extension: '1001', flow: 'f1', contactKey, callUuid: id })
  const tell = (leg: string, type: 'accepted' | 'ended') => {
    legs.deliver({ type, leg } as LegFact)
  }
  return { asked, legs, adopt, tell }
}

test('an answered leg waits 120 s for its phone, a ringing one 15 s', () => {
  const { asked, legs, adopt, tell } = setUp()
  const answered = adopt('answered')
  adopt('ringing')
  tell('answered', 'accepted')
  legs.loseFlow('f1')
  vi.advanceTimersByTime(14_999)
  expect(asked).toEqual([])
  vi.advanceTimersByTime(1)
  expect(asked).toEqual(['hangup ringing'])
  vi.advanceTimersByTime(104_999)
  expect(answered.isLost).toBe(false)
  vi.advanceTimersByTime(1)
  expect(asked).toEqual(['hangup ringing', 'hangup answered'])
  expect(answered.isLost).toBe(true)
})

test('the same phone on a new flow takes its legs with it; another one does not', () => {
  const { asked, legs, adopt, tell } = setUp()
  adopt('mine')
  adopt('others', 'other key')
  tell('mine', 'accepted')
  tell('others', 'accepted')
  legs.loseFlow('f1')
  legs.moveContact({ extension: '1002', key: 'key', flow: 'f2' })
  legs.moveContact({ extension: '1001', key: 'key', flow: 'f2' })
  expect(asked).toEqual(['move mine f2'])
  vi.advanceTimersByTime(120_000)
  expect(asked).toEqual(['move mine f2', 'hangup others'])
  tell('others', 'ended')
  // The old flow is of no interest any more.
  legs.loseFlow('f1')
  vi.advanceTimersByTime(120_000)
  expect(asked).toHaveLength(2)
})

test('an ended leg is forgotten, with its timer', () => {
  const { asked, legs, adopt, tell } = setUp()
  const leg = adopt('gone')
  legs.loseFlow('f1')
  tell('gone', 'ended')
  vi.advanceTimersByTime(200_000)
  expect(asked).toEqual([])
  expect(leg.hasEnded).toBe(true)
  expect(legs.all()).toEqual([])
  expect(vi.getTimerCount()).toBe(0)
})
