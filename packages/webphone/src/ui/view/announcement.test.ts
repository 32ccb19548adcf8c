import { describe, expect, it } from 'vitest'
import { en } from '../locales/en.ts'
import { createFakePhone, type FakePhone } from '../testing/fake-phone.ts'
import { initialUiState, type UiState } from '../ui-state.ts'
import { announcementFrom, type Announcement } from './announcement.ts'
import { viewState, type ViewState } from './view-state.ts'

const talking = { number: '0900', state: 'answered', answeredAt: 1, media: 'connected' } as const

function said(
  change: (phone: FakePhone) => void,
  ui: Partial<UiState> = {},
  arrange: (phone: FakePhone) => void = () => {},
): Announcement {
  const phone = createFakePhone()
  arrange(phone)
  const look = (patch: Partial<UiState>): ViewState =>
    viewState({
      phone: phone.getSnapshot(),
      ui: { ...initialUiState, isDutyDone: true, ...patch },
      strings: en,
      now: 0,
      billsecs: {},
      format: (number) => number,
    })
  const before = look({})
  change(phone)
  return announcementFrom(before, look(ui), en)
}

const nothing = (): void => {}

describe('what is said', () => {
  it('an incoming call, at once', () => {
    const { assertive } = said((phone) => phone.ring({ number: '0911', displayName: 'An' }))
    expect(assertive).toBe('Incoming call from An, 0911')
  })

  it('an error with its remedy, at once', () => {
    expect(said(nothing, { error: 'microphone_in_use' }).assertive).toMatch(
      /^Microphone is in use\. Close the other program/,
    )
  })

  it('a change of the status, politely', () => {
    expect(said((phone) => phone.change({ status: 'unregistered' })).polite).toBe('Offline')
  })

  it('start, mute and hold of a call, politely', () => {
    const add = (phone: FakePhone): void => void phone.addCall({ number: '0900', state: 'ringing' })
    expect(said((phone) => phone.calls[0]?.change(talking), {}, add).polite).toBe('Call with 0900 started')
    const talk = (phone: FakePhone): void => void phone.addCall(talking)
    expect(said((phone) => phone.calls[0]?.change({ isMuted: true }), {}, talk).polite).toBe('Muted')
    expect(said((phone) => phone.calls[0]?.change({ isHeld: true }), {}, talk).polite).toBe('On hold')
  })

  it('nothing when only the timer moved', () => {
    const talk = (phone: FakePhone): void => void phone.addCall(talking)
    expect(said((phone) => phone.calls[0]?.change({ billsec: 5 }), {}, talk)).toEqual({
      polite: '',
      assertive: '',
    })
  })
})
