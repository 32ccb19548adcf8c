import { silence } from '../media/tone.ts'
import type { TestNumber } from './test-number.ts'

const ALL_KEYS = '0123456789*#ABCD'
/** Media needs a moment after the answer before a browser plays, and hears keys, from the first packet on. */
const SETTLE_MS = 500

export const sendDigitsByRtp: TestNumber = {
  number: '9283',
  what: `answers, then sends ${ALL_KEYS} as telephone-events in RTP (RFC 4733), 100 ms each`,
  async run(call) {
    await call.answer()
    // Quiet audio beside the events, as a real gateway sends; it also waits until media is connected.
    await call.play(silence(SETTLE_MS))
    void call.play(silence()).catch(() => undefined)
    await call.sendDigits(ALL_KEYS)
  },
}

export const sendDigitsByInfo: TestNumber = {
  number: '9284',
  what: `answers, then sends ${ALL_KEYS} by SIP INFO`,
  async run(call) {
    await call.answer()
    void call.play(silence()).catch(() => undefined)
    await call.pause(SETTLE_MS)
    for (const digit of ALL_KEYS) {
      await call.sendInfo(digit)
      await call.pause(50)
    }
  },
}
