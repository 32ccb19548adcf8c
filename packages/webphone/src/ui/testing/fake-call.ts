/** A call that the test drives; it remembers what it was asked. */
import type { CallSnapshot, ZorioCall } from '../../phone-api.ts'

export type CallPatch = { -readonly [K in keyof CallSnapshot]?: CallSnapshot[K] }

export interface FakeCall extends ZorioCall {
  /** `answer`, `transfer 1002`, … in the order in which they were asked. */
  readonly asked: string[]
  change(patch: CallPatch & { billsec?: number }): void
}

export interface FakeCallHooks {
  changed(call: FakeCall): void
  /** Throws what the next request shall be refused with. */
  refuse(what: string): void
  hangup(call: FakeCall): void
}

const blank: CallSnapshot = {
  uuid: '',
  number: '',
  displayName: '',
  direction: 'outgoing',
  state: 'dialing',
  contact: null,
  isMuted: false,
  isHeld: false,
  isRemoteHeld: false,
  createdAt: 0,
  answeredAt: null,
  endedAt: null,
  heldAt: null,
  media: 'none',
  transferProgress: null,
  hangupDetail: null,
  receivedDigits: '',
}

export function createFakeCall(first: CallPatch & { billsec?: number }, hooks: FakeCallHooks): FakeCall {
  const { billsec: firstBillsec = 0, ...given } = first
  let billsec = firstBillsec
  let snapshot: CallSnapshot = { ...blank, ...given }
  const asked: string[] = []
  const change: FakeCall['change'] = ({ billsec: seconds = billsec, ...patch }) => {
    billsec = seconds
    snapshot = { ...snapshot, ...patch }
    hooks.changed(call)
  }
  const ask = async (what: string, run: () => void = () => {}): Promise<void> => {
    asked.push(what)
    hooks.refuse(what)
    run()
  }
  const own = {
    asked,
    change,
    getSnapshot: () => snapshot,
    answer: () =>
      ask('answer', () => change({ state: 'answered', answeredAt: Date.now(), media: 'connected' })),
    hangup: () => ask('hangup', () => hooks.hangup(call)),
    hold: () => ask('hold', () => change({ isHeld: true, heldAt: Date.now() })),
    unhold: () => ask('unhold', () => change({ isHeld: false, heldAt: null })),
    mute: () => ask('mute', () => change({ isMuted: true })),
    unmute: () => ask('unmute', () => change({ isMuted: false })),
    sendDtmf: (digits: string) => ask(`sendDtmf ${digits}`),
    transfer: (target: string) =>
      ask(`transfer ${target}`, () =>
        change({ transferProgress: { kind: 'blind', target, state: 'pending' } }),
      ),
    transferTo: (other: ZorioCall) => ask(`transferTo ${other.uuid}`),
  }
  const call = Object.defineProperties(own, {
    billsec: { get: () => billsec },
    ...Object.fromEntries(
      Object.keys(blank).map((key) => [
        key,
        { get: () => snapshot[key as keyof CallSnapshot], enumerable: true },
      ]),
    ),
  }) as typeof own & ZorioCall
  return call
}
