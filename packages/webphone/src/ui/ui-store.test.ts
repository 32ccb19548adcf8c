import { beforeAll, describe, expect, it } from 'vitest'
import type { ErrorCode } from '../errors.ts'
import type { LogEntry } from './call-log.ts'
import { createFakeBrowser, type FakeBrowser } from './testing/fake-browser.ts'
import { createFakePhone, type FakePhone } from './testing/fake-phone.ts'
import type { PhoneUiOptions } from './ui-options.ts'
import { createUiStore, type UiStore } from './ui-store.ts'

interface Rig {
  readonly phone: FakePhone
  readonly browser: FakeBrowser
  readonly store: UiStore
}

function rig(options: PhoneUiOptions = {}, browser = createFakeBrowser()): Rig {
  const phone = createFakePhone()
  return { phone, browser, store: createUiStore({ phone, browser, options, onChange: () => {} }) }
}

beforeAll(async () => void (await import('./later.ts')))

/** Lets the promises of a request settle. */
const settle = (): Promise<void> => new Promise((done) => setTimeout(done, 10))

const talking = { number: '0900', state: 'answered', answeredAt: 1, media: 'connected' } as const
const ringing = { number: '0911', direction: 'incoming', state: 'ringing' } as const

describe('dialling', () => {
  it('calls the number without its separators', async () => {
    const { phone, store } = rig()
    store.send('dial-text', ' tel:(090) 123-4567 ')
    store.send('dial-call')
    await settle()
    expect(phone.asked).toEqual(['call 0901234567'])
    expect(store.get()).toMatchObject({ dialText: '', lastDialled: '0901234567', selectedUuid: 'call-1' })
  })

  it('recalls the last number first and calls it second', async () => {
    const { phone, store } = rig()
    store.send('call-number', '1002')
    await settle()
    phone.calls.forEach((call) => phone.end(call, 'busy'))
    store.send('dial-call')
    expect(store.get().dialText).toBe('1002')
    expect(phone.asked).toHaveLength(1)
  })

  it('holds the call that is talked on, and takes it back when the new one fails', async () => {
    const { phone, store } = rig()
    const first = phone.addCall(talking)
    phone.refuseNext('invalid_number', 'call')
    store.send('call-number', '1002')
    await settle()
    expect(first.asked).toEqual(['hold', 'unhold'])
    expect(store.get().error).toBe('invalid_number')
  })

  it('finds people in the log and by the host, the host first', async () => {
    const browser = createFakeBrowser()
    browser.stored.set('1001', [entry({ name: 'Ngân', number: '0900' })])
    const { store } = rig({ search: async () => [{ name: 'Ngọc', number: '0911' }] }, browser)
    store.send('dial-text', 'ng')
    await settle()
    expect(store.get().suggestions.map(({ name }) => name)).toEqual(['Ngọc', 'Ngân'])
    store.send('move-suggestion', -1)
    expect(store.get().suggestionIndex).toBe(1)
    store.send('pick-suggestion', 1)
    expect(store.get()).toMatchObject({ dialText: '0900', suggestions: [] })
  })

  it('drops the answer to a search that has been typed over', async () => {
    const { store } = rig({ search: async (text) => [{ name: `for ${text}`, number: '1' }] })
    store.send('dial-text', 'ng')
    store.send('dial-text', 'nga')
    await settle()
    expect(store.get().suggestions.map(({ name }) => name)).toEqual(['for nga'])
  })
})

describe('calls', () => {
  it('does once what is pressed twice', async () => {
    const { phone, store } = rig()
    const call = phone.ring(ringing)
    store.send('answer', call.uuid)
    store.send('answer', call.uuid)
    await settle()
    expect(call.asked).toEqual(['answer'])
  })

  it('answers a second call after holding, or after ending, the first', async () => {
    for (const [request, asked] of [
      ['answer-hold', ['hold']],
      ['answer-end', ['hangup']],
    ] as const) {
      const { phone, store } = rig()
      const first = phone.addCall(talking)
      const second = phone.ring(ringing)
      store.send(request, second.uuid)
      await settle()
      expect(first.asked).toEqual(asked)
      expect(second.asked).toEqual(['answer'])
      expect(store.get().selectedUuid).toBe(second.uuid)
    }
  })

  it('takes the first call back when the second is gone by then, or cannot be answered', async () => {
    const { phone, store } = rig()
    const first = phone.addCall(talking)
    const gone = phone.ring(ringing)
    store.send('answer-hold', gone.uuid)
    phone.end(gone, 'originator_cancel')
    await settle()
    expect(first.asked).toEqual(['hold', 'unhold'])
    phone.refuseNext('microphone_denied', 'answer')
    store.send('answer-hold', phone.ring(ringing).uuid)
    await settle()
    expect(first.asked).toEqual(['hold', 'unhold', 'hold', 'unhold'])
    expect(store.get().error).toBe('microphone_denied')
  })

  it('switches by holding one and taking the other back', async () => {
    const { phone, store } = rig()
    const held = phone.addCall({ ...talking, isHeld: true })
    const active = phone.addCall(talking)
    store.send('switch-to', held.uuid)
    await settle()
    expect([active.isHeld, held.isHeld]).toEqual([true, false])
    expect(store.get().selectedUuid).toBe(held.uuid)
  })

  it('toggles by what the call is, not by what was pressed before', async () => {
    const { phone, store } = rig()
    const call = phone.addCall({ ...talking, isMuted: true, isHeld: true })
    store.send('toggle-mute', call.uuid)
    store.send('toggle-hold', call.uuid)
    await settle()
    expect(call.asked).toEqual(['unmute', 'unhold'])
  })

  it('sends digits, and only digits, as often as pressed', async () => {
    const { phone, store } = rig()
    const call = phone.addCall(talking)
    for (const text of ['1', '1', 'x', '#5']) store.send('send-digits', text)
    await settle()
    expect(call.asked).toEqual(['sendDtmf 1', 'sendDtmf 1', 'sendDtmf #5'])
    expect(store.get().sentDigits).toBe('11#5')
  })

  it('silences the ring without answering', () => {
    const { phone, store } = rig()
    const call = phone.ring(ringing)
    store.send('silence', call.uuid)
    expect(phone.asked).toEqual(['silenceRing'])
    expect(store.get().silencedUuid).toBe(call.uuid)
    expect(call.state).toBe('ringing')
  })

  it('ignores a request for a call that has ended meanwhile', async () => {
    const { phone, store } = rig()
    const call = phone.addCall(talking)
    phone.end(call, 'normal_clearing')
    store.send('toggle-hold', call.uuid)
    await settle()
    expect(call.asked).toEqual([])
    expect(store.get().error).toBeNull()
  })
})

describe('transfer', () => {
  async function asking(): Promise<Rig> {
    const made = rig()
    made.phone.addCall(talking)
    made.store.send('transfer-text', '1002')
    made.store.send('transfer-ask')
    await settle()
    return made
  }

  it('now: asks for it and closes the pane', async () => {
    const { phone, store } = rig()
    const call = phone.addCall(talking)
    store.send('open-pane', 'transfer')
    store.send('transfer-text', '10-02')
    store.send('transfer-now')
    await settle()
    expect(call.asked).toEqual(['transfer 1002'])
    expect(store.get().pane).toBeNull()
  })

  it('ask first: holds, calls, completes', async () => {
    const { phone, store } = await asking()
    const [from, to] = phone.calls
    expect(from?.isHeld).toBe(true)
    to?.change(talking)
    store.send('transfer-complete')
    await settle()
    expect(from?.asked).toEqual(['hold', 'transferTo call-2'])
  })

  it.each([
    [0, 1],
    [1, 0],
  ])('ask first: tells of the caller when both legs end, leg %i first', async (...order) => {
    const { phone, store } = await asking()
    const legs = [...phone.calls]
    const transferProgress = { kind: 'attended', target: '1002', state: 'completed' } as const
    legs[1]?.change(talking)
    legs[0]?.change({ transferProgress })
    for (const index of order) {
      const leg = legs[index]
      if (leg) phone.end(leg, 'normal_clearing', 9)
    }
    expect(store.get()).toMatchObject({
      consult: null,
      result: { ending: 'endTransferred', call: { uuid: 'call-1' } },
    })
  })

  it('ask first: goes back to the caller', async () => {
    const { phone, store } = await asking()
    const [from, to] = phone.calls
    store.send('transfer-cancel')
    await settle()
    expect(to?.asked).toEqual(['hangup'])
    expect(from?.isHeld).toBe(false)
    expect(store.get()).toMatchObject({ consult: null, selectedUuid: from?.uuid })
  })

  it('ask first: shows the waiting caller again when the other side is busy', async () => {
    const { phone, store } = await asking()
    const to = phone.calls[1]
    if (to) phone.end(to, 'busy')
    expect(store.get()).toMatchObject({
      consult: null,
      selectedUuid: 'call-1',
      result: { ending: 'endBusy' },
    })
  })
})

describe('what the phone reports', () => {
  it('keeps the result and the log of a call that ended, and stores the log', () => {
    const { phone, store, browser } = rig()
    phone.end(phone.ring(ringing), 'originator_cancel', 0)
    expect(store.get().result?.ending).toBe('endMissed')
    expect(store.get().log[0]).toMatchObject({ number: '0911', isMissed: true, isSeen: false })
    expect(browser.stored.get('1001')).toHaveLength(1)
    store.send('set-tab', 'recents')
    expect(store.get().log[0]).toMatchObject({ isMissed: true, isSeen: true })
  })

  it.each(['call_rejected', 'answered_elsewhere'])('does not count %s as missed', (reason) => {
    const { phone, store } = rig()
    phone.end(phone.ring(ringing), reason, 0)
    expect(store.get().log[0]?.isMissed).toBe(false)
  })

  it('closes what lay over the call that ended, also when the host had dialled it', () => {
    const { phone, store } = rig()
    const call = phone.addCall(talking)
    store.send('open-pane', 'keypad')
    phone.end(call, 'normal_clearing', 3)
    expect(store.get().pane).toBeNull()
  })

  it('does not depend on listeners that the host takes away', () => {
    const { phone, store } = rig()
    phone.off('call_hangup')
    phone.off('incoming_call')
    phone.end(phone.ring(ringing), 'originator_cancel', 0)
    expect(store.get().result?.ending).toBe('endMissed')
  })

  it('tells an end once', () => {
    const { phone, store } = rig()
    const other = phone.addCall(talking)
    phone.end(phone.addCall(talking), 'busy')
    store.send('dismiss-banner', 'consult-result')
    other.change({ isMuted: true })
    expect(store.get().result).toBeNull()
    expect(store.get().log).toHaveLength(1)
  })

  it('forgets the result when the next call comes, whoever started it', () => {
    const { phone, store } = rig()
    phone.end(phone.addCall(talking), 'busy')
    phone.addCall({ number: '1003' })
    expect(store.get().result).toBeNull()
  })

  it('opens the minimised phone for a call', () => {
    const { phone, store } = rig({ layout: 'overlay', startMinimised: true })
    expect(store.get().isMinimised).toBe(true)
    phone.ring(ringing)
    expect(store.get().isMinimised).toBe(false)
  })

  it('shows errors that an agent can act on, not those of the developer', () => {
    const { phone, store } = rig()
    const shown = (code: ErrorCode): ErrorCode | null => (phone.fail(code), store.get().error)
    expect(shown('dtmf_receive_unavailable')).toBeNull()
    expect(shown('reconnect_failed')).toBe('reconnect_failed')
    phone.change({ status: 'reconnecting' })
    phone.change({ status: 'registered' })
    expect(store.get().error).toBeNull()
  })

  it('clears the log on disconnect, the logout', async () => {
    const { phone, browser } = rig()
    phone.end(phone.addCall(talking), 'busy')
    await phone.disconnect()
    expect(browser.stored.has('1001')).toBe(false)
  })

  it('says nothing more after dispose', () => {
    const { phone, store } = rig()
    store.dispose()
    phone.fail('reconnect_failed')
    phone.ring(ringing)
    expect(store.get().error).toBeNull()
  })
})

it('believes the microphone again when a call was answered, and lets go of a test when one comes', async () => {
  const { phone, store, browser } = rig()
  phone.fail('microphone_denied')
  store.send('toggle-microphone-test')
  await settle()
  expect(browser.openMicrophones).toBe(1)
  const call = phone.ring(ringing)
  expect(browser.openMicrophones).toBe(0)
  call.change({ state: 'answered' })
  expect(store.get().error).toBeNull()
})

describe('a request that the end of the call overtakes', () => {
  it('is not told as a failure: the result of the call says what happened', async () => {
    const { phone, store } = rig()
    const call = phone.addCall(talking)
    phone.refuseNext('invalid_state', 'hold', { state: 'ended', reason: 'normal_clearing' })
    store.send('toggle-hold', call.uuid)
    await settle()
    expect(store.get().error).toBeNull()
    phone.refuseNext('invalid_state', 'hold', { state: 'ringing' })
    store.send('toggle-hold', call.uuid)
    await settle()
    expect(store.get().error).toBe('invalid_state')
  })
})

describe('devices and the check before the first call', () => {
  it('sets each of the three devices by its own method', async () => {
    const { phone, store } = rig()
    for (const role of ['input', 'output', 'ring'] as const) store.send('set-device', { role, deviceId: 'x' })
    await settle()
    expect(phone.asked).toEqual(['setAudioInput x', 'setAudioOutput x', 'setRingOutput x'])
    expect(store.get().chosen).toEqual({ input: 'x', output: 'x', ring: 'x' })
  })

  it('keeps the old choice when the device is refused', async () => {
    const { phone, store } = rig()
    phone.refuseNext('device_failed')
    store.send('set-device', { role: 'output', deviceId: 'x' })
    await settle()
    expect(store.get()).toMatchObject({ chosen: { output: 'default' }, error: 'device_failed' })
  })

  it('tests the microphone and lets it go', async () => {
    const { store, browser } = rig()
    store.send('toggle-microphone-test')
    await settle()
    expect(browser.openMicrophones).toBe(1)
    store.send('set-tab', 'dial')
    expect(browser.openMicrophones).toBe(0)
    expect(store.get().microphoneLevel).toBeNull()
  })

  const causes: readonly (readonly [string, ErrorCode])[] = [
    ['NotAllowedError', 'microphone_denied'],
    ['NotFoundError', 'microphone_not_found'],
    ['NotReadableError', 'microphone_in_use'],
    ['SecurityError', 'microphone_forbidden'],
  ]
  it.each(causes)('%s is %s', async (name, code) => {
    const { store, browser } = rig()
    browser.microphoneError = Object.assign(new Error(), { name })
    store.send('retry-microphone')
    await settle()
    expect(store.get().error).toBe(code)
  })

  it('takes the message away by itself when the microphone came back', async () => {
    const { phone, store, browser } = rig()
    phone.fail('microphone_denied')
    phone.setDevices([{ kind: 'audioinput', deviceId: 'a', label: 'Headset' }])
    browser.devicesChanged()
    await settle()
    expect(store.get().error).toBeNull()
  })

  it('checks everything in one click and frees the microphone', async () => {
    const { phone, store, browser } = rig()
    store.send('run-checks')
    await settle()
    expect(store.get().checks).toEqual({
      audio: 'ok',
      microphone: 'ok',
      output: 'warning',
      ring: 'ok',
      notification: 'ok',
    })
    expect(phone.asked).toEqual(['unlockAudio'])
    expect(browser.openMicrophones).toBe(0)
  })
})

function entry(patch: Partial<LogEntry>): LogEntry {
  const blank = { uuid: 'u', number: '', name: '', direction: 'outgoing', startedAt: 0, billsec: 0 } as const
  return { ...blank, reason: 'busy', isMissed: false, isSeen: true, ...patch }
}
