import { beforeEach, describe, expect, it, vi } from 'vitest'
import type { CallQuality } from '../../events.ts'
import { createFakeBrowser, type FakeBrowser } from '../testing/fake-browser.ts'
import { createFakeOffer } from '../testing/fake-offer.ts'
import { createFakePhone, type FakePhone } from '../testing/fake-phone.ts'
import type { PhoneUiOptions } from '../ui-options.ts'
import { createUiStore, type UiStore } from '../ui-store.ts'

const headset = { kind: 'audioinput', deviceId: 'h', label: 'Jabra' } as const
const speaker = { kind: 'audiooutput', deviceId: 's', label: 'Realtek' } as const
const system = { kind: 'audioinput', deviceId: 'default', label: 'Default – Jabra' } as const

let phone: FakePhone
let browser: FakeBrowser
let store: UiStore
let options: PhoneUiOptions
/** Some turns of the event loop: the chunk, a permission, a list of devices. */
const settled = async (): Promise<void> => {
  await vi.dynamicImportSettled()
  await new Promise((done) => setTimeout(done))
}
const notices = (): unknown[] =>
  store.get().notices.map(({ id, text, values }) => [id, text, values?.['name']])

beforeEach(async () => {
  phone = createFakePhone()
  browser = createFakeBrowser()
  options = {}
  store = createUiStore({ phone, browser, options, onChange: () => {} })
  await settled()
  return () => store.dispose()
})

describe('how a call sounds', () => {
  const judge = (warning: CallQuality['warning'], is_raised = true): void => {
    const [call] = phone.calls
    if (call) phone.emit('call_quality', { call, warning, is_raised, hop: 'network', remedy: '', mos: 3 })
  }
  const reading = () => Object.values(store.get().readings)[0]

  it('three bars and numbers while nothing is wrong', () => {
    const call = phone.addCall({ state: 'answered', answeredAt: 1 })
    phone.emit('call_stats', { call, mos: 4.3, loss_ratio: 0.01, jitter_ms: 12, round_trip_ms: null })
    expect(reading()).toEqual({
      level: 3,
      warnings: [],
      mos: 4.3,
      lossRatio: 0.01,
      jitterMs: 12,
      roundTripMs: null,
    })
    expect(notices()).toEqual([])
  })

  it('a notice and fewer bars as long as something is wrong, whatever name it has', () => {
    phone.addCall({ state: 'answered', answeredAt: 1 })
    judge('high_loss')
    judge('high_jitter')
    expect(reading()).toMatchObject({ level: 2, warnings: ['warnNetwork'] })
    expect(notices()).toEqual([['quality', 'warnNetwork', undefined]])
    judge('no_inbound_audio')
    expect(reading()?.level).toBe(1)
    judge('no_inbound_audio', false)
    judge('high_loss', false)
    expect(reading()?.level).toBe(2)
    judge('high_jitter', false)
    expect(reading()?.level).toBe(3)
    expect(notices()).toEqual([])
  })

  it('the silence of the other side costs no bar', () => {
    phone.addCall({ state: 'answered', answeredAt: 1 })
    judge('silent_inbound_audio')
    expect(reading()?.level).toBe(3)
    expect(notices()).toEqual([['quality', 'warnFarSilent', undefined]])
  })

  it('goes with the call', () => {
    const call = phone.addCall({ state: 'answered', answeredAt: 1 })
    judge('high_loss')
    phone.end(call, 'normal_clearing', 3)
    expect(store.get().readings).toEqual({})
    expect(notices()).toEqual([])
  })
})

describe('devices', () => {
  const plug = async (
    ...devices: readonly (typeof headset | typeof speaker | typeof system)[]
  ): Promise<void> => {
    phone.setDevices(devices)
    browser.devicesChanged()
    await settled()
  }

  it('a headset that comes and goes is named', async () => {
    await plug(speaker)
    expect(notices()).toEqual([])
    await plug(speaker, headset, system)
    expect(notices()).toEqual([['devices', 'devicePlugged', 'Jabra']])
    expect(store.get().devices).toHaveLength(3)
    await plug(speaker)
    expect(notices()).toEqual([['devices', 'deviceGone', 'Jabra']])
  })

  it('names that appear with the permission are no news', async () => {
    await plug({ ...headset, label: '' as 'Jabra' })
    await plug(headset, speaker)
    expect(notices()).toEqual([])
  })

  it('what the phone took by itself is said', async () => {
    await plug(headset)
    phone.emit('device_changed', { kind: 'audioinput', device_id: 'h' })
    expect(notices()).toEqual([['devices', 'microphoneSwitched', 'Jabra']])
    phone.emit('device_changed', { kind: 'audiooutput', device_id: 'default' })
    expect(notices()).toEqual([['devices', 'speakerSwitchedPlain', '']])
    store.send('dismiss-banner', 'devices')
    expect(notices()).toEqual([])
  })
})

describe('muted', () => {
  const speak = (level: number, times: number): void => {
    for (let count = 0; count < times; count++) browser.sound(level)
  }
  const muted = async () => {
    const call = phone.addCall({ state: 'answered', answeredAt: 1, isMuted: true })
    await settled()
    return call
  }

  it('somebody who talks is told, once, and the microphone is let go', async () => {
    const call = await muted()
    expect(browser.openMicrophones).toBe(1)
    speak(0.7, 3)
    speak(0.1, 20)
    expect(notices()).toEqual([])
    speak(0.7, 4)
    expect(notices()).toEqual([['talking', 'talkingMuted', undefined]])
    expect(browser.openMicrophones).toBe(0)
    call.change({ isMuted: false })
    expect(notices()).toEqual([])
  })

  it.each([
    ['on hold', { isHeld: true }],
    ['not muted', { isMuted: false }],
  ])('%s: nobody listens', async (_, patch) => {
    phone.addCall({ state: 'answered', answeredAt: 1, isMuted: true, ...patch })
    await settled()
    expect(browser.openMicrophones).toBe(0)
  })

  it('never asks for the microphone', async () => {
    browser.isAllowedToListen = false
    await muted()
    expect(browser.openMicrophones).toBe(0)
  })

  it('is switched off by the host', async () => {
    store.setOptions({ mutedHint: false })
    await muted()
    expect(browser.openMicrophones).toBe(0)
  })

  it('stops listening with the call, and with the phone', async () => {
    const call = await muted()
    phone.end(call, 'normal_clearing', 1)
    expect(browser.openMicrophones).toBe(0)
    await muted()
    store.dispose()
    expect(browser.openMicrophones).toBe(0)
  })
})

describe('reachable again', () => {
  const record = (uuid: string, caller_number: string) =>
    ({ uuid, caller_number, start_time: '2026-01-01T08:00:00+07:00', hangup_cause: 'NO_ANSWER' }) as never

  it('says how long, and lists who called', () => {
    phone.emit('reachability_restored', {
      blind_ms: 65_400,
      missed: [record('a', '0911'), record('b', '0911')],
    })
    const [notice] = store.get().notices
    expect(notice).toMatchObject({
      text: 'blindNotice',
      help: 'blindMissed',
      values: { time: '01:05' },
      numbers: ['0911'],
    })
    expect(store.get().log.map(({ uuid, isMissed, isSeen }) => [uuid, isMissed, isSeen])).toEqual([
      ['b', true, false],
      ['a', true, false],
    ])
    store.send('set-tab', 'recents')
    expect(notices()).toEqual([])
  })

  it('a blink that cost no call is not told', () => {
    phone.emit('reachability_restored', { blind_ms: 4000, missed: [] })
    expect(notices()).toEqual([])
    phone.emit('reachability_restored', { blind_ms: 12_000, missed: [] })
    expect(store.get().notices[0]).toMatchObject({ help: 'blindNobody' })
    phone.emit('reachability_restored', { blind_ms: 12_000, missed: [], missed_unknown: true })
    expect(store.get().notices[0]).toMatchObject({ help: 'blindUnknown' })
  })
})

describe('microphone tests and copies', () => {
  it('records, plays, and is ready again', async () => {
    store.send('toggle-recording')
    await settled()
    expect(store.get().recording).toBe('recording')
    browser.nextOfRecording()
    await settled()
    expect(store.get().recording).toBe('playing')
    browser.nextOfRecording()
    await settled()
    expect(store.get()).toMatchObject({ recording: null, microphoneLevel: null, error: null })
  })

  it('a second click stops it, without an error', async () => {
    store.send('toggle-recording')
    await settled()
    store.send('toggle-recording')
    await settled()
    expect(store.get()).toMatchObject({ recording: null, error: null })
  })

  it('a refused microphone is said by its cause', async () => {
    browser.microphoneError = Object.assign(new Error(), { name: 'NotReadableError' })
    store.send('toggle-recording')
    await settled()
    expect(store.get()).toMatchObject({ recording: null, error: 'microphone_in_use' })
  })

  it('says that a number was copied until the screen changes', async () => {
    store.send('copy', '0911')
    await settled()
    expect(browser.copied).toEqual(['0911'])
    expect(store.get().copied).toBe('0911')
    store.send('set-tab', 'recents')
    expect(store.get().copied).toBe('')
  })
})

describe('a call of the page before a reload', () => {
  beforeEach(() => void (browser.now = () => Date.now()))
  const offer = (given: Parameters<typeof createFakeOffer>[1] = {}) => {
    const made = createFakeOffer(phone, given)
    phone.emit('call_recoverable', { offer: made })
    return made
  }
  const offered = (): readonly string[] => store.get().offers.map(({ uuid }) => uuid)
  const send = async (name: 'take-back' | 'end-offer'): Promise<void> => {
    store.send(name)
    await settled()
  }

  it('is taken back: a call of the phone again, the one that is talked on held for it', async () => {
    const other = phone.addCall({ state: 'answered', answeredAt: 1 })
    const { asked } = offer()
    await send('take-back')
    expect([asked, other.asked, offered()]).toEqual([['takeBack'], ['hold'], []])
    expect(store.get()).toMatchObject({ selectedUuid: 'kept-1', error: null })
  })

  it('is ended, and listed with the time it lasted', async () => {
    const { asked } = offer({ displayName: 'An' })
    await send('end-offer')
    expect([asked, offered()]).toEqual([['hangup'], []])
    expect(store.get().log).toMatchObject([{ uuid: 'kept-1', name: 'An', billsec: 65, isMissed: false }])
  })

  it('stays offered while the phone is not ready, and brings back the call it held', async () => {
    const other = phone.addCall({ state: 'answered', answeredAt: 1 })
    offer().refuseNext('not_registered')
    await send('take-back')
    expect(other.asked).toEqual(['hold', 'unhold'])
    expect([offered(), store.get().error]).toEqual([['kept-1'], 'not_registered'])
  })

  it.each([
    ['invalid_state', null],
    ['media_failed', 'media_failed'],
  ] as const)('refused by %s it is offered no more', async (code, error) => {
    offer().refuseNext(code)
    await send('take-back')
    expect([offered(), store.get().error]).toEqual([[], error])
  })

  it('goes when its time is over, and is listed', async () => {
    offer({ expiresAt: Date.now() + 50 })
    expect(offered()).toEqual(['kept-1'])
    await vi.waitFor(() => expect(offered()).toEqual([]))
    expect(store.get().log).toMatchObject([{ uuid: 'kept-1', number: '0987654321' }])
  })

  it('the next is offered when one is decided', async () => {
    const [first, second] = [offer({ uuid: 'one' }), offer({ uuid: 'two' })]
    await send('end-offer')
    await send('end-offer')
    expect([first.asked, second.asked]).toEqual([['hangup'], ['hangup']])
  })
})
