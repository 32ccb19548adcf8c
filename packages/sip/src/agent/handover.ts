import { replacesFor } from '../dialog/dialog.ts'
import { serializeMessage } from '../message/serialize.ts'
import type { Core } from './core.ts'
import type { Leg } from './leg.ts'
import { field } from './read.ts'
import { dialogRequest } from './send-request.ts'
import type { Handover } from './user-agent-port.ts'

/** Changes nothing here: whoever is handed the call acts when we no longer can. */
export function handoverOf(core: Core, leg: Leg | undefined): Handover | undefined {
  if (leg?.state !== 'up' || !leg.dialog) return undefined
  const dialog = { ...leg.dialog }
  const bye = dialogRequest(core, dialog, { method: 'BYE' })
  const via = field('Via', `${core.identity.via};branch=${core.identity.newBranch()}`)
  return {
    dialog: replacesFor(dialog),
    bye: serializeMessage({ ...bye, headers: [via, ...bye.headers] }),
    isReplaceable: leg.peerReplaces,
  }
}
