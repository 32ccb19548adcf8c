import { tone } from '../media/tone.ts'
import type { TestNumber } from './test-number.ts'

export const cutSocket: TestNumber = {
  number: '9999',
  what: 'answers with a 440 Hz tone, after 1 s cuts the caller’s WebSocket without a close frame; accepts it again 2 s later. The call lives on',
  async run(call, house) {
    await call.answer()
    void call.play(tone({ frequencyHz: 440 })).catch(() => undefined)
    await call.pause(1000)
    house.cutSocket({ refuseMs: 2000 })
  },
}
