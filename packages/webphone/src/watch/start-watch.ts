/** The parts of the watch, each told what concerns it. */
import { careForDevices } from './device-care.ts'
import { endCallsOfPage } from './end-calls.ts'
import { probeOnSilence } from './probe-line.ts'
import { watchQuality } from './quality-watch.ts'
import { watchReachability } from './reachability.ts'
import type { StartWatch } from './watch-port.ts'

export const startWatch: StartWatch = (phone) => {
  const ended = new AbortController()
  const { signal } = ended
  const devices = careForDevices(phone, signal)
  const reachability = watchReachability(phone, signal)
  watchQuality(phone, signal)
  probeOnSilence(phone, signal)
  return {
    tell(fact) {
      if (fact.type === 'line') reachability()
      else if (fact.type === 'page') endCallsOfPage(phone, fact.signal)
      else devices(fact)
    },
    stop: () => ended.abort(),
  }
}
