/** The parts of the watch, each told what concerns it. */
import { careForDevices } from './device-care.ts'
import { endCallsOfPage } from './end-calls.ts'
import { leaveCalls } from '../take-back/leave-calls.ts'
import { offerCalls } from '../take-back/offer-calls.ts'
import { reportCalls } from './report-calls.ts'
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
  const leaving = leaveCalls(phone, signal)
  void offerCalls(phone, signal)
  const reports = reportCalls(phone, signal)
  return {
    left: leaving.left,
    tell(fact) {
      if (fact.type === 'line') reachability()
      else if (fact.type === 'page') {
        leaving.onPage(fact.signal)
        reports.onPage(fact.signal, leaving.left)
        endCallsOfPage(phone, fact.signal, leaving.left)
      } else devices(fact)
    },
    stop: () => ended.abort(),
  }
}
