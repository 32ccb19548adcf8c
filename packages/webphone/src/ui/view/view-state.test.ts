import { describe, expect, it } from 'vitest'
import type { CallSnapshot, PhoneSnapshot, PhoneStatus } from '../../phone-api.ts'
import { en } from '../locales/en.ts'
import { createFakePhone } from '../testing/fake-phone.ts'
import { createFakeOffer } from '../testing/fake-offer.ts'
import type { CallPatch } from '../testing/fake-call.ts'
import { initialUiState, type UiState } from '../ui-state.ts'
import type { ViewInput } from './view-input.ts'
import { viewState, type ViewState } from './view-state.ts'

const now = 1_000_000

function snapshots(...patches: CallPatch[]): readonly CallSnapshot[] {
  const phone = createFakePhone()
  patches.forEach((patch) => phone.addCall(patch))
  return phone.getSnapshot().calls
}

function inputOf(phone: Partial<PhoneSnapshot>, ui: Partial<UiState>, billsecs = {}): ViewInput {
  return {
    phone: { ...createFakePhone().getSnapshot(), ...phone },
    ui: { ...initialUiState, ...ui },
    strings: en,
    now,
    billsecs,
    format: (number) => number,
  }
}

const view = (phone: Partial<PhoneSnapshot> = {}, ui: Partial<UiState> = {}, billsecs = {}): ViewState =>
  viewState(inputOf(phone, ui, billsecs))

const talking: CallPatch = { number: '0900', state: 'answered', answeredAt: 1, media: 'connected' }
const ringing: CallPatch = { number: '0911', direction: 'incoming', state: 'ringing' }
const ended = {
  call: snapshots({ number: '0900' })[0] as CallSnapshot,
  ending: 'endBusy' as const,
  billsec: 0,
}

describe('the status line says in words what the phone knows', () => {
  const rows: readonly (readonly [PhoneStatus, PhoneSnapshot['reconnect'], string, string])[] = [
    ['connecting', null, 'Connecting…', 'busy'],
    ['registering', null, 'Registering…', 'busy'],
    ['registered', null, 'Ready', 'ok'],
    ['stale', null, 'Checking connection…', 'busy'],
    ['reconnecting', { attempt: 1, delayMs: 1000 }, 'Checking connection…', 'busy'],
    ['reconnecting', { attempt: 2, delayMs: 2000 }, 'Reconnecting…', 'warn'],
    ['unregistered', null, 'Offline', 'off'],
    ['disconnected', null, 'Signed out', 'off'],
  ]
  it.each(rows)('%s %o: %s', (status, reconnect, text, tone) => {
    expect(view({ status, reconnect }).status).toMatchObject({ text, tone })
  })

  it('offers to connect only when nothing tries by itself', () => {
    expect(view({ status: 'unregistered' }).status.canConnect).toBe(true)
    expect(view({ status: 'reconnecting' }).status.canConnect).toBe(false)
  })

  it('names the microphone before it says Ready', () => {
    expect(view({}, { error: 'microphone_denied' }).status).toMatchObject({
      text: 'Microphone blocked',
      canRetryMicrophone: true,
    })
    expect(view({}, { error: 'microphone_lost' }).status).toMatchObject({
      text: 'The microphone was disconnected',
      remedy: en.microphoneLostHelp,
      canRetryMicrophone: false,
    })
  })
})

describe('the screen follows the calls, then the agent', () => {
  const rows: readonly (readonly [string, CallPatch[], Partial<UiState>, ViewState['screen']])[] = [
    ['nothing', [], {}, 'dial'],
    ['a tab', [], { tab: 'recents' }, 'recents'],
    ['a ringing call over a tab', [ringing], { tab: 'settings' }, 'incoming'],
    ['a ringing call over the check', [ringing], { pane: 'duty' }, 'incoming'],
    ['an answered call', [talking], { tab: 'recents' }, 'call'],
    ['a call and a ringing one', [talking, ringing], {}, 'call'],
    ['digits in a call', [talking], { pane: 'keypad' }, 'keypad'],
    ['transfer', [talking], { pane: 'transfer' }, 'transfer'],
    ['adding a call', [talking], { pane: 'add' }, 'dial'],
    ['devices in a call', [talking], { pane: 'audio' }, 'audio'],
    ['a result', [], { result: ended }, 'result'],
    ['a result while another call lives', [talking], { result: ended }, 'call'],
    ['a pane whose call has gone', [], { pane: 'keypad' }, 'dial'],
  ]
  it.each(rows)('%s', (_what, calls, ui, screen) => {
    expect(view({ calls: snapshots(...calls) }, ui).screen).toBe(screen)
  })

  it('never draws a screen whose data is missing', () => {
    for (const [, calls, ui] of rows) {
      const drawn = view({ calls: snapshots(...calls) }, ui)
      if (drawn.screen === 'incoming') expect(drawn.incoming).not.toBeNull()
      if (['call', 'keypad', 'transfer'].includes(drawn.screen)) expect(drawn.call).not.toBeNull()
      if (drawn.screen === 'result') expect(drawn.result).not.toBeNull()
    }
  })
})

describe('the call on the screen', () => {
  it('shows the CRM name before the name that the network sent, and both before the number', () => {
    const contact = { id: 1, full_name: 'An' }
    const names = [{ contact, displayName: 'Net' }, { displayName: 'Net' }, {}].map(
      (patch) => view({ calls: snapshots({ ...talking, ...patch }) }).call,
    )
    expect(names.map((call) => call?.name)).toEqual(['An', 'Net', '0900'])
    expect(names.map((call) => call?.number)).toEqual(['0900', '0900', ''])
  })

  it('counts talk time from billsec and hold time from its own clock', () => {
    const calls = snapshots({ ...talking, isHeld: true, heldAt: now - 61_500 })
    expect(view({ calls }, {}, { 'call-1': 3725 }).call).toMatchObject({
      timer: '1:02:05',
      holdTimer: '01:01',
      stateText: 'On hold',
    })
  })

  const states: readonly (readonly [CallPatch, string])[] = [
    [{ state: 'dialing' }, 'Dialling…'],
    [{ state: 'ringing' }, 'Ringing…'],
    [{ direction: 'incoming', state: 'answering' }, 'Answering…'],
    [{ ...talking, media: 'connecting' }, 'Connecting audio…'],
    [{ ...talking, media: 'interrupted' }, 'Audio interrupted, reconnecting…'],
    [{ ...talking, isRemoteHeld: true }, 'The other side put you on hold'],
    [{ ...talking, isMuted: true }, 'Muted'],
    [talking, ''],
  ]
  it.each(states)('%o reads "%s"', (patch, text) => {
    expect(view({ calls: snapshots(patch) }).call?.stateText).toBe(text)
  })

  it('is the one that is talked on, unless the agent chose another', () => {
    const calls = snapshots({ ...talking, isHeld: true }, talking)
    expect(view({ calls }).call?.uuid).toBe('call-2')
    expect(view({ calls }, { selectedUuid: 'call-1' }).call?.uuid).toBe('call-1')
    expect(view({ calls }, { selectedUuid: 'gone' }).call?.others.map((other) => other.uuid)).toEqual([
      'call-1',
    ])
  })

  it('can only be controlled once answered', () => {
    expect(view({ calls: snapshots({ state: 'ringing' }) }).call).toMatchObject({
      canControl: false,
      canSendDigits: true,
    })
  })

  it('brings the caller back in words when a transfer failed', () => {
    const transferProgress = { kind: 'blind', target: '1002', state: 'failed' } as const
    const { call } = view({ calls: snapshots({ ...talking, transferProgress }) })
    expect(call).toMatchObject({
      transferText: '',
      transferFailed: 'Transfer failed. 0900 is still on the line.',
    })
  })

  it('names who waits while the agent asks, once', () => {
    const calls = snapshots({ ...talking, isHeld: true }, { number: '1002', state: 'dialing' })
    const consult = { fromUuid: 'call-1', toUuid: 'call-2' }
    const { call } = view({ calls }, { consult, selectedUuid: 'call-2' })
    expect(call).toMatchObject({ consult: { waitingName: '0900', canComplete: false }, others: [] })
  })
})

describe('banners', () => {
  const ids = (phone: Partial<PhoneSnapshot>, ui: Partial<UiState> = {}): string[] =>
    view(phone, { isDutyDone: true, ...ui }).banners.map((banner) => banner.id)

  it('shows reconnecting from the second attempt', () => {
    expect(ids({ status: 'reconnecting', reconnect: { attempt: 1, delayMs: 1000 } })).toEqual([])
    expect(ids({ status: 'reconnecting', reconnect: { attempt: 2, delayMs: 2000 } })).toEqual(['reconnect'])
  })

  it('offers the check before the first call, and only on an idle phone', () => {
    expect(ids({}, { isDutyDone: false })).toEqual(['duty'])
    expect(ids({ status: 'connecting' }, { isDutyDone: false })).toEqual([])
    expect(ids({ calls: snapshots(talking) }, { isDutyDone: false })).toEqual([])
  })

  it('says where the sound is while another tab has the call', () => {
    expect(ids({ calls: snapshots(talking) })).toEqual([])
    const shown = viewState({
      ...inputOf({ calls: snapshots(talking) }, { isDutyDone: true }),
      isFollower: true,
    })
    expect(shown.banners).toMatchObject([{ id: 'tab', text: en.soundElsewhere, action: null }])
    const blocked = { calls: snapshots(talking), isAudioBlocked: true }
    const waiting = viewState({ ...inputOf(blocked, { isDutyDone: true }), isFollower: true })
    expect(waiting.banners).toMatchObject([{ id: 'tab', text: en.soundWaitsElsewhere, action: null }])
    const idle = viewState({ ...inputOf({}, { isDutyDone: true }), isFollower: true })
    expect(idle.banners).toEqual([])
  })

  it('keeps the two most urgent', () => {
    const phone = { isAudioBlocked: true, reconnect: { attempt: 5, delayMs: 16_000 } }
    expect(ids(phone, { error: 'media_failed', isActiveElsewhere: true })).toEqual(['audio', 'error'])
  })

  it('says what became of one of several calls', () => {
    const [banner] = view({ calls: snapshots(talking) }, { result: ended }).banners
    expect(banner?.text).toBe('0900: The line is busy')
  })

  it('tells the four causes of a refused microphone apart', () => {
    const codes = [
      'microphone_denied',
      'microphone_not_found',
      'microphone_in_use',
      'microphone_forbidden',
    ] as const
    const texts = codes.map((error) => view({}, { error, isDutyDone: true }).banners[0]?.text)
    expect(new Set(texts).size).toBe(4)
    expect(texts).not.toContain(undefined)
  })
})

describe('dial box and launcher', () => {
  it('recalls the last number from an empty box', () => {
    expect(view({}, { lastDialled: '1002' }).dial).toMatchObject({
      canCall: true,
      callLabel: 'Call last number',
    })
    expect(view({}).dial).toMatchObject({ canCall: false, callLabel: 'Call' })
  })

  it('calls only when calls can be made', () => {
    expect(view({ status: 'stale' }, { dialText: '1002' }).dial.canCall).toBe(false)
    expect(view({}, { dialText: '1002' }).dial.canCall).toBe(true)
  })

  it('does not call a name that nobody has', () => {
    expect(view({}, { dialText: 'nobody' }).dial.canCall).toBe(false)
  })

  it('shows the state on the launcher', () => {
    expect(view().launcher.tone).toBe('ready')
    expect(view({ status: 'unregistered' }).launcher).toMatchObject({
      tone: 'off',
      label: 'Open phone: Offline',
    })
    expect(view({ calls: snapshots(ringing) }).launcher.tone).toBe('ringing')
    expect(view({ calls: snapshots(talking) }, {}, { 'call-1': 9 }).launcher.text).toBe('00:09')
  })
})

describe('a call of the page before a reload', () => {
  const offer = createFakeOffer(createFakePhone(), { displayName: 'An', expiresAt: now + 83_100 })

  it('is offered with name, number and the time left, above all but blocked audio', () => {
    const shown = view({}, { offers: [offer], error: 'media_failed' }).banners
    expect(shown.map(({ id }) => id)).toEqual(['offer', 'error'])
    expect(shown[0]).toMatchObject({
      text: 'Still on the line: An, 0987654321',
      help: 'The other side hears silence. 01:24 left.',
      action: { request: 'take-back', label: 'Take back' },
      otherAction: { request: 'end-offer', label: 'End' },
    })
  })

  it('is not when it is a call of this page again, or over', () => {
    const calls = snapshots({ ...talking, uuid: offer.uuid })
    expect(view({ calls }, { isDutyDone: true, offers: [offer] }).banners).toEqual([])
    const over = { ...offer, expiresAt: now }
    expect(view({}, { isDutyDone: true, offers: [over] }).banners).toEqual([])
  })
})
