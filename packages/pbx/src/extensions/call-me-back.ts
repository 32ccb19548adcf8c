import { tone } from '../media/tone.ts'
import type { TestNumber } from './test-number.ts'

/** A call of less than a second counts as not answered (billsec 0). */
const TALK_MS = 1200

export const callMeBack: TestNumber = {
  number: '97NN',
  what: 'answers with a short beep, hangs up after 1 s, and NN seconds later calls back from 0987654321 "Nguyễn An" (echo)',
  reason: 'normal_clearing',
  async run(call, house) {
    await call.answer()
    // The caller may hang up first; it is called back all the same.
    const delayMs = TALK_MS + Number(call.dialled.slice(2)) * 1000
    house.callBack({ delayMs, number: '0987654321', displayName: 'Nguyễn An' })
    void call.play(tone({ frequencyHz: 1000, durationMs: 200 })).catch(() => undefined)
    await call.pause(TALK_MS)
    call.hangUp()
  },
}
