import { silence, tone } from '../media/tone.ts'
import type { TestNumber } from './test-number.ts'

export const earlyMedia: TestNumber = {
  number: '9183',
  what: '183 with SDP and a 425 Hz tone for 3 s as early media, then answers (quiet)',
  async run(call) {
    await call.earlyMedia()
    void call.play(tone({ frequencyHz: 425 })).catch(() => undefined)
    await call.pause(3000)
    await call.answer()
    await call.play(silence())
  },
}

export const ringThenEcho: TestNumber = {
  number: '9180',
  what: 'rings for 3 s (180), then answers and echoes',
  async run(call) {
    call.ring()
    await call.pause(3000)
    await call.answer()
    call.echo()
  },
}
