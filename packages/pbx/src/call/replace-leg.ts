import { createMediaEnd } from '../media/media-end.ts'
import type { CallDesk } from './call-desk.ts'
import { reasonOf } from './cause.ts'
import type { IncomingCall } from './caller-identity.ts'
import type { Leg } from './leg.ts'
import { incomingFront } from './media-front.ts'

/**
 * INVITE with Replaces (RFC 3891): a phone takes a call of its own over with a new leg, as after a page reload. The party at the
 * other side is moved to it.
 */
export function replaceLeg(desk: CallDesk, call: IncomingCall, leg: Leg): void {
  const old = call.replaces === undefined ? undefined : desk.legs.find(call.replaces)
  const mine = old?.extension === leg.extension ? old : undefined
  const handed = mine && (desk.kept.get(mine)?.take() ?? desk.seats.get(mine)?.handOver())
  if (mine === undefined || handed === undefined) {
    leg.reject(481)
    return
  }
  const { party, record } = handed
  mine.onFact = () => undefined
  mine.hangUp([reasonOf('NORMAL_CLEARING')])
  const front = incomingFront(leg, call.offer)
  desk.connect({ parties: [party, { kind: 'leg', leg, front, end: createMediaEnd(desk.engine) }], record })
}
