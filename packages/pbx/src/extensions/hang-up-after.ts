import { silence } from '../media/tone.ts'
import type { TestNumber } from './test-number.ts'

export const hangUpAfter: TestNumber = {
  number: '90NN',
  what: 'answers and hangs up after NN seconds',
  reason: 'normal_clearing',
  async run(call) {
    await call.answer()
    void call.play(silence()).catch(() => undefined)
    await call.pause(Number(call.dialled.slice(2)) * 1000)
    call.hangUp()
  },
}
