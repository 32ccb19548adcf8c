/**
 * A page that goes away ends its calls at the back end too: a BYE on a socket that is already dead would leave the far end
 * in silence until its media time out.
 */
import type { CallRunner } from '../call/call-host.ts'
import type { PageSignal } from '../base/page-signals-port.ts'
import type { WatchedPhone } from './watch-port.ts'

export function endCallsOfPage(
  { ports, calls }: WatchedPhone,
  page: PageSignal,
  left: ReadonlySet<CallRunner>,
): void {
  if (page !== 'pagehide') return
  for (const { snapshot } of calls.visible.filter((one) => !left.has(one))) {
    // An unanswered call to us may ring elsewhere, and goes on there.
    if (snapshot.direction === 'incoming' && snapshot.state !== 'answered') continue
    const path = `api/webphone/calls/${encodeURIComponent(snapshot.uuid)}/hangup`
    // Nothing may abort it any more: the phone itself ends in this turn.
    const { signal } = new AbortController()
    void ports.api.ask(path, { method: 'POST', keepalive: true, signal })
  }
}
