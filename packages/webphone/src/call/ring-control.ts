/** One ring for all calls that ring. */
import type { CallRunner } from './call-host.ts'
import type { RingPort } from '../media/media-port.ts'

export function createRingControl(ring: RingPort): (runner: CallRunner, isOn: boolean) => void {
  const ringing = new Set<CallRunner>()
  return (runner, isOn) => {
    const wasOn = ringing.size > 0
    if (isOn) ringing.add(runner)
    else ringing.delete(runner)
    if (ringing.size > 0 === wasOn) return
    if (wasOn) ring.stop()
    else ring.start(() => ringing.forEach((one) => one.input({ type: 'ring-blocked' })))
  }
}
