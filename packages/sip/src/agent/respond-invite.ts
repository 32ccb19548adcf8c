import type { ResponseParts } from '../transaction/response.ts'
import { field, SDP_TYPE } from './read.ts'
import type { Core } from './core.ts'
import type { Leg } from './leg.ts'

/** A response to the INVITE that made the leg; remembered, should the INVITE come again by another way. */
export function respondToInvite(core: Core, leg: Leg, parts: ResponseParts): void {
  const { identity } = core
  const isDialogForming = parts.status > 100 && parts.status < 300
  const complete: ResponseParts = {
    ...parts,
    headers: [
      ...(isDialogForming ? [field('Contact', identity.contact())] : []),
      ...(parts.status > 100 ? identity.abilities : []),
      ...(parts.headers ?? []),
      ...(parts.body ? [SDP_TYPE] : []),
    ],
    ...(parts.status > 100 && { toTag: leg.localTag }),
  }
  leg.incoming?.respond(complete)
  leg.lastResponse = complete
}
