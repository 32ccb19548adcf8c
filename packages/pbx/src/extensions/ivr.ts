import { beeps, promptTone } from '../media/prompt.ts'
import { sequence, silence } from '../media/tone.ts'
import type { TestNumber } from './test-number.ts'

/** Beeps for a key: its number; ten for 0, `*` eleven, `#` twelve, A to D on from there. */
const beepOrder = '1234567890*#ABCD'

export const ivr: TestNumber = {
  number: '9500',
  what: 'plays a prompt; for each key (RFC 4733 or INFO) as many beeps (0: ten), and sends the key back as RFC 4733',
  async run(call) {
    await call.answer()
    const play = (source: Parameters<typeof call.play>[0]) =>
      call.play(sequence([source, silence()])).catch(() => undefined)
    void play(promptTone())
    for (;;) {
      const digit = await call.nextDigit()
      void play(beeps(beepOrder.indexOf(digit) + 1))
      await call.sendDigits(digit)
    }
  },
}
