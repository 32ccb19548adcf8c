import { tone } from '../media/tone.ts'
import type { TestNumber } from './test-number.ts'

export const callMeBack: TestNumber = {
  number: '97NN',
  what: 'answers with a short beep, hangs up, and calls back after NN seconds from 0987654321 "Nguyễn An" (echo)',
  reason: 'normal_clearing',
  async run(call, house) {
    await call.answer()
    // The caller may hang up first; it is called back all the same.
    const delayMs = Number(call.dialled.slice(2)) * 1000
    house.callBack({ delayMs, number: '0987654321', displayName: 'Nguyễn An' })
    await Promise.race([call.play(tone({ frequencyHz: 1000, durationMs: 200 })), call.pause(1000)])
    call.hangUp()
  },
}
