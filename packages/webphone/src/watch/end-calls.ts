/**
 * A page that goes away ends its calls at the back end too: a BYE on a socket that is already dead would leave the far end
 * in silence until its media time out.
 */
import { askToEnd } from '../take-back/keep-call.ts'
import type { CallRunner } from '../call/call-host.ts'
import type { PageSignal } from '../base/page-signals-port.ts'
import type { WatchedPhone } from './watch-port.ts'

export function endCallsOfPage(
  { ports, calls, agent }: WatchedPhone,
  page: PageSignal,
  left: ReadonlySet<CallRunner>,
): void {
  if (page !== 'pagehide') return
  for (const { snapshot, leg } of calls.visible.filter((one) => !left.has(one))) {
    // An unanswered call to us may ring elsewhere, and goes on there.
    if (snapshot.direction === 'incoming' && snapshot.state !== 'answered') continue
    const bye = leg === undefined ? undefined : agent.run((ua) => ua.handoverOf(leg)?.bye)
    void askToEnd(ports.api, snapshot.uuid, bye, true)
  }
}
