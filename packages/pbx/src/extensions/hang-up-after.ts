import { silence } from '../media/tone.ts'
import type { TestNumber } from './test-number.ts'

export const hangUpAfter: TestNumber = {
  number: '90NN',
  what: 'answers and hangs up after NN seconds',
  reason: 'normal_clearing',
  async run(call) {
    await call.answer()
    void call.play(silence()).catch(() => undefined)
    // A little more, so that whole seconds are whole at the phone too, whatever the timers round.
    await call.pause(Number(call.dialled.slice(2)) * 1000 + 50)
    call.hangUp()
  },
}
