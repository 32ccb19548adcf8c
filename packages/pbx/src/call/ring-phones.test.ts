import type { LegEnd, ReasonField } from '@zorio/sip'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { Leg, LegFact } from './leg.ts'
import type { Legs } from './legs.ts'
import { ringPhones, type RingFailure } from './ring-phones.ts'

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

/** Rings `count` phones; `tell` lets one of them speak. */
async function ring(count: number) {
  const hungUp: string[] = []
  const listeners: ((fact: LegFact) => void)[] = []
  const failures: RingFailure[] = []
  const answeredBy: string[] = []
  let openMedia = 0
  const legs = {
    invite(_options: unknown, owner: { contactKey: string }, onFact: (fact: LegFact) => void) {
      listeners.push(onFact)
      const hangUp = (reasons: readonly ReasonField[] = []) =>
        hungUp.push([owner.contactKey, ...reasons.map(({ text }) => text)].join(' '))
      return { id: owner.contactKey, isLost: false, hangUp } as unknown as Leg
    },
  } as unknown as Legs
  ringPhones({
    legs,
    contacts: Array.from({ length: count }, (_value, index) => ({
      extension: '1002',
      key: `phone${String(index)}`,
      contactUri: 'sip:x@y.invalid',
      flow: `f${String(index)}`,
      expiresAt: 0,
    })),
    openMedia() {
      openMedia += 1
      const close = () => {
        openMedia -= 1
      }
      return { offer: () => Promise.resolve('offer'), answered: () => Promise.resolve(''), close }
    },
    from: { uri: 'sip:1001@pbx.test' },
    to: { uri: 'sip:1002@pbx.test' },
    callUuid: 'uuid',
    onRinging: () => undefined,
    onAnswered: ({ leg }) => answeredBy.push(leg.id),
    onFailed: (failure) => failures.push(failure),
  })
  await vi.advanceTimersByTimeAsync(0)
  const tell = (phone: number, fact: Partial<LegEnd> & { type: LegFact['type']; answer?: string }) => {
    listeners[phone]?.({ leg: '', by: 'remote', reasons: [], wasAnswered: false, ...fact } as LegFact)
  }
  const refuse = (phone: number, status: number) => {
    tell(phone, { type: 'ended', how: 'response', status })
  }
  return { hungUp, failures, answeredBy, tell, refuse, openMedia: () => openMedia }
}

test('nobody answers for 60 s: no answer, and the phones stop', async () => {
  const { hungUp, failures, openMedia } = await ring(2)
  await vi.advanceTimersByTimeAsync(59_999)
  expect(failures).toEqual([])
  await vi.advanceTimersByTimeAsync(1)
  expect(failures).toEqual([{ status: 480, cause: 'NO_ANSWER' }])
  expect(hungUp).toEqual(['phone0 NO_ANSWER', 'phone1 NO_ANSWER'])
  expect(openMedia()).toBe(0)
})

test('the first answer wins; a second one is hung up', async () => {
  const { hungUp, answeredBy, tell, openMedia } = await ring(3)
  tell(1, { type: 'accepted', answer: 'sdp' })
  tell(2, { type: 'accepted', answer: 'sdp' })
  expect(answeredBy).toEqual(['phone1'])
  expect(hungUp).toEqual(['phone0 Call completed elsewhere', 'phone2 Call completed elsewhere', 'phone2'])
  // The winner keeps its media.
  expect(openMedia()).toBe(1)
})

test('a busy phone waits for the others; what a phone said counts more than silence', async () => {
  const { failures, refuse, tell } = await ring(3)
  refuse(0, 486)
  tell(1, { type: 'ended', how: 'none', by: 'timeout' })
  expect(failures).toEqual([])
  refuse(2, 480)
  expect(failures).toEqual([{ status: 486, cause: 'USER_BUSY' }])
})

test('a decline (6xx) speaks for all phones', async () => {
  const { failures, hungUp, refuse } = await ring(2)
  refuse(1, 603)
  expect(failures).toEqual([{ status: 603, cause: 'CALL_REJECTED' }])
  expect(hungUp).toEqual(['phone0 CALL_REJECTED'])
})
