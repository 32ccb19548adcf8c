import { tone } from '../media/tone.ts'
import type { TestNumber } from './test-number.ts'

export const steadyTone: TestNumber = {
  number: '9440',
  what: 'answers and plays a 440 Hz tone',
  async run(call) {
    await call.answer()
    await call.play(tone({ frequencyHz: 440 }))
  },
}
