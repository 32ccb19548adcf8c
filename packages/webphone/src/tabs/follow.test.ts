import { expect, test } from 'vitest'
import { createFakeClock } from '../testing/fake-clock.ts'
import { follow } from './follow.ts'
import type { CallSnapshot } from '../call-api.ts'
import type { SharedPhone } from './tab-port.ts'
import type { TabMessage } from './tab-messages.ts'

const snapshot: CallSnapshot = {
  ...{ uuid: 'u', number: '0987', displayName: '', direction: 'incoming', state: 'answered', contact: null },
  ...{ isMuted: false, isHeld: false, isRemoteHeld: false, createdAt: 0, answeredAt: 1, endedAt: null },
  ...{ heldAt: null, media: 'connected', transferProgress: null, hangupDetail: null, receivedDigits: '' },
}
const state: TabMessage = {
  ...{ type: 'state', leader: 'l', calls: [{ snapshot, billsec: 0 }] },
  phone: { status: 'registered', reconnect: null, isAudioBlocked: false },
}
const ended: TabMessage = {
  ...{ type: 'ended', leader: 'l' },
  call: { snapshot: { ...snapshot, state: 'ended', endedAt: 9 }, billsec: 8 },
}

function following() {
  const told: string[] = []
  const emit = (name: string) => void told.push(name)
  const phone: Partial<SharedPhone> = {
    ...{ extension: '1001', displayName: '', clock: createFakeClock(), uuid: () => 'id', mirror: undefined },
    ...{ changed: () => {}, reporter: { emit } as unknown as SharedPhone['reporter'] },
  }
  return { told, ...follow(phone as SharedPhone, () => {}) }
}

test('the end of a call that this tab has shown is told once', () => {
  const { told, onMessage } = following()
  for (const message of [state, ended, ended]) onMessage(message)
  expect(told).toEqual(['call_hangup'])
})

test('a tab that comes while a call ends was never told of it, and is not told of its end', () => {
  const { told, onMessage } = following()
  onMessage(ended)
  expect(told).toEqual([])
})
