import { silence } from '../media/tone.ts'
import type { TestNumber } from './test-number.ts'

export const referMe: TestNumber = {
  number: '9800',
  what: 'answers, then transfers the caller (REFER) to 9440',
  reason: 'normal_clearing',
  async run(call) {
    await call.answer()
    void call.play(silence()).catch(() => undefined)
    // A call of less than a second counts as not answered (billsec 0).
    await call.pause(1200)
    await call.transferTo('9440')
    // A phone that was transferred ends this call itself; one that could not go there is let go.
    await call.pause(1000)
    call.hangUp()
  },
}
