import { endIfDialogGone } from './bye.ts'
import type { Core } from './core.ts'
import type { Leg } from './leg.ts'
import { field } from './read.ts'
import { sendInDialog } from './send-request.ts'

/** INFO of ours (RFC 6086 without packages: DTMF). */
export function info(core: Core, leg: Leg, contentType: string, body: string): void {
  if (!leg.dialog || leg.state !== 'up') return
  sendInDialog(core, leg, leg.dialog, {
    method: 'INFO',
    headers: [field('Content-Type', contentType)],
    body,
    onOutcome: ({ status }) => {
      if (status < 200 || leg.state === 'ended') return
      core.emit({ type: 'info-answered', leg: leg.id, status })
      // A 408 may be the word of some gateway about this one INFO; 481 is about the call.
      if (status === 481) endIfDialogGone(core, leg, status)
    },
  })
}
