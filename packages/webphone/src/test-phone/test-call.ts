/** The far end of a call, in a test's hands. */
import type { FarLeg } from './far-leg.ts'
import { isHangupCause } from '@zorio/contract'
import type { HangupCause } from '@zorio/contract'
import type { TestClock } from './test-clock.ts'

export interface TestCall {
  readonly hasEnded: boolean
  /** Keys that the phone has sent. */
  readonly receivedDigits: string
  /** Default `NORMAL_CLEARING`; before the answer the caller gives up. */
  hangUp(cause?: string): Promise<void>
  /** Key presses, as RFC 4733 events; the phone tells each as `dtmf`. */
  sendDigits(digits: string): Promise<void>
  /** The far end holds the phone (RFC 3264 8.4), or takes it back. */
  hold(): Promise<void>
  unhold(): Promise<void>
}

/** Until a message has gone through the page and its answer has come. */
const settleMs = 50
/** A key and its pause, with room. */
const keyMs = 200

const known = new WeakMap<FarLeg, TestCall>()

/** The same object each time, so that tests may compare. */
export function testCallOf(far: FarLeg, clock: TestClock): TestCall {
  const call = known.get(far) ?? createTestCall(far, clock)
  known.set(far, call)
  return call
}

function createTestCall(far: FarLeg, clock: TestClock): TestCall {
  const hold = async (isHeld: boolean): Promise<void> => {
    await far.hold(isHeld)
    await clock.advance(settleMs)
  }
  return {
    get hasEnded() {
      return far.hasEnded
    },
    get receivedDigits() {
      return far.receivedDigits
    },
    async hangUp(cause = 'NORMAL_CLEARING') {
      if (!far.hasEnded) far.hangUp(readCause(cause))
      await clock.advance(settleMs)
    },
    async sendDigits(digits) {
      if (!/^[\d*#A-D]*$/.test(digits)) throw new TypeError('Digits are 0-9 * # A-D.')
      far.audio.sendDigits(digits, () => undefined)
      await clock.advance(digits.length * keyMs)
    },
    hold: () => hold(true),
    unhold: () => hold(false),
  }
}

function readCause(cause: string): HangupCause {
  if (!isHangupCause(cause)) throw new TypeError(`There is no hang-up cause ${JSON.stringify(cause)}.`)
  return cause
}
